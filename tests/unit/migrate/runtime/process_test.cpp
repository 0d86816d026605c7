// SPDX-License-Identifier: MIT
#include "migrate/runtime/process.hpp"

#include <doctest/doctest.h>

using namespace azoth::migrate;

TEST_CASE("this process is not gone, and nobody is gone who is elsewhere or unknown") {
    CHECK_FALSE(is_gone(this_process()));
    CHECK_FALSE(is_gone("ann@another-machine, process 1"));
    CHECK_FALSE(is_gone("ann"));
    CHECK_FALSE(is_gone(""));
}

TEST_CASE("a process of this machine that does not exist is gone") {
    const std::string own = this_process();
    const std::string nobody = own.substr(0, own.rfind(' ') + 1) + "4194305";

    CHECK(is_gone(nobody));
}

TEST_CASE("tokens differ") {
    CHECK(random_token() != random_token());
}
