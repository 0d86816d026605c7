// SPDX-License-Identifier: MIT
#include "by_hand_postgresql.hpp"
#include "harness.hpp"

namespace bench {

namespace {

int server_process(azoth::Connection& connection) {
    return PQbackendPID(static_cast<PGconn*>(connection.driver().native_handle()));
}

}  // namespace

void measure_postgresql(const char* url) {
    heading("PostgreSQL over a unix socket, CPU time of client and server for one operation");
    const azoth::Engine engine = azoth::create_engine(url);
    auto connection = engine.connect();
    const PostgresqlByHand by_hand{url};
    // Sessions take the pool's other connection, and give it back.
    watch_servers({by_hand.server_process(),
                   server_process(connection),
                   server_process(azoth::Session{engine}.connection())});
    measure({.engine = engine, .connection = connection, .by_hand = by_hand, .rows_read = 200'000});
    watch_servers({});
}

}  // namespace bench
