// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/file_name.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "base/escape.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <random>
#include <vector>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

/// Bytes of the UTF-8 character at the front; 0 when it is no valid one, or not seen.
std::size_t character_length(std::string_view text) {
    const auto character = escape::first_character(text);
    return character.kind == escape::CharacterKind::Plain ? character.length : 0;
}

/// Letters and digits of any script; Latin-1 signs, general and CJK punctuation are none.
bool is_word_character(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 1) {
        return (first >= '0' && first <= '9') || (first >= 'a' && first <= 'z') ||
               (first >= 'A' && first <= 'Z') || first == '_';
    }
    const bool is_latin_sign = first == 0xC2;
    const bool is_general_punctuation =
        character.starts_with("\xE2\x80") || character.starts_with("\xE2\x81");
    const bool is_cjk_punctuation = character.starts_with("\xE3\x80");
    return !is_latin_sign && !is_general_punctuation && !is_cjk_punctuation;
}

struct Word {
    std::string text{};
    std::size_t length = 0;
};

std::vector<Word> words_of(std::string_view message) {
    std::vector<Word> words(1);
    while (!message.empty()) {
        const auto length = character_length(message);
        const auto character = message.substr(0, std::max<std::size_t>(length, 1));
        message.remove_prefix(character.size());
        if (length > 0 && is_word_character(character)) {
            words.back().text += text_utility::lower_ascii(character);
            ++words.back().length;
        } else if (words.back().length > 0) {
            words.emplace_back();
        }
    }
    if (words.back().length == 0) {
        words.pop_back();
    }
    return words;
}

std::string first_characters(std::string_view word, std::size_t count) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < count && end < word.size(); ++i) {
        end += character_length(word.substr(end));
    }
    return std::string{word.substr(0, end)};
}

std::string padded(long long value, int width) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "%0*lld", width, value);
    return digits;
}

struct NameParts {
    std::string_view id{};
    std::string_view slug{};
    CreationTime created{};
};

std::optional<std::string> token_value(std::string_view token, const NameParts& parts) {
    const auto& created = parts.created;
    if (token == "id" || token == "rev") {
        return std::string{parts.id};
    }
    if (token == "slug") {
        return std::string{parts.slug};
    }
    const struct {
        std::string_view name;
        long long value;
        int width;
    } numbers[] = {{"year", created.year, 4},
                   {"month", created.month, 2},
                   {"day", created.day, 2},
                   {"hour", created.hour, 2},
                   {"minute", created.minute, 2},
                   {"second", created.second, 2},
                   {"epoch", created.epoch, 1}};
    for (const auto& [name, value, width] : numbers) {
        if (name == token) {
            return padded(value, width);
        }
    }
    return std::nullopt;
}

[[noreturn]] void fail_template(std::string_view file_template, const std::string& why) {
    throw MigrationError{"invalid-file-template",
                         "cannot use the file template " + quoted(file_template) + ": " + why};
}

std::string expand(std::string_view file_template, const NameParts& parts) {
    const std::vector<std::string> known = {
        "id", "slug", "year", "month", "day", "hour", "minute", "second", "epoch"};
    std::string result;
    for (auto rest = file_template; !rest.empty();) {
        const auto open = std::min(rest.find('{'), rest.size());
        result += rest.substr(0, open);
        rest.remove_prefix(open);
        if (rest.empty()) {
            break;
        }
        const auto close = rest.find('}');
        if (close == std::string_view::npos) {
            fail_template(file_template, "a \"{\" is not closed; write it as in \"{id}_{slug}\"");
        }
        const auto token = rest.substr(1, close - 1);
        const auto value = token_value(token, parts);
        if (!value) {
            fail_template(
                file_template,
                "there is no token " + quoted(token) + text_utility::did_you_mean(token, known));
        }
        result += *value;
        rest.remove_prefix(close + 1);
    }
    return result;
}

/// Below the folder of the revisions, wherever that is.
bool stays_below(std::string_view name) {
    if (name.starts_with('/')) {
        return false;
    }
    const auto parts = text_utility::split(name, '/');
    return std::ranges::none_of(
        parts, [](std::string_view part) { return part == "." || part == ".." || part.empty(); });
}

}  // namespace

std::string CreationTime::text() const {
    return padded(year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2) + ' ' + padded(hour, 2) +
           ':' + padded(minute, 2) + ':' + padded(second, 2);
}

std::string slug(std::string_view message, std::size_t longest) {
    std::string result;
    std::size_t length = 0;
    for (const auto& word : words_of(message)) {
        const auto wanted = length + (length == 0 ? 0 : 1) + word.length;
        if (wanted > longest) {
            return length == 0 ? first_characters(word.text, longest) : result;
        }
        result += (length == 0 ? "" : "_") + word.text;
        length = wanted;
    }
    return result;
}

void check_file_template(std::string_view file_template) {
    if (escape::has_hidden(file_template) ||
        file_template.find_first_of("\\:*?\"<>|;") != std::string_view::npos) {
        fail_template(file_template,
                      "a file name has no \\ : * ? \" < > | ; and nothing that is not seen; write "
                      "letters, digits, _ and -, and / between folders");
    }
    const auto name = expand(file_template, {.id = "id", .slug = "slug", .created = {}});
    if (text_utility::trim(name).empty() || name.ends_with('/')) {
        fail_template(file_template, "it makes an empty name; write it as in \"{id}_{slug}\"");
    }
    if (!stays_below(name)) {
        fail_template(file_template,
                      "it leads out of the folder of the revisions; write it without a / in front, "
                      "and without . and .. between two of them");
    }
}

std::string revision_file_name(std::string_view file_template,
                               std::string_view id,
                               std::string_view slug,
                               const CreationTime& created) {
    check_file_template(file_template);
    auto name = expand(file_template, {.id = id, .slug = slug, .created = created});
    while (name.size() > 1 && (name.back() == '_' || name.back() == '-')) {
        name.pop_back();
    }
    return name;
}

std::string new_revision_id() {
    std::random_device source;
    std::uniform_int_distribution<unsigned> digit{0, 15};
    std::string id;
    for (int i = 0; i < 12; ++i) {
        id += "0123456789abcdef"[digit(source)];
    }
    return id;
}

}  // namespace azoth::migrate
