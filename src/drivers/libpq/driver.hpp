// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

namespace azoth::drivers::libpq {

/// The driver over PostgreSQL's client library; stateless, shared by threads, lives for ever.
///
/// Every wait goes through the Waiter of the ConnectOptions, except the look-up of host names,
/// which libpq does itself. Query options of the URL are libpq's own (`sslmode`, `host`, `options`,
/// …: see https://www.postgresql.org/docs/current/libpq-connect.html) and `prepare=off`, for
/// poolers that hand each transaction to another server: statements then have no names on the
/// server.
[[nodiscard]] Driver& driver() noexcept;

}  // namespace azoth::drivers::libpq
