// SPDX-License-Identifier: MIT
#include "support.hpp"

#include <thread>

namespace {

using namespace azoth;
using namespace azoth::test::books;

TEST_CASE("another thread cancels a query, and the connection lives") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = create_engine(server);
    Connection connection = engine.connect();
    (void)connection.execute(text("select 1")).all();
    std::thread canceller{[&] {
        // A cancel that comes before the query has started cancels nothing.
        Connection observer = engine.connect();
        const auto running = text(
                                 "select count(*) from pg_stat_activity where state = 'active' "
                                 "and query = 'select pg_sleep(30) -- to be cancelled'")
                                 .columns<std::int64_t>();
        while (observer.execute(running).scalar_one() == 0) {
            observer.rollback();  // the next look sees the server anew
        }
        connection.cancel();
    }};

    std::string state;
    try {
        (void)connection.execute(text("select pg_sleep(30) -- to be cancelled")).all();
    } catch (const DatabaseError& error) {
        state = error.sqlstate();
    }
    canceller.join();

    CHECK(state == "57014");
    connection.rollback();
    CHECK(connection.execute(text("select 1").columns<int>()).scalar_one() == 1);
}

}  // namespace
