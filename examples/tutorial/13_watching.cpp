// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Listeners, counters and time limits.
#include "check.hpp"
#include "models.hpp"

#include <vector>

int main() {
    // [options]
    azoth::EngineOptions options{.connect_timeout_milliseconds = 5'000, .query_timeout_milliseconds = 2'000};
    options.pool.timeout_milliseconds = 1'000;  // PoolTimeoutError when no connection comes back in that time
    azoth::Engine engine = azoth::create_engine(database_url(), options);
    // [/options]
    Base.metadata.create_all(engine);

    std::vector<std::string> slow;
    // [listener]
    const std::size_t number = engine.add_listener([&](const azoth::StatementEvent& event) {
        if (event.nanoseconds > 50'000'000 || !event.error.empty()) {
            slow.emplace_back(event.sql);  // in the thread that ran it; it must not use the engine
        }
    });
    // [/listener]
    engine.begin([](azoth::Connection& c) { check(c.execute(azoth::select<User>()).all().empty()); });
    engine.remove_listener(number);

    // [counters]
    const azoth::EngineStatistics counted = engine.statistics();
    std::printf("%llu statements in %llu round trips, %llu compiled, %llu connections opened, %llu in use\n",
                static_cast<unsigned long long>(counted.statements), static_cast<unsigned long long>(counted.round_trips),
                static_cast<unsigned long long>(counted.compiled), static_cast<unsigned long long>(counted.connections),
                static_cast<unsigned long long>(counted.connections_in_use));
    // [/counters]
    check(counted.statements > 0 && counted.connections == 1 && counted.connections_in_use == 0);

    // [timeout]
    try {
        auto connection = engine.connect();
        connection.execute(azoth::text("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"));
    } catch (const azoth::QueryTimeout& error) {
        std::printf("%s\n", error.what());  // cancelled at the server; the connection is usable after a rollback
    }
    // [/timeout]
}
