// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// The PostgreSQL server beside which the tests run: `tools/with_postgres` and `./dev test` start
/// one and name it in AZOTH_TEST_POSTGRESQL_URL.
namespace azoth::test {

/// Its URL; empty without one. Then the present test case says that its part on PostgreSQL is not
/// run, and the end of the run says how many did. Where AZOTH_TEST_SERVER_REQUIRED is set it fails.
[[nodiscard]] std::string server_url();

/// The same for test cases that are about PostgreSQL only: without a server they fail.
[[nodiscard]] std::string required_server_url();

}  // namespace azoth::test
