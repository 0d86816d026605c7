// SPDX-License-Identifier: MIT
// The programs of the tutorial are tests too: what they say happens is checked.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string>

/// The programs run on every database: on SQLite unless the tests name another one.
inline std::string database_url(const char* otherwise = "sqlite://") {
    const char* url = std::getenv("AZOTH_TUTORIAL_URL");
    return url != nullptr ? url : otherwise;
}

inline bool is_on_sqlite() {
    return std::getenv("AZOTH_TUTORIAL_URL") == nullptr;
}

inline void check(bool is_true,
                  const std::source_location& where = std::source_location::current()) {
    if (!is_true) {
        std::fprintf(stderr,
                     "%s:%u: not as the tutorial says\n",
                     where.file_name(),
                     static_cast<unsigned>(where.line()));
        std::exit(1);
    }
}
