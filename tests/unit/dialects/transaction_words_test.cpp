// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"
#include "dialects/sqlite/dialect.hpp"

#include <doctest/doctest.h>

using azoth::dialects::Access;
using azoth::dialects::Dialect;
using azoth::dialects::Isolation;

TEST_CASE("a transaction that writes takes its turn on SQLite when it begins") {
    const Dialect& sqlite = azoth::dialects::sqlite::dialect();

    CHECK(sqlite.begin(Isolation::Default, Access::Default) == "BEGIN");
    CHECK(sqlite.begin(Isolation::Default, Access::ReadWrite) == "BEGIN IMMEDIATE");
    CHECK(sqlite.begin(Isolation::Serializable, Access::Default) == "BEGIN IMMEDIATE");
    CHECK(sqlite.begin(Isolation::Serializable, Access::ReadOnly) ==
          "BEGIN; PRAGMA query_only = ON");
    CHECK(sqlite.after_transaction(Access::ReadOnly) == "PRAGMA query_only = OFF");
    CHECK(sqlite.after_transaction(Access::ReadWrite).empty());
}

TEST_CASE("a transaction on PostgreSQL says its isolation and whether it writes") {
    const Dialect& postgresql = azoth::dialects::postgresql::dialect();

    CHECK(postgresql.begin(Isolation::Default, Access::Default) == "BEGIN");
    CHECK(postgresql.begin(Isolation::Default, Access::ReadWrite) == "BEGIN");
    CHECK(postgresql.begin(Isolation::Serializable, Access::ReadOnly) ==
          "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");
    CHECK(postgresql.after_transaction(Access::ReadOnly).empty());
}

TEST_CASE("the other words for transactions are the dialect's too") {
    const Dialect& sqlite = azoth::dialects::sqlite::dialect();

    CHECK(sqlite.commit() == "COMMIT");
    CHECK(sqlite.rollback() == "ROLLBACK");
    CHECK(sqlite.savepoint("azoth_2") == "SAVEPOINT azoth_2");
    CHECK(sqlite.release_savepoint("azoth_2") == "RELEASE SAVEPOINT azoth_2");
    CHECK(sqlite.rollback_to_savepoint("azoth_2") == "ROLLBACK TO SAVEPOINT azoth_2");
}
