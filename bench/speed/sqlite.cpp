// SPDX-License-Identifier: MIT
#include "by_hand_sqlite.hpp"
#include "harness.hpp"
#include "measurements.hpp"

namespace bench {

void measure_sqlite() {
    heading("SQLite in memory, CPU time for one operation");
    const azoth::Engine engine = azoth::create_engine("sqlite://");
    auto anchor = engine.connect();
    const std::string name =
        sqlite3_db_filename(static_cast<sqlite3*>(anchor.driver().native_handle()), "main");
    const SqliteByHand by_hand{("file:" + name + "?vfs=memdb").c_str()};
    measure({.engine = engine,
             .connection = anchor,
             .by_hand = by_hand,
             .rows_read = 1'000'000,
             .is_embedded = true});
}

}  // namespace bench
