// SPDX-License-Identifier: MIT
#include <azoth/pool/pool.hpp>

#include "unit/pool/fake_connection.hpp"

#include <doctest/doctest.h>

using azoth::PoolOptions;
using azoth::pool::Pool;
using test_support::fake;
using test_support::FakeConnector;
using test_support::FakeLog;

namespace {

Pool make_pool(FakeLog& log, const PoolOptions& options) {
    return Pool{options, std::make_unique<FakeConnector>(log)};
}

}  // namespace

TEST_CASE("a connection that was given back is used again, with what is attached to it") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    pool.acquire()->attachment = std::make_shared<int>(7);

    auto lease = pool.acquire();

    CHECK(log.opened == 1);
    CHECK(*std::static_pointer_cast<int>(lease->attachment) == 7);
    CHECK(pool.status().checked_out == 1);
    lease.release();
    CHECK_FALSE(static_cast<bool>(lease));
    CHECK(pool.status().idle == 1);
}

TEST_CASE("a full pool says who is to blame after the timeout") {
    FakeLog log;
    Pool pool = make_pool(log, {.size = 1, .max_overflow = 1, .timeout_milliseconds = 1});
    const auto first = pool.acquire();
    const auto second = pool.acquire();

    CHECK_THROWS_WITH_AS(static_cast<void>(pool.acquire()),
                         "cannot get a connection from the pool: 2 of 2 (size 1, max_overflow 1) "
                         "are in use and none came back within 1 "
                         "ms; give connections back sooner (a session or a result that is kept "
                         "keeps one), or raise the pool's size or "
                         "max_overflow",
                         azoth::PoolTimeoutError);
    CHECK(pool.status().waiting == 0);
}

TEST_CASE("a pool of one connection says to give it back") {
    FakeLog log;
    Pool pool = make_pool(log, {.size = 1, .max_overflow = 0, .timeout_milliseconds = 0});
    const auto lease = pool.acquire();

    try {
        static_cast<void>(pool.acquire());
        FAIL("nothing was thrown");
    } catch (const azoth::PoolTimeoutError& error) {
        CHECK(error.code() == "pool-timeout");
        CHECK(error.message().ends_with("give the only connection back before asking for another"));
    }
}

TEST_CASE("a transaction that was left open is rolled back when the connection comes back") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    pool.acquire()->connection->run_script("BEGIN");
    CHECK(log.rollbacks == 1);
    static_cast<void>(pool.acquire());
    CHECK(log.rollbacks == 1);

    Pool careless = make_pool(log, {.reset = false});
    careless.acquire()->connection->run_script("BEGIN");
    CHECK(log.rollbacks == 1);
}

TEST_CASE("a connection whose rollback fails is closed") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    log.resets_fail = true;

    pool.acquire()->connection->run_script("BEGIN");

    CHECK(log.closed == 1);
    CHECK(pool.status().idle == 0);
}

TEST_CASE("a lost connection is closed when it comes back, and a new one is opened") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    {
        auto lease = pool.acquire();
        fake(lease).is_lost = true;
    }
    CHECK(log.closed == 1);

    static_cast<void>(pool.acquire());

    CHECK(log.opened == 2);
}

TEST_CASE("with pre_ping a dead connection is found before it is used") {
    FakeLog log;
    Pool pool = make_pool(log, {.pre_ping = true});
    static_cast<void>(pool.acquire());
    CHECK(log.pings == 0);
    log.pings_fail = true;

    auto lease = pool.acquire();

    CHECK(log.pings == 1);
    CHECK(log.opened == 2);
    CHECK(log.closed == 1);
    CHECK(fake(lease).is_usable());
}

TEST_CASE("without pre_ping nobody is asked") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    static_cast<void>(pool.acquire());
    static_cast<void>(pool.acquire());

    CHECK(log.pings == 0);
}

TEST_CASE("an invalidated connection is closed and the others stay") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    {
        auto first = pool.acquire();
        auto second = pool.acquire();
        first.invalidate();
    }

    CHECK(log.closed == 1);
    CHECK(pool.status().idle == 1);
}

TEST_CASE("when opening fails the error reaches the caller and the place is free again") {
    FakeLog log;
    Pool pool = make_pool(log, {.size = 1, .max_overflow = 0, .timeout_milliseconds = 0});
    log.server_is_down = true;
    CHECK_THROWS_AS(static_cast<void>(pool.acquire()), azoth::OperationalError);
    log.server_is_down = false;

    static_cast<void>(pool.acquire());

    CHECK(log.opened == 1);
}

TEST_CASE("when a dead connection cannot be replaced its place is free again") {
    FakeLog log;
    Pool pool =
        make_pool(log, {.size = 1, .max_overflow = 0, .timeout_milliseconds = 0, .pre_ping = true});
    static_cast<void>(pool.acquire());
    log.pings_fail = true;
    log.server_is_down = true;
    CHECK_THROWS_AS(static_cast<void>(pool.acquire()), azoth::OperationalError);
    log.server_is_down = false;

    static_cast<void>(pool.acquire());

    CHECK(log.closed == 1);
}

TEST_CASE("a disposed pool goes on with new connections, a closed one refuses") {
    FakeLog log;
    Pool pool = make_pool(log, {});
    static_cast<void>(pool.acquire());
    pool.dispose();
    CHECK(log.closed == 1);
    static_cast<void>(pool.acquire());

    pool.close();

    CHECK(log.closed == 2);
    try {
        static_cast<void>(pool.acquire());
        FAIL("nothing was thrown");
    } catch (const azoth::InvalidRequestError& error) {
        CHECK(error.code() == "pool-closed");
    }
}

TEST_CASE("a connection that is out when the pool goes is closed when it comes back") {
    FakeLog log;
    azoth::pool::Lease lease;
    {
        Pool pool = make_pool(log, {});
        lease = pool.acquire();
    }
    CHECK(log.closed == 0);

    lease.release();

    CHECK(log.closed == 1);
}
