// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Migrations inside a program: the revisions of versions/ are linked in.
#include "../check.hpp"

#include <azoth/core.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include <iostream>
#include <string_view>

namespace {

// [start]
// At start-up: a database that is behind the program is refused, with the commands to run.
bool is_ready(const azoth::Engine& engine) {
    try {
        azoth::migrate::require_head(engine);
        return true;
    } catch (const azoth::MigrationError& error) {
        std::cerr << error.what() << '\n';
        return false;
    }
}
// [/start]

std::int64_t count_users(const azoth::Engine& engine) {
    auto connection = engine.connect();
    return connection.execute(azoth::text("select count(*) from user_account").columns<std::int64_t>()).one();
}

}  // namespace

int main() {
    std::remove("app.db");
    azoth::Engine engine = azoth::create_engine(database_url("sqlite:///app.db"));
    check(!is_ready(engine));

    // [upgrade]
    azoth::migrate::RunReport report = azoth::migrate::upgrade(engine, "head");
    for (const std::string& id : report.revisions) {
        std::cout << "applied " << id << '\n';
    }
    // [/upgrade]
    check(report.revisions == std::vector<std::string>{"1975ea83b712", "ae1027a6b32a", "c0a81e5d2f43"});
    check(is_ready(engine));
    check(azoth::migrate::upgrade(engine, "head").revisions.empty());

    engine.begin([](azoth::Connection& c) { c.execute(azoth::text("insert into user_account (name) values ('ann')")); });
    azoth::migrate::downgrade(engine, "-2");
    check(!is_ready(engine));
    check(count_users(engine) == 1);
    azoth::migrate::upgrade(engine, "ae10");
    check(azoth::migrate::current(engine) == std::vector<std::string>{"ae1027a6b32a"});
    azoth::migrate::upgrade(engine, "head");
    auto connection = engine.connect();
    const auto country = azoth::text("select country from user_account").columns<std::string>();
    check(connection.execute(country).one() == "DE");
}
