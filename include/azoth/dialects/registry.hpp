// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

namespace azoth::dialects {

/// A database that this program was linked with: reached by the URL's scheme.
struct Registration {
    std::string_view scheme{};  ///< `sqlite`
    const Dialect* dialect = nullptr;
    drivers::Driver* driver = nullptr;
};

/// Append-only and thread-safe; called by each component's registering unit.
void register_dialect(const Registration& registration);
/// Throws ArgumentError (`unknown-scheme`) that lists the schemes known to this program.
[[nodiscard]] const Registration& find_dialect(std::string_view scheme);
[[nodiscard]] std::vector<std::string> known_schemes();

}  // namespace azoth::dialects
