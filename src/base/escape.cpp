// SPDX-License-Identifier: MIT
#include "base/escape.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace azoth::escape {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Control characters, and what Unicode calls format characters, separators and fillers.
constexpr Range hidden[] = {{0x00, 0x1F},
                            {0x7F, 0x9F},
                            {0xAD, 0xAD},
                            {0x061C, 0x061C},
                            {0x115F, 0x1160},
                            {0x180B, 0x180F},
                            {0x200B, 0x200F},
                            {0x2028, 0x202E},
                            {0x2060, 0x206F},
                            {0x3164, 0x3164},
                            {0xFE00, 0xFE0E},
                            {0xFEFF, 0xFEFF},
                            {0xFFA0, 0xFFA0},
                            {0xFFF9, 0xFFFB},
                            {0xE0000, 0xE0FFF}};

bool is_hidden(char32_t code) noexcept {
    return std::ranges::any_of(
        hidden, [&](const Range& range) { return code >= range.first && code <= range.last; });
}

unsigned char byte_at(std::string_view text, std::size_t at) noexcept {
    return static_cast<unsigned char>(text[at]);
}

std::size_t length_by_first(unsigned char first) noexcept {
    if (first < 0xC2 || first > 0xF4) {
        return first < 0x80 ? 1 : 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// Too long a form, half of a surrogate pair, or beyond the last character.
bool is_misspelt(char32_t code, std::size_t length) noexcept {
    const char32_t least = length == 3 ? 0x800 : length == 4 ? 0x10000 : 0;
    return code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF);
}

std::string formatted(const char* form, char32_t code) {
    char text[16];
    std::snprintf(text, sizeof text, form, static_cast<unsigned>(code));
    return text;
}

std::string shown(const Character& character) {
    switch (character.code) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return formatted(character.length == 1 ? "\\x%02x" : "\\u{%x}", character.code);
    }
}

/// Plain characters stay; `write` says what becomes of the others.
template <class Write>
std::string rewritten(std::string_view text, const Write& write) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const Character character = first_character(text);
        const std::string_view bytes = text.substr(0, character.length);
        if (character.kind == CharacterKind::Plain) {
            result += bytes;
        } else {
            result += write(character, bytes);
        }
        text.remove_prefix(character.length);
    }
    return result;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// A backslash before the end of a line joins the next line, blanks between them or not.
bool continues(std::string_view line) {
    const auto last = line.find_last_not_of(" \t");
    const auto end = line.substr(0, last == std::string_view::npos ? 0 : last + 1);
    return end.ends_with('\\') || end.ends_with("?\?/");
}

std::string octal(std::string_view bytes) {
    std::string result;
    for (const char byte : bytes) {
        result += formatted("\\%03o", static_cast<unsigned char>(byte));
    }
    return result;
}

std::string in_cpp(const Character& character, std::string_view bytes) {
    if (character.code == '\n' || character.code == '\t') {
        return character.code == '\n' ? "\\n" : "\\t";
    }
    return octal(bytes);
}

std::string utf16_escape(const Character& character) {
    if (character.code < 0x10000) {
        return formatted("\\u%04x", character.code);
    }
    const char32_t rest = character.code - 0x10000;
    return formatted("\\u%04x", 0xD800 + (rest >> 10U)) +
           formatted("\\u%04x", 0xDC00 + (rest & 0x3FFU));
}

}  // namespace

Character first_character(std::string_view text) noexcept {
    const unsigned char first = byte_at(text, 0);
    const std::size_t length = length_by_first(first);
    const Character invalid{.length = 1, .code = first, .kind = CharacterKind::Invalid};
    if (length == 0 || length > text.size()) {
        return invalid;
    }
    char32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_at(text, i) & 0xC0U) != 0x80U) {
            return invalid;
        }
        code = (code << 6U) | (byte_at(text, i) & 0x3FU);
    }
    if (is_misspelt(code, length)) {
        return invalid;
    }
    const auto kind = is_hidden(code) ? CharacterKind::Hidden : CharacterKind::Plain;
    return {.length = length, .code = code, .kind = kind};
}

bool has_hidden(std::string_view text) noexcept {
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.kind != CharacterKind::Plain) {
            return true;
        }
        text.remove_prefix(character.length);
    }
    return false;
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.kind == CharacterKind::Invalid) {
            return false;
        }
        text.remove_prefix(character.length);
    }
    return true;
}

std::string visible(std::string_view text) {
    return rewritten(text,
                     [](const Character& character, std::string_view) { return shown(character); });
}

std::string terminal(std::string_view text) {
    return rewritten(text, [](const Character& character, std::string_view bytes) {
        const bool stays = bytes == "\n" || bytes == "\t";
        return stays ? std::string{bytes} : shown(character);
    });
}

std::string line_comment(std::string_view text) {
    std::string result = replaced(replaced(visible(text), "*/", "* /"), "/*", "/ *");
    return continues(result) ? result + " ." : result;
}

std::string cpp_string(std::string_view text) {
    std::string escaped;
    while (!text.empty()) {
        const Character character = first_character(text);
        const std::string_view bytes = text.substr(0, character.length);
        const bool is_trigraph = bytes == "?" && escaped.ends_with('?');
        if (character.kind != CharacterKind::Plain) {
            escaped += in_cpp(character, bytes);
        } else if (bytes == "\"" || bytes == "\\" || is_trigraph) {
            escaped += '\\';
            escaped += bytes;
        } else {
            escaped += bytes;
        }
        text.remove_prefix(character.length);
    }
    return '"' + escaped + '"';
}

std::string json(std::string_view text) {
    return rewritten(text, [](const Character& character, std::string_view bytes) {
        const bool is_layout = bytes == "\n" || bytes == "\t";
        return is_layout ? std::string{bytes} : utf16_escape(character);
    });
}

std::string toml(std::string_view text) {
    const auto escaped = rewritten(
        replaced(replaced(std::string{text}, "\\", "\\\\"), "\"", "\\\""),
        [](const Character& character, std::string_view) {
            return formatted(character.code < 0x10000 ? "\\u%04x" : "\\U%08x", character.code);
        });
    return escaped;
}

std::string shell_word(std::string_view text) {
    return '\'' + replaced(std::string{text}, "'", "'\\''") + '\'';
}

std::string cmake_argument(std::string_view text) {
    std::string marks = "==";
    while (text.find(']' + marks + ']') != std::string_view::npos || text.ends_with(']' + marks)) {
        marks += '=';
    }
    return '[' + marks + '[' + std::string{text} + ']' + marks + ']';
}

}  // namespace azoth::escape
