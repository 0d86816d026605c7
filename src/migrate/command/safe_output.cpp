// SPDX-License-Identifier: MIT
#include "migrate/command/safe_output.hpp"

#include "base/escape.hpp"

#include <unistd.h>

namespace azoth::migrate {

SafeOutput::SafeOutput(std::ostream& target, OutputForm form)
    : target_{target}, form_{form}, stream_{this} {}

SafeOutput::~SafeOutput() {
    hand_on(pending_.size());
}

std::ostream& SafeOutput::behind(std::ostream& stream) {
    auto* safe = dynamic_cast<SafeOutput*>(stream.rdbuf());
    if (safe == nullptr) {
        return stream;
    }
    stream << std::flush;
    return safe->target_;
}

SafeOutput::int_type SafeOutput::overflow(int_type character) {
    if (!traits_type::eq_int_type(character, traits_type::eof())) {
        const char one = traits_type::to_char_type(character);
        add({&one, 1});
    }
    return traits_type::not_eof(character);
}

std::streamsize SafeOutput::xsputn(const char* text, std::streamsize length) {
    add({text, static_cast<std::size_t>(length)});
    return length;
}

int SafeOutput::sync() {
    const std::lock_guard guard{mutex_};
    hand_on(pending_.size());
    target_ << std::flush;
    return target_ ? 0 : -1;
}

/// A character may come in pieces: only whole lines go on by themselves.
void SafeOutput::add(std::string_view text) {
    const std::lock_guard guard{mutex_};
    pending_ += text;
    if (const auto end = pending_.rfind('\n'); end != std::string::npos) {
        hand_on(end + 1);
    }
}

void SafeOutput::hand_on(std::size_t length) {
    const auto text = std::string_view{pending_}.substr(0, length);
    target_ << (form_ == OutputForm::Json ? escape::json(text) : escape::terminal(text));
    pending_.erase(0, length);
}

bool output_goes_to_terminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

}  // namespace azoth::migrate
