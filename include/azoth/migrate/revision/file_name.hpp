// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace azoth::migrate {

/// When a revision was made, in the time zone of the project.
struct CreationTime {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t epoch = 0;  ///< seconds since 1970-01-01 00:00:00 UTC

    /// `2026-11-20 11:40:27`
    [[nodiscard]] std::string text() const;
};

inline constexpr std::size_t default_slug_length = 40;
inline constexpr std::string_view default_file_template = "{id}_{slug}";

/// Words of a message joined by `_`, ASCII letters in lower case, cut between words at `longest`
/// characters (code points). Empty for a message without a letter or digit.
[[nodiscard]] std::string slug(std::string_view message, std::size_t longest = default_slug_length);

/// Throws MigrationError `invalid-file-template` for a token other than id (or rev), slug, year,
/// month, day, hour, minute, second and epoch.
void check_file_template(std::string_view file_template);

/// Name of a revision file without its ending. A `_` or `-` left over at the end by an empty slug
/// is taken away. Throws as check_file_template().
[[nodiscard]] std::string revision_file_name(std::string_view file_template,
                                             std::string_view id,
                                             std::string_view slug,
                                             const CreationTime& created);

/// 12 random hexadecimal digits.
[[nodiscard]] std::string new_revision_id();

}  // namespace azoth::migrate
