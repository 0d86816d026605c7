// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/model_change.hpp"

// What autogenerate finds, kind by kind, with rows in the tables: there, empty, and back.
using namespace azoth;
using namespace azoth::migrate;
using test::add_table;
using test::Change;
using test::described;
using test::is_sqlite;
using test::Lines;

namespace {

MetaData with_mood(const SqlType& mood) {
    MetaData metadata;
    add_table(metadata,
              "person",
              column("id", Integer(), primary_key),
              column("mood", mood, not_null, server_default("'calm'")));
    return metadata;
}

}  // namespace

TEST_CASE("labels are added to an enumeration, and taken away again") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_mood(Enum("mood", {"calm", "glad"}));
        const MetaData second = with_mood(Enum("mood", {"angry", "calm", "glad", "it's"}));
        Change change{engine, first, {"insert into person (id, mood) values (1, 'glad')"}};

        const auto steps = change.up(second);

        CHECK(steps.proof.state == ProofState::Proven);
        test::run(engine, "insert into person (id, mood) values (2, 'it''s')");
        CHECK_THROWS_AS(test::run(engine, "insert into person (id, mood) values (3, 'sad')"),
                        DatabaseError);
        test::run(engine, "delete from person where id = 2");
        change.down(steps);
        CHECK(test::read(engine, "select mood from person") == test::Rows{{"glad"}});
    });
}

TEST_CASE("the type of an enumeration goes with the last table that has it, and comes back") {
    test::on_each_database([](const Engine& engine) {
        const MetaData first = with_mood(Enum("mood", {"calm", "glad"}));
        MetaData second;
        add_table(second, "thing", column("id", Integer(), primary_key));
        Change change{engine, first, {"insert into person (id) values (1)"}};
        const auto types = [&] {
            return is_sqlite(engine)
                       ? test::Rows{}
                       : test::read(engine, "select typname from pg_type where typtype = 'e'");
        };

        const auto steps = change.up(second);

        CHECK(types().empty());
        change.down(steps);
        CHECK(types().size() == (is_sqlite(engine) ? 0U : 1U));
        test::run(engine, "insert into person (id, mood) values (1, 'glad')");
    });
}

TEST_CASE("tables that refer to each other are made and dropped, with rows in them") {
    test::on_each_database([](const Engine& engine) {
        MetaData first;
        add_table(first, "thing", column("id", Integer(), primary_key));
        MetaData second;
        add_table(second, "thing", column("id", Integer(), primary_key));
        add_table(second,
                  "boss",
                  column("id", Integer(), primary_key),
                  column("team", Integer(), foreign_key("team.id")));
        add_table(second,
                  "team",
                  column("id", Integer(), primary_key),
                  column("boss", Integer(), foreign_key("boss.id", OnDelete::Cascade)),
                  column("above", Integer(), foreign_key("team.id")));
        Change change{engine, first, {}};

        const auto steps = change.up(second);

        CHECK(steps.proof.state == ProofState::Proven);
        test::run(engine, "insert into boss (id) values (1)");
        test::run(engine, "insert into team (id, boss, above) values (5, 1, 5)");
        test::run(engine, "update boss set team = 5");
        CHECK_THROWS_AS(test::run(engine, "update boss set team = 6"), IntegrityError);
        change.down(steps);
        CHECK_FALSE(test::has_table(engine, "boss"));
    });
}

// PostgreSQL spells these otherwise each time it is told its own spelling, up to the second time.
TEST_CASE("expressions that a server spells anew are no difference, however they came there") {
    test::on_each_database([](Engine engine) {
        const auto models = [](const schema::ColumnElement& more) {
            MetaData metadata;
            add_table(
                metadata,
                "parcel",
                column("id", Integer(), primary_key),
                column("state", String(8), not_null, server_default("'open'")),
                column("note", String(20)),
                more,
                check_constraint("ck_parcel_state", "state IN ('open', 'paid', 'sent')"),
                check_constraint("ck_parcel_note", "note NOT IN ('', ' ') AND note LIKE 'a%'"),
                index("ix_parcel_note", {"note"}, where("state IN ('open', 'paid')")));
            return metadata;
        };
        const MetaData first = models(column("size", Integer()));
        const MetaData second = models(column("weight", Integer(), server_default("1 + 1")));
        first.create_all(engine);
        CHECK(described(autogenerate(engine, first, RevisionGraph{}).upgrade).empty());
        first.drop_all(engine);
        Change change{engine, first, {"insert into parcel (id, note) values (1, 'abc')"}};

        const auto steps = change.up(second);

        CHECK(steps.proof.state == ProofState::Proven);
        CHECK(described(steps.upgrade) ==
              Lines{"add column \"parcel.weight\"", "drop column \"parcel.size\""});
        change.down(steps);
    });
}

TEST_CASE("a table that refers to one that is not compared is proven with that one beside it") {
    test::on_each_database([](const Engine& engine) {
        test::run(engine, "create table region (id integer primary key)");
        test::run(engine,
                  "create table audit (id integer primary key, region integer references region "
                  "(id))");
        test::run(engine,
                  "create table person (id integer primary key, audit integer, constraint fk_audit "
                  "foreign key (audit) references audit (id))");
        test::run(engine, "insert into audit (id) values (1)");
        test::run(engine, "insert into person (id, audit) values (7, 1)");
        MetaData models;
        add_table(models, "person", column("id", Integer(), primary_key), column("note", Text()));
        const AutogenerateOptions options{.filter = {.include = {"person"}},
                                          .no_renames = {"person.audit=person.note"}};

        const auto steps = autogenerate(engine, models, RevisionGraph{}, options);
        run_steps(engine, steps.upgrade);

        CHECK(steps.proof.state == ProofState::Proven);
        CHECK(described(autogenerate(engine, models, RevisionGraph{}, options).upgrade).empty());
        run_steps(engine, steps.downgrade);
        CHECK(test::read(engine, "select id, audit from person") == test::Rows{{"7", "NULL"}});
        CHECK_THROWS_AS(test::run(engine, "update person set audit = 2"), IntegrityError);
    });
}

