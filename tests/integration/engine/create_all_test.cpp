// SPDX-License-Identifier: MIT
#include <azoth/core.hpp>
#include <azoth/testing/sql_recorder.hpp>

#include "integration/migrate/databases.hpp"

// Tables that refer to each other and to themselves, created and dropped with rows in them.
using namespace azoth;

namespace {

using test::add_table;

/// A team has a boss, who is of a team.
MetaData cycle() {
    MetaData models;
    add_table(models,
              "boss",
              column("id", Integer(), primary_key),
              column("team", Integer(), not_null, foreign_key("team.id")));
    add_table(models,
              "team",
              column("id", Integer(), primary_key),
              column("boss", Integer(), foreign_key("boss.id")));
    return models;
}

/// A parent whose child is not in the metadata.
MetaData parent_of(OnDelete on_delete, const Engine& engine) {
    MetaData all;
    add_table(all, "parent", column("id", Integer(), primary_key));
    add_table(all,
              "child",
              column("id", Integer(), primary_key),
              column("parent", Integer(), foreign_key("parent.id", on_delete)));
    engine.begin([&](Connection& connection) { all.create_all(connection); });
    test::run(engine, "insert into parent (id) values (1)");
    test::run(engine, "insert into child (id, parent) values (10, 1)");
    all.remove("child");
    return all;
}

bool is_sqlite(const Engine& engine) {
    return engine.dialect().name() == "sqlite";
}

/// The statements that `work` sends, one a line, without those that look at the catalogue.
template <class Work>
std::string definitions(const Engine& engine, Work&& work) {
    const testing::SqlRecorder recorder{engine};
    work();
    std::string sent;
    for (const std::string& line : recorder.lines()) {
        if (!line.starts_with("SELECT")) {
            (sent += line) += '\n';
        }
    }
    return sent;
}

}  // namespace

TEST_CASE("create_all and drop_all send definitions in foreign-key order, in one transaction") {
    test::on_each_database([](Engine engine) {
        const MetaData models = cycle();

        const std::string created = definitions(engine, [&] { models.create_all(engine); });
        const std::string dropped = definitions(engine, [&] { models.drop_all(engine); });

        if (is_sqlite(engine)) {
            CHECK(created == R"(BEGIN IMMEDIATE
CREATE TABLE boss (
    id INTEGER NOT NULL,
    team INTEGER NOT NULL,
    CONSTRAINT pk_boss PRIMARY KEY (id),
    CONSTRAINT fk_boss_team_team FOREIGN KEY(team) REFERENCES team (id)
)
CREATE TABLE team (
    id INTEGER NOT NULL,
    boss INTEGER,
    CONSTRAINT pk_team PRIMARY KEY (id),
    CONSTRAINT fk_team_boss_boss FOREIGN KEY(boss) REFERENCES boss (id)
)
COMMIT
)");
            CHECK(dropped == R"(PRAGMA foreign_keys = OFF
BEGIN IMMEDIATE
DROP TABLE team
DROP TABLE boss
COMMIT
PRAGMA legacy_alter_table = OFF
PRAGMA foreign_keys = ON
)");
        } else {
            CHECK(created == R"(BEGIN
CREATE TABLE boss (
    id INTEGER NOT NULL,
    team INTEGER NOT NULL,
    CONSTRAINT pk_boss PRIMARY KEY (id)
)
CREATE TABLE team (
    id INTEGER NOT NULL,
    boss INTEGER,
    CONSTRAINT pk_team PRIMARY KEY (id),
    CONSTRAINT fk_team_boss_boss FOREIGN KEY(boss) REFERENCES boss (id)
)
ALTER TABLE boss ADD CONSTRAINT fk_boss_team_team FOREIGN KEY(team) REFERENCES team (id)
COMMIT
)");
            CHECK(dropped == R"(BEGIN
ALTER TABLE boss DROP CONSTRAINT fk_boss_team_team
DROP TABLE team
DROP TABLE boss
COMMIT
)");
        }
    });
}

/// Rows of the cycle that refer to each other.
void fill_cycle(const Engine& engine) {
    test::run(engine, "insert into team (id) values (5)");
    test::run(engine, "insert into boss (id, team) values (1, 5)");
    test::run(engine, "update team set boss = 1");
}

