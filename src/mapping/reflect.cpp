// SPDX-License-Identifier: MIT
#include <azoth/mapping/reflect.hpp>

#include <azoth/base/error.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace azoth::mapping::detail {
namespace {

/// g++      … ((const void*)(&
/// azoth::…::azoth_storage<T>.azoth::…::Storage<T>::azoth_object.T::id)), ((const … clang++  …
/// &azoth_storage.azoth_object.id, &azoth_storage…
///
/// Each name stands between one `object_mark` and the next `storage_mark`, and is the last word of
/// what is before the comma, or before the closing braces. `T` may be spelled with any sign, commas
/// and brackets included, so nothing may depend on what is between the marks otherwise.
constexpr std::string_view storage_mark = "azoth_storage";
constexpr std::string_view object_mark = "azoth_object.";

/// Bytes from 0x80 up are parts of UTF-8 letters.
bool is_name_sign(char sign) noexcept {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
           (sign >= '0' && sign <= '9') || sign == '_' || sign == '$' ||
           static_cast<unsigned char>(sign) >= 0x80;
}

std::string_view last_word(std::string_view text) noexcept {
    std::size_t end = text.size();
    while (end > 0 && !is_name_sign(text[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && is_name_sign(text[begin - 1]))
        --begin;
    return text.substr(begin, end - begin);
}

/// What names one member, without the beginning of the next one.
std::string_view entry(std::string_view text, std::size_t begin) noexcept {
    const std::size_t end = text.find(storage_mark, begin);
    if (end == std::string_view::npos)
        return text.substr(begin);
    return text.substr(begin, text.rfind(',', end) - begin);
}

void subtract(const FieldTable& table, std::size_t* offsets) noexcept {
    const auto* const start = static_cast<const std::byte*>(table.start);
    for (std::size_t index = 0; index < table.count; ++index) {
        const auto* const address = static_cast<const std::byte*>(table.addresses[index]);
        offsets[index] = static_cast<std::size_t>(address - start);
    }
}

/// Names and offsets live as long as the program: whoever runs at its very end may still read them.
constinit std::mutex filling;

}  // namespace

void split_names(const char* text, std::span<std::string_view> names) {
    const std::string_view rest{text};
    std::size_t begin = 0;
    for (std::string_view& name : names) {
        begin = rest.find(object_mark, begin);
        if (begin != std::string_view::npos) {
            begin += object_mark.size();
            name = last_word(entry(rest, begin));
        }
        if (begin == std::string_view::npos || name.empty()) {
            throw MappingError{
                "unreadable-member-names",
                "cannot find the names of the members in \"" + std::string{rest} +
                    "\": this compiler spells addresses in an unknown way; list the columns with "
                    "column<&T::m>()"};
        }
    }
}

const FieldTable& FieldTable::ready() {
    if (__atomic_load_n(&names, __ATOMIC_ACQUIRE) != nullptr) {
        return *this;
    }
    const std::scoped_lock lock{filling};
    if (names == nullptr) {
        auto new_names = std::make_unique<std::string_view[]>(count);
        auto new_offsets = std::make_unique<std::size_t[]>(count);
        split_names(text, {new_names.get(), count});
        subtract(*this, new_offsets.get());
        offsets = new_offsets.release();
        __atomic_store_n(&names, new_names.release(), __ATOMIC_RELEASE);
    }
    return *this;
}

}  // namespace azoth::mapping::detail
