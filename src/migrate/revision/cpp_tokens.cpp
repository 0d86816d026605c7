// SPDX-License-Identifier: MIT
#include "migrate/revision/cpp_tokens.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace azoth::migrate {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_literal_prefix(std::string_view word) {
    constexpr std::string_view prefixes[] = {"u8", "u", "U", "L", "R", "u8R", "uR", "UR", "LR"};
    return std::ranges::find(prefixes, word) != std::ranges::end(prefixes);
}

class Scanner {
public:
    explicit Scanner(std::string_view source) : source_(source) {}

    std::vector<CppToken> run() {
        std::vector<CppToken> tokens;
        while (skip_blank()) {
            const auto start = position_;
            const auto line = line_;
            const auto kind = take();
            tokens.push_back({kind, source_.substr(start, position_ - start), line});
        }
        return tokens;
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return position_ + ahead < source_.size() ? source_[position_ + ahead] : '\0';
    }

    void advance_to(std::size_t end) {
        end = std::min(end, source_.size());
        for (; position_ < end; ++position_) {
            line_ += source_[position_] == '\n' ? 1 : 0;
        }
    }

    void advance_behind(std::string_view end) {
        const auto found = source_.find(end, position_);
        advance_to(found == std::string_view::npos ? source_.size() : found + end.size());
    }

    /// False at the end of the source.
    bool skip_blank() {
        while (position_ < source_.size()) {
            const bool is_continuation =
                peek() == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'));
            if (is_space(peek()) || is_continuation) {
                advance_to(position_ + 1);
            } else if (peek() == '/' && peek(1) == '/') {
                skip_line_comment();
            } else if (peek() == '/' && peek(1) == '*') {
                advance_to(position_ + 2);
                advance_behind("*/");
            } else {
                return true;
            }
        }
        return false;
    }

    /// Compilers end the line at a lone carriage return too, and join the next one behind a
    /// backslash with blanks.
    void skip_line_comment() {
        auto end = source_.find_first_of("\r\n", position_);
        while (end != std::string_view::npos &&
               is_joined(source_.substr(position_, end - position_))) {
            end += source_.substr(end, 2) == "\r\n" ? 1 : 0;
            end = source_.find_first_of("\r\n", end + 1);
        }
        advance_to(end == std::string_view::npos ? source_.size() : end);
    }

    static bool is_joined(std::string_view line) {
        const auto last = line.find_last_not_of(" \t\r\n");
        return last != std::string_view::npos && line[last] == '\\';
    }

    CppToken::Kind take() {
        if (peek() == '"' || peek() == '\'') {
            take_quoted(peek());
            return CppToken::Kind::Text;
        }
        if (!is_word(peek())) {
            advance_to(position_ + 1);
            return CppToken::Kind::Symbol;
        }
        const auto start = position_;
        const bool is_number = is_digit(peek());
        while (is_word(peek()) ||
               (is_number && (peek() == '.' || (peek() == '\'' && is_word(peek(1)))))) {
            advance_to(position_ + 1);
        }
        const auto word = source_.substr(start, position_ - start);
        if (peek() == '"' && is_literal_prefix(word)) {
            word.ends_with('R') ? take_raw() : take_quoted('"');
            return CppToken::Kind::Text;
        }
        return CppToken::Kind::Word;
    }

    void take_quoted(char quote) {
        advance_to(position_ + 1);
        while (position_ < source_.size() && peek() != quote) {
            advance_to(position_ + (peek() == '\\' ? 2 : 1));
        }
        advance_to(position_ + 1);
    }

    void take_raw() {
        const auto open = source_.find('(', position_);
        if (open == std::string_view::npos) {
            advance_to(source_.size());
            return;
        }
        const auto delimiter = source_.substr(position_ + 1, open - position_ - 1);
        advance_behind(')' + std::string{delimiter} + '"');
    }

    std::string_view source_;
    std::size_t position_ = 0;
    int line_ = 1;
};

int digit_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

void append_utf8(std::string& out, std::uint32_t point) {
    const auto put = [&](std::uint32_t byte) {
        out += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | ((point >> 18) & 0x07));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

/// Reads up to `most` digits of a number that begins at `at`.
std::uint32_t take_number(std::string_view text, std::size_t& at, int base, std::size_t most) {
    std::uint32_t value = 0;
    for (std::size_t taken = 0; taken < most && at < text.size() && digit_value(text[at]) < base;
         ++taken) {
        value = value * static_cast<std::uint32_t>(base) +
                static_cast<std::uint32_t>(digit_value(text[at++]));
    }
    return value;
}

/// `at` stands behind the backslash.
void append_escape(std::string& out, std::string_view text, std::size_t& at) {
    constexpr std::string_view letters = "abfnrtv";
    constexpr std::string_view values = "\a\b\f\n\r\t\v";
    const char c = text[at];
    if (digit_value(c) < 8) {
        out += static_cast<char>(take_number(text, at, 8, 3));
        return;
    }
    ++at;
    if (c == 'x') {
        out += static_cast<char>(take_number(text, at, 16, text.size()));
    } else if (c == 'u' || c == 'U') {
        append_utf8(out, take_number(text, at, 16, c == 'u' ? 4 : 8));
    } else if (const auto found = letters.find(c); found != std::string_view::npos) {
        out += values[found];
    } else if (c != '\n') {
        out += c;
    }
}

}  // namespace

std::vector<CppToken> cpp_tokens(std::string_view source) {
    return Scanner{source}.run();
}

std::string literal_value(std::string_view spelling) {
    const auto quote = spelling.find('"');
    const bool is_raw = quote != std::string_view::npos && spelling.substr(0, quote).ends_with('R');
    if (is_raw) {
        const auto open = spelling.find('(');
        const auto close = spelling.rfind(')');
        const bool is_whole =
            open != std::string_view::npos && close != std::string_view::npos && close > open;
        return is_whole ? std::string{spelling.substr(open + 1, close - open - 1)} : std::string{};
    }
    const auto start = quote == std::string_view::npos ? 1 : quote + 1;
    const auto inner =
        spelling.substr(start, spelling.size() > start ? spelling.size() - start - 1 : 0);
    std::string value;
    for (std::size_t at = 0; at < inner.size();) {
        if (inner[at] == '\\' && at + 1 < inner.size()) {
            append_escape(value, inner, ++at);
        } else {
            value += inner[at++];
        }
    }
    return value;
}

}  // namespace azoth::migrate
