// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "base/escape.hpp"

namespace azoth::text_utility {

namespace {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr std::string_view white_space = " \t\r\n\f\v";
constexpr std::size_t most_candidates_shown = 12;

}  // namespace

std::string lower_ascii(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string upper_ascii(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(at + 1);
    }
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string result;
    for (const auto& part : parts) {
        if (!result.empty()) {
            result += separator;
        }
        result += part;
    }
    return result;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string quoted(std::string_view text) {
    return '"' + escape::visible(text) + '"';
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t substituted = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    if (candidates.empty()) {
        return {};
    }
    const auto nearest =
        std::ranges::min_element(candidates, {}, [&](const std::string& candidate) {
            return edit_distance(word, candidate);
        });
    if (edit_distance(word, *nearest) <= std::max<std::size_t>(1, word.size() / 3)) {
        return "; did you mean " + quoted(*nearest) + "?";
    }
    std::string result = "; known are ";
    for (std::size_t i = 0; i < std::min(candidates.size(), most_candidates_shown); ++i) {
        result += (i == 0 ? "" : ", ") + quoted(candidates[i]);
    }
    return candidates.size() > most_candidates_shown ? result + ", …" : result;
}

std::uint64_t stable_hash(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return hash;
}

}  // namespace azoth::text_utility
