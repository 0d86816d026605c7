// SPDX-License-Identifier: MIT
#include "by_hand_postgresql.hpp"
#include "harness.hpp"

namespace bench {

void measure_postgresql(const char* url) {
    heading("PostgreSQL over a unix socket, CPU time of client and server for one operation");
    const azoth::Engine engine = azoth::create_engine(url, {.pool = {.size = 1}});
    auto connection = engine.connect();
    const PostgresqlByHand by_hand{static_cast<PGconn*>(connection.driver().native_handle())};
    watch_server(by_hand.server_process());
    measure({.engine = engine, .connection = connection, .by_hand = by_hand, .rows_read = 200'000});
    watch_server(0);
}

}  // namespace bench
