// SPDX-License-Identifier: MIT
#include "integration/dialects/live.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace test_support;
using Lines = std::vector<std::string>;

schema::Column column(std::string name, SqlType type) {
    return {.name = std::move(name), .type = std::move(type)};
}

/// As whoever runs a migration does it; gives the number of broken references that came in.
std::size_t rebuild(Live& live,
                    const ddl::TableName& table,
                    const std::vector<ddl::Statement>& changes) {
    const auto protocol = live.dialect().rebuild_protocol();
    live.run(protocol.before_transaction);
    live.run("BEGIN");
    std::size_t broken = 0;
    try {
        const auto before = live.rows(protocol.check).size();
        live.run(live.dialect().rebuild(live.query(), table, changes));
        broken = live.rows(protocol.check).size() - before;
        live.run("COMMIT");
    } catch (...) {
        live.run("ROLLBACK");
        live.run(protocol.after_transaction);
        throw;
    }
    live.run(protocol.after_transaction);
    return broken;
}

template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return "no error";
}

TEST_CASE(
    "a rebuild of a parent with cascading children keeps every row, trigger, view and collation") {
    Live live{"sqlite"};
    live.run(R"sql(
        CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR(30) COLLATE NOCASE, old TEXT,
            CHECK (length(name) > 0), CONSTRAINT uq_parent UNIQUE (name));
        CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE);
        CREATE TABLE log (line TEXT);
        CREATE INDEX ix_parent_old ON parent (lower(old)) WHERE old IS NOT NULL;
        CREATE TRIGGER parent_log AFTER UPDATE OF name ON parent BEGIN
            INSERT INTO log VALUES (OLD.name || '->' || NEW.name); END;
        CREATE TRIGGER child_log AFTER INSERT ON child BEGIN
            INSERT INTO log SELECT name FROM parent WHERE id = NEW.parent_id; END;
        CREATE VIEW named AS SELECT p.name, count(*) AS n FROM parent p JOIN child c ON c.parent_id = p.id GROUP BY 1;
        INSERT INTO parent VALUES (1, 'Ann', 'x'), (2, 'Bob', NULL);
        INSERT INTO child VALUES (1, 1), (2, 1), (3, 2);
        DELETE FROM log;)sql");

    const auto broken =
        rebuild(live,
                {"parent"},
                {ddl::AlterColumn{{"parent"}, column("old", Text()), column("old", String(5))},
                 ddl::AddColumn{{"parent"}, column("age", Integer())},
                 ddl::AddCheck{{"parent"}, {"ck_age", "age >= 0"}}});

    CHECK(broken == 0);
    CHECK(live.rows("PRAGMA foreign_keys") == Lines{"1"});
    CHECK(live.rows("PRAGMA legacy_alter_table") == Lines{"0"});
    CHECK(live.rows("SELECT * FROM parent") == Lines{"1|'Ann'|'x'|NULL", "2|'Bob'|NULL|NULL"});
    CHECK(live.rows("SELECT * FROM child") == Lines{"1|1", "2|1", "3|2"});
    CHECK(live.rows("SELECT * FROM named") == Lines{"'Ann'|2", "'Bob'|1"});
    CHECK(live.rows("SELECT id FROM parent WHERE name = 'ANN'") == Lines{"1"});
    live.run("UPDATE parent SET name = 'Eve' WHERE id = 2; INSERT INTO child VALUES (4, 2)");
    CHECK(live.rows("SELECT line FROM log") == Lines{"'Bob->Eve'", "'Eve'"});
    CHECK_THROWS_AS(live.run("INSERT INTO parent (name) VALUES ('')"), IntegrityError);
    CHECK_THROWS_AS(live.run("INSERT INTO parent (name, age) VALUES ('z', -1)"), IntegrityError);
    CHECK_THROWS_AS(live.run("INSERT INTO child VALUES (5, 99)"), IntegrityError);
    CHECK(live.table("parent").indexes.size() == 1);
    live.run("DELETE FROM parent WHERE id = 1");
    CHECK(live.rows("SELECT id FROM child") == Lines{"3", "4"});
}

TEST_CASE("the rebuild is refused while foreign keys are enforced") {
    Live live{"sqlite"};
    live.run("CREATE TABLE t (a)");

    CHECK(code_of([&] {
              (void)live.dialect().rebuild(
                  live.query(), {"t"}, std::vector<ddl::Statement>{ddl::DropColumn{{"t"}, "a"}});
          }) == "foreign-keys-enforced");
}

