// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Text helpers that know no SQL word.
namespace azoth::text_utility {

[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] std::string upper_ascii(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept;
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);

/// `"user_account"`: in double quotes, for error messages; what is not seen is shown as `\x1b`.
[[nodiscard]] std::string quoted(std::string_view text);

/// Number of single-character edits between two words (Levenshtein).
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// `; did you mean "name"?` when one candidate is near, otherwise `; known are "a", "b", …`, or
/// nothing when there are no candidates. Made to be appended to an error message.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string> candidates);

/// FNV-1a of a text: stable between runs and machines.
[[nodiscard]] std::uint64_t stable_hash(std::string_view text) noexcept;

}  // namespace azoth::text_utility
