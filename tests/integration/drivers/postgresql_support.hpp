// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "drivers/libpq/driver.hpp"
#include "integration/server.hpp"

#include <stdexcept>

namespace test_support {

/// Options for the server of the test run. Without one the test fails: nothing is skipped silently.
inline azoth::drivers::ConnectOptions postgresql_options() {
    return {.url = azoth::Url::parse(azoth::test::required_server_url())};
}

inline std::unique_ptr<azoth::drivers::Connection> connect_postgresql() {
    return azoth::drivers::libpq::driver().connect(postgresql_options());
}

/// The error that the call throws; fails when it throws another one or none.
template <class ExpectedError, class Call>
ExpectedError caught(Call&& call) {
    try {
        call();
    } catch (const ExpectedError& error) {
        return error;
    }
    throw std::runtime_error{"nothing was thrown"};
}

}  // namespace test_support