TEST_CASE(
    "STRICT, WITHOUT ROWID, generated columns and column constraints stay as they were written") {
    Live live{"sqlite"};
    live.run(R"sql(CREATE TABLE t (
        a TEXT NOT NULL ON CONFLICT IGNORE COLLATE rtrim, -- a note, with comma
        b INT CHECK (b > 0), c INT GENERATED ALWAYS AS (b * 2) STORED, d INT AS (b + 1),
        "e f" REAL DEFAULT (1.5), PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
        INSERT INTO t (a, b) VALUES ('x', 1), ('y', 2);)sql");

    rebuild(live, {"t"}, {ddl::AddUnique{{"t"}, {"uq_t", {"b"}}}});

    CHECK(live.rows("SELECT * FROM t") == Lines{"'x'|1|2|2|1.5", "'y'|2|4|3|1.5"});
    CHECK(live.rows("SELECT sql FROM sqlite_schema WHERE name = 't'") ==
          Lines{"'CREATE TABLE \"t\" (\n"
                "    a TEXT NOT NULL ON CONFLICT IGNORE COLLATE rtrim,\n"
                "    b INT CHECK (b > 0),\n"
                "    c INT GENERATED ALWAYS AS (b * 2) STORED,\n"
                "    d INT AS (b + 1),\n"
                "    \"e f\" REAL DEFAULT (1.5),\n"
                "    PRIMARY KEY (a, b),\n"
                "    CONSTRAINT uq_t UNIQUE (b)\n"
                ") WITHOUT ROWID, STRICT'"});
}

TEST_CASE("numbers of deleted rows are not given again, and rows without key keep theirs") {
    Live live{"sqlite"};
    live.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t (a) VALUES (1), "
        "(2), (3)");
    live.run(
        "DELETE FROM t WHERE id > 1; CREATE TABLE free (a); INSERT INTO free VALUES (1), (2), (3)");
    live.run("DELETE FROM free WHERE a = 1");

    rebuild(live, {"t"}, {ddl::AddCheck{{"t"}, {"ck", "a > 0"}}});
    rebuild(live, {"free"}, {ddl::AddCheck{{"free"}, {"ck", "a > 0"}}});

    live.run("INSERT INTO t (a) VALUES (4)");
    CHECK(live.rows("SELECT id, a FROM t") == Lines{"1|1", "4|4"});
    CHECK(live.rows("SELECT name, seq FROM sqlite_sequence") == Lines{"'t'|4"});
    CHECK(live.rows("SELECT rowid, a FROM free") == Lines{"2|2", "3|3"});
}

