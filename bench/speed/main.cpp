// SPDX-License-Identifier: MIT
// speed [sqlite] [postgresql]: azoth beside the same work by hand over the C client.
#include "measurements.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

int main(int argc, char** argv) {
    const auto wanted = [&](std::string_view name) {
        bool is_named = argc == 1;
        for (int i = 1; i < argc; ++i) {
            is_named = is_named || argv[i] == name;
        }
        return is_named;
    };
    try {
        if (wanted("sqlite")) {
            bench::measure_sqlite();
        }
        const char* url = std::getenv("AZOTH_TEST_POSTGRESQL_URL");
        if (wanted("postgresql") && url != nullptr) {
            bench::measure_postgresql(url);
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "speed: %s\n", error.what());
        return 1;
    }
}
