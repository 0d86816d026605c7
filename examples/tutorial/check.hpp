// SPDX-License-Identifier: MIT
// The programs of the tutorial are tests too: what they say happens is checked.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string>
#include <vector>

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

/// A database in memory, and the server where the tests have one.
inline std::vector<std::string> databases() {
    std::vector<std::string> urls{"sqlite://"};
    if (const char* server = std::getenv("AZOTH_TEST_POSTGRESQL_URL")) {
        urls.emplace_back(server);
    }
    return urls;
}