TEST_CASE("renames among the changes reach triggers, views, indexes and keys of other tables") {
    Live live{"sqlite"};
    live.run(R"sql(
        CREATE TABLE parent (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
        CREATE TABLE child (pid INTEGER REFERENCES parent (id));
        CREATE INDEX ix ON parent (a, b);
        CREATE TRIGGER tr AFTER UPDATE OF a ON parent BEGIN UPDATE child SET pid = NEW.id WHERE NEW.a = 'x'; END;
        CREATE VIEW v AS SELECT a AS title FROM parent;
        INSERT INTO parent VALUES (1, '12', 'b'); INSERT INTO child VALUES (1);)sql");

    rebuild(live,
            {"parent"},
            {ddl::RenameColumn{{"parent"}, "a", "z"},
             ddl::AlterColumn{{"parent"}, column("z", Text()), column("z", Integer())},
             ddl::RenameColumn{{"parent"}, "id", "key"},
             ddl::DropIndex{{"parent"}, "ix"},
             ddl::DropColumn{{"parent"}, "b"},
             ddl::RenameTable{{"parent"}, "mother"},
             ddl::AddCheck{{"mother"}, {"ck", "z > 0"}}});

    CHECK(live.rows("SELECT key, z, typeof(z) FROM mother") == Lines{"1|12|'integer'"});
    CHECK(live.rows("SELECT title FROM v") == Lines{"12"});
    CHECK(live.table("child").foreign_keys[0].referred_table == "mother");
    CHECK(live.table("child").foreign_keys[0].referred_columns == Lines{"key"});
    CHECK(live.table("mother").checks[0].name == "ck");
    CHECK(live.table("mother").indexes.empty());
    live.run("UPDATE mother SET z = 5");
}

TEST_CASE("a column nothing mentions is dropped in place, any other by a rebuild") {
    Live live{"sqlite"};
    live.run(
        "CREATE TABLE t (a INTEGER NOT NULL DEFAULT 1, b TEXT COLLATE NOCASE, c, UNIQUE (c)); "
        "PRAGMA foreign_keys = OFF");
    const std::vector<ddl::Statement> free{ddl::DropColumn{{"t"}, "b"}};
    const std::vector<ddl::Statement> in_use{
        ddl::DropConstraint{.table = {"t"}, .kind = ddl::ConstraintKind::Unique, .columns = {"c"}},
        ddl::DropColumn{{"t"}, "c"}};

    CHECK(live.dialect().rebuild(live.query(), {"t"}, free) ==
          Lines{"ALTER TABLE t DROP COLUMN b"});
    CHECK(live.dialect()
              .rebuild(live.query(), {"t"}, in_use)
              .front()
              .starts_with("CREATE TABLE _azoth_new_t"));
    live.run("CREATE VIEW v AS SELECT b FROM t");
    CHECK_THROWS_WITH_AS(
        (void)live.dialect().rebuild(live.query(), {"t"}, free),
        R"(cannot drop column "b" of table "t": the view "v" uses it; drop or change the view first)",
        ArgumentError);
}

TEST_CASE("a column that a view or a trigger uses is not dropped, and all stays as it was") {
    Live live{"sqlite"};
    live.run(
        R"sql(CREATE TABLE t (a, b, UNIQUE (b)); INSERT INTO t VALUES (1, 2); CREATE VIEW v AS SELECT b FROM t;
        CREATE TABLE u (a, b); CREATE TRIGGER tr AFTER UPDATE ON u BEGIN UPDATE u SET a = NEW.b; END)sql");

    CHECK_THROWS_WITH_AS(
        rebuild(live,
                {"t"},
                {ddl::DropConstraint{
                     .table = {"t"}, .kind = ddl::ConstraintKind::Unique, .columns = {"b"}},
                 ddl::DropColumn{{"t"}, "b"}}),
        R"(cannot drop column "b" of table "t": the view "v" uses it; drop or change the view first)",
        ArgumentError);
    CHECK(code_of([&] { rebuild(live, {"u"}, {ddl::DropColumn{{"u"}, "b"}}); }) == "column-in-use");

    CHECK(live.rows("SELECT * FROM v") == Lines{"2"});
    CHECK(live.rows("SELECT * FROM t") == Lines{"1|2"});
    CHECK(live.rows("PRAGMA legacy_alter_table") == Lines{"0"});
}

TEST_CASE("rows that do not fit the new table fail the copy, and all stays as it was") {
    Live live{"sqlite"};
    live.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (NULL)");
    auto required = column("a", Integer());
    required.nullable = false;

    CHECK_THROWS_AS(
        rebuild(live, {"t"}, {ddl::AlterColumn{{"t"}, column("a", Integer()), required}}),
        IntegrityError);

    CHECK(live.rows("SELECT a FROM t") == Lines{"1", "NULL"});
    CHECK(live.rows("SELECT count(*) FROM sqlite_schema") == Lines{"1"});
}

TEST_CASE("values are converted where nothing is lost") {
    Live live{"sqlite"};
    live.run("CREATE TABLE t (a TEXT, b FLOAT, c INTEGER, d BLOB, e INTEGER)");
    live.run("INSERT INTO t VALUES ('12', 2.6, 7, x'6162', 5), ('no number', NULL, NULL, NULL, 6)");

    rebuild(live,
            {"t"},
            {ddl::AlterColumn{{"t"}, column("a", Text()), column("a", Integer())},
             ddl::AlterColumn{{"t"}, column("b", Float()), column("b", Integer())},
             ddl::AlterColumn{{"t"}, column("c", Integer()), column("c", Text())},
             ddl::AlterColumn{{"t"}, column("d", LargeBinary()), column("d", Text())},
             ddl::AlterColumn{{"t"}, column("e", Integer()), column("e", Integer()), "e * 10"}});

    CHECK(live.rows("SELECT * FROM t") ==
          Lines{"12|3|'7'|'ab'|50", "'no number'|NULL|NULL|NULL|60"});
}

TEST_CASE("defaults, nullability, keys and names of constraints change") {
    Live live{"sqlite"};
    live.run(R"sql(CREATE TABLE other (id INTEGER PRIMARY KEY);
        CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY, a INTEGER NOT NULL DEFAULT 1,
            b INTEGER CONSTRAINT fk REFERENCES other (id), UNIQUE (a), CHECK (a <> 7), CONSTRAINT ck CHECK (b > 0));
        CREATE INDEX ix ON t (a); CREATE UNIQUE INDEX iy ON t (b);
        INSERT INTO other VALUES (1); INSERT INTO t VALUES (1, 2, 1);)sql");
    auto before = column("a", Integer());
    before.nullable = false;
    before.server_default = "1";
    auto after = column("a", Integer());
    after.server_default = "abs(-3)";

    rebuild(
        live,
        {"t"},
        {ddl::AlterColumn{{"t"}, before, after},
         ddl::DropConstraint{.table = {"t"}, .kind = ddl::ConstraintKind::Unique, .columns = {"a"}},
         ddl::DropConstraint{
             .table = {"t"}, .kind = ddl::ConstraintKind::Check, .expression = "a <> 7"},
         ddl::DropConstraint{{"t"}, "pk", ddl::ConstraintKind::PrimaryKey, {}, {}},
         ddl::AddPrimaryKey{{"t"}, {"pk_new", {"a", "b"}}},
         ddl::RenameConstraint{{"t"}, "fk", "fk_new"},
         ddl::RenameIndex{{"t"}, "ix", "iz"},
         ddl::DropIndex{{"t"}, "iy"},
         ddl::CreateIndex{{"t"}, {.name = "iw", .elements = {{.column = "id"}}}}});

    const auto table = live.table("t");
    CHECK(table.primary_key == schema::PrimaryKey{"pk_new", {"a", "b"}});
    CHECK(table.find_column("a")->server_default == "abs(-3)");
    CHECK_FALSE(table.find_column("a")->nullable);
    CHECK_FALSE(table.find_column("id")->nullable);
    CHECK(table.uniques.empty());
    REQUIRE(table.checks.size() == 1);
    CHECK(table.checks[0].name == "ck");
    CHECK(table.foreign_keys[0].name == "fk_new");
    REQUIRE(table.indexes.size() == 2);
    CHECK(table.indexes[0].name == "iw");
    CHECK(table.indexes[1].name == "iz");
    CHECK(live.rows("SELECT id, a, b FROM t") == Lines{"1|2|1"});
}

