// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Engines, tables, transactions, SQL as text.
#include "check.hpp"
#include "models.hpp"

int main() {
    std::remove("app.db");
    // [create]
    azoth::Engine engine = azoth::create_engine("sqlite:///app.db", {.echo = true});
    Base.metadata.create_all(engine);  // skips tables that exist; drop_all takes them away
    // [/create]

    engine.begin([&](azoth::Connection& c) { c.execute(azoth::text("create table t (id integer primary key, x integer)")); });
    // [begin]
    engine.begin([&](azoth::Connection& c) {  // commits, or rolls back on an exception
        c.execute(azoth::text("insert into t (id, x) values (:id, 1)"), {{"id", 5}});
        c.execute(azoth::text("update t set x = x + 1 where id = :id"), {{"id", 5}});
    });
    auto connection = engine.connect();      // from the pool, returned at scope end
    auto transaction = connection.begin();   // rolls back unless committed; nested = savepoint
    {
        auto savepoint = connection.begin();
        connection.execute(azoth::text("delete from t"));
    }  // the savepoint was not committed: the row is back
    const std::int64_t x = connection.execute(azoth::text("select x from t").columns<std::int64_t>()).one();
    transaction.commit();
    // [/begin]
    check(x == 2);
}