TEST_CASE("drop_all drops tables that refer to each other, with rows in them") {
    test::on_each_database([](Engine engine) {
        const MetaData models = cycle();

        models.create_all(engine);
        fill_cycle(engine);
        models.drop_all(engine);
        CHECK(test::tables(engine).empty());

        models.create_all(engine);
        fill_cycle(engine);
        engine.begin([&](Connection& connection) { models.drop_all(connection); });
        CHECK(test::tables(engine).empty());
    });
}

// SQLite empties a table before it drops it, and would set the column of the row that is left to
// NULL.
TEST_CASE("drop_all drops a table whose rows refer to each other and would be set to NULL") {
    test::on_each_database([](Engine engine) {
        MetaData models;
        add_table(models,
                  "node",
                  column("id", Integer(), primary_key),
                  column("parent", Integer(), not_null, foreign_key("node.id", OnDelete::SetNull)));
        models.create_all(engine);
        test::run(engine, "insert into node (id, parent) values (1, 1)");
        test::run(engine, "insert into node (id, parent) values (2, 1)");

        if (is_sqlite(engine)) {
            Connection connection = engine.connect();
            CHECK_THROWS_WITH_AS(
                models.drop_all(connection),
                "cannot execute \"DROP TABLE node\": NOT NULL constraint failed: node.parent; give "
                "the column a value or a default; inside a transaction the rows of a table are "
                "deleted before it is dropped, with references watched over: call drop_all with "
                "the engine instead of a connection",
                IntegrityError);
        }
        models.drop_all(engine);

        CHECK(test::tables(engine).empty());
    });
}

TEST_CASE("drop_all changes no row of a table that it does not know") {
    test::on_each_database([](Engine engine) {
        const MetaData models = parent_of(OnDelete::Cascade, engine);

        if (is_sqlite(engine)) {
            CHECK_THROWS_WITH_AS(
                models.drop_all(engine),
                "cannot drop the tables: rows of other tables refer to theirs (1 in all; table, "
                "row, referred table, key of the first: 'child', 10, 'parent', 0); delete those "
                "rows first, or drop their table too",
                IntegrityError);
        } else {
            CHECK_THROWS_AS(models.drop_all(engine), DatabaseError);
        }

        CHECK(test::read(engine, "select id, parent from child") == test::Rows{{"10", "1"}});
        CHECK(test::has_table(engine, "parent"));
    });
}

TEST_CASE("after drop_all, and after one that failed, references are watched over again") {
    test::on_each_database([](Engine engine) {
        const MetaData models = parent_of(OnDelete::Restrict, engine);
        CHECK_THROWS_AS(models.drop_all(engine), DatabaseError);
        CHECK_THROWS_AS(test::run(engine, "insert into child (id, parent) values (11, 7)"),
                        IntegrityError);
        test::run(engine, "delete from child");

        if (is_sqlite(engine)) {
            models.drop_all(engine);
            models.create_all(engine);
        }

        CHECK_THROWS_AS(test::run(engine, "insert into child (id, parent) values (11, 7)"),
                        IntegrityError);
    });
}

TEST_CASE("more tables than a transaction can lock are dropped in portions") {
    if (test::server_url().empty()) {
        return;
    }
    const test::TemporaryDatabase database;
    Engine engine = database.engine();
    MetaData models;
    constexpr int tables = 400;
    for (int number = 0; number < tables; ++number) {
        add_table(models, "t" + std::to_string(number), column("a", Integer()));
    }
    models.create_all(engine);
    Connection hoarder = engine.connect();
    hoarder.set_autocommit(true);
    // One lock after the other until there are no more, then room for a portion.
    hoarder.run_script(
        "do $$ begin for i in 1..1000000 loop perform pg_advisory_lock(i); end loop; exception "
        "when out_of_memory then null; end $$");
    const auto held = hoarder.query(
        "select pg_advisory_unlock(objid::bigint) from (select objid from pg_locks where locktype "
        "= 'advisory' and pid = pg_backend_pid() limit 700) held");
    CHECK(held.size() == 700);

    models.drop_all(engine);

    hoarder.run_script("select pg_advisory_unlock_all()");
    CHECK(test::tables(engine).empty());
}