TEST_CASE("checks come, change and go") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const std::vector<schema::CheckConstraint>& checks) {
            MetaData metadata;
            schema::Table table{.name = "person"};
            schema::append(table, column("id", Integer(), primary_key));
            schema::append(table, column("age", Integer()));
            table.checks = checks;
            metadata.add(std::move(table));
            return metadata;
        };
        const MetaData first = models({{"ck_age", "age > 0"}, {"ck_gone", "id > 0"}});
        const MetaData second =
            models({{"ck_age", "age > 1 AND age < 200"}, {"ck_new", "id <> 7"}});
        Change change{engine, first, {"insert into person (id, age) values (1, 2)"}};

        const auto steps = change.up(second);

        CHECK(described(steps.upgrade) == Lines{"drop check constraint \"ck_age\" of \"person\"",
                                                "drop check constraint \"ck_gone\" of \"person\"",
                                                "add check constraint \"ck_age\" to \"person\"",
                                                "add check constraint \"ck_new\" to \"person\""});
        CHECK_THROWS_AS(test::run(engine, "insert into person (id, age) values (7, 2)"),
                        IntegrityError);
        change.down(steps);
        CHECK(test::read(engine, "select age from person") == test::Rows{{"2"}});
    });
}

TEST_CASE("the expression of a generated column changes: it is made anew, and what rests on it") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const std::string& expression) {
            MetaData metadata;
            schema::Table table{.name = "person"};
            schema::append(table, column("id", Integer(), primary_key));
            schema::append(table, column("age", Integer()));
            schema::append(table, column("twice", Integer()));
            table.columns.back().computed = expression;
            table.columns.back().generated = schema::Generated::Stored;
            schema::append(table, index("ix_twice", {"twice"}));
            metadata.add(std::move(table));
            return metadata;
        };
        const MetaData first = models("age * 2");
        const MetaData second = models("age * 3");
        Change change{engine, first, {"insert into person (id, age) values (1, 2)"}};

        const auto steps = change.up(second);

        CHECK(test::read(engine, "select twice from person") == test::Rows{{"6"}});
        change.down(steps);
        CHECK(test::read(engine, "select twice from person") == test::Rows{{"4"}});
    });
}

TEST_CASE("a column that becomes a generated one loses what it held, which is said") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](bool is_generated) {
            MetaData metadata;
            schema::Table table{.name = "person"};
            schema::append(table, column("id", Integer(), primary_key));
            schema::append(table, column("twice", Integer()));
            if (is_generated) {
                table.columns.back().computed = "id * 2";
                table.columns.back().generated = schema::Generated::Stored;
            }
            metadata.add(std::move(table));
            return metadata;
        };
        const MetaData first = models(false);
        Change change{engine, first, {"insert into person (id, twice) values (1, 99)"}};

        const auto steps = change.up(models(true));

        CHECK(steps.risks ==
              Lines{"column \"twice\" of table \"person\" is dropped with its values"});
        CHECK(test::read(engine, "select twice from person") == test::Rows{{"2"}});
        change.down(steps);
    });
}

TEST_CASE("comments come, change and go where the database keeps them") {
    test::on_each_database([](const Engine& engine) {
        const auto models = [](const std::string& of_table, const std::string& of_column) {
            MetaData metadata;
            schema::Table table{.name = "person", .comment = of_table};
            schema::append(table, column("id", Integer(), primary_key));
            table.columns.back().comment = of_column;
            metadata.add(std::move(table));
            return metadata;
        };
        const MetaData first = models("people", "");
        const MetaData second = models("it's people", "a number");
        Change change{engine, first, {}};

        const auto steps = change.up(second);

        CHECK(steps.upgrade.size() == (is_sqlite(engine) ? 0U : 2U));
        change.down(steps);
    });
}

namespace {

template <class... Columns>
MetaData strict_person(const Columns&... more) {
    MetaData metadata;
    schema::Table table{.name = "person", .options = {{"sqlite_strict", "true"}}};
    schema::append(table, column("id", Integer(), primary_key));
    schema::append(table, column("name", Text()));
    (schema::append(table, more), ...);
    metadata.add(std::move(table));
    return metadata;
}

}  // namespace

TEST_CASE("a column is added to a STRICT table, and the table stays STRICT") {
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    const MetaData first = strict_person();
    const MetaData second =
        strict_person(column("code", String(30)),
                      column("price", Numeric(10, 2)),
                      column("at", sql::DateTime()),
                      column("is_in", Boolean(), not_null, server_default("1")));
    Change change{engine, first, {"insert into person (id, name) values (1, 'Ann')"}};

    const auto steps = change.up(second);

    CHECK(steps.proof.state == ProofState::Proven);
    CHECK(test::read(engine, "select name, is_in from person") == test::Rows{{"Ann", "1"}});
    CHECK_THROWS_AS(test::run(engine, "insert into person (id, is_in) values (2, 'x')"),
                    DatabaseError);
    change.down(steps);
    CHECK(test::read(engine, "select * from person") == test::Rows{{"1", "Ann"}});
}