TEST_CASE("a table of an attached database is rebuilt there") {
    Live live{"sqlite"};
    live.run(
        "ATTACH ':memory:' AS aux; CREATE TABLE aux.t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, "
        "CHECK (a))");
    live.run(
        "CREATE INDEX aux.ix ON t (a); CREATE TRIGGER aux.tr AFTER INSERT ON t BEGIN UPDATE t SET "
        "a = 2; END");
    live.run("INSERT INTO aux.t (a) VALUES (1); CREATE TABLE t (untouched)");

    rebuild(live, {"t", "aux"}, {ddl::AddUnique{{"t", "aux"}, {"uq", {"a"}}}});

    CHECK(
        live.rows("SELECT type, name FROM aux.sqlite_schema WHERE sql IS NOT NULL ORDER BY name") ==
        Lines{"'index'|'ix'", "'table'|'sqlite_sequence'", "'table'|'t'", "'trigger'|'tr'"});
    CHECK(live.rows("SELECT * FROM aux.t") == Lines{"1|2"});
    CHECK(live.rows("SELECT sql FROM main.sqlite_schema") == Lines{"'CREATE TABLE t (untouched)'"});
}

TEST_CASE("a key that refers to its own table keeps doing so") {
    Live live{"sqlite"};
    live.run(
        "CREATE TABLE node (id INTEGER PRIMARY KEY, up INTEGER REFERENCES node ON DELETE CASCADE, "
        "x)");
    live.run("INSERT INTO node VALUES (1, NULL, 1), (2, 1, 1), (3, 2, 1)");

    rebuild(live, {"node"}, {ddl::AddCheck{{"node"}, {"ck", "x > 0"}}});

    CHECK(live.rows("SELECT id FROM node") == Lines{"1", "2", "3"});
    live.run("DELETE FROM node WHERE id = 1");
    CHECK(live.rows("SELECT id FROM node").empty());
}

TEST_CASE("the check of the protocol finds references that a change broke") {
    Live live{"sqlite"};
    live.run(
        "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY, a "
        "INTEGER)");
    live.run("INSERT INTO b VALUES (1, 5)");

    const auto broken = rebuild(
        live,
        {"b"},
        {ddl::AddForeignKey{
            {"b"},
            {.name = "fk", .columns = {"a"}, .referred_table = "a", .referred_columns = {"id"}}}});

    CHECK(broken == 1);
}

TEST_CASE("names that are not there are errors that name the nearest") {
    Live live{"sqlite"};
    live.run(
        "CREATE TABLE t (name, CONSTRAINT uq_name UNIQUE (name)); CREATE INDEX ix_name ON t "
        "(name)");

    CHECK(code_of([&] { rebuild(live, {"tt"}, {ddl::DropColumn{{"tt"}, "a"}}); }) ==
          "unknown-table");
    CHECK(code_of([&] { rebuild(live, {"t"}, {ddl::DropColumn{{"t"}, "nam"}}); }) ==
          "unknown-column");
    CHECK(code_of([&] { rebuild(live, {"t"}, {ddl::DropConstraint{{"t"}, "uq_nam"}}); }) ==
          "unknown-constraint");
    CHECK(code_of([&] { rebuild(live, {"t"}, {ddl::RenameIndex{{"t"}, "ix_nam", "x"}}); }) ==
          "unknown-index");
    CHECK(code_of([&] { rebuild(live, {"t"}, {ddl::DropTable{{"t"}}}); }) == "ddl-unsupported");
}

}  // namespace
