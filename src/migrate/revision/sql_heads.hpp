// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// `-- azoth: name argument`
struct Directive {
    std::string_view name{};
    std::string_view argument{};
};

/// Nothing for any other line.
[[nodiscard]] std::optional<Directive> directive_of(std::string_view line);

/// Where the lines begin that are directives, in order: those outside of quotes, comments and
/// bodies in dollars. Throws MigrationError `revision-syntax` where databases would disagree about
/// that, and where a quote or comment that is never closed hides one.
[[nodiscard]] std::vector<std::size_t> directive_lines(std::string_view text,
                                                       std::string_view path);

/// The text without a byte order mark. Throws MigrationError `revision-syntax` for UTF-16.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text,
                                                       std::string_view path);

}  // namespace azoth::migrate
