// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/schema/metadata.hpp>

#include "integration/migrate/databases.hpp"

#include <doctest/doctest.h>

// What a table has beyond what schema::Table can say: named when it is read, and not lost without a
// word when the table is made anew.
namespace {

using namespace azoth;
using Lines = std::vector<std::string>;

constexpr auto postgresql_tables = R"sql(
    CREATE TABLE room (
        id integer, span int4range, parent integer, code integer UNIQUE DEFERRABLE, kept integer, note text,
        CONSTRAINT pk_room PRIMARY KEY (id) WITH (fillfactor = 70),
        CONSTRAINT uq_code UNIQUE (code) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT uq_kept UNIQUE (kept) INCLUDE (note),
        CONSTRAINT no_overlap EXCLUDE USING gist (span WITH &&),
        CONSTRAINT ck_id CHECK (id > 0) NO INHERIT,
        CONSTRAINT uq_pair UNIQUE (id, parent),
        CONSTRAINT fk_full FOREIGN KEY (id, parent) REFERENCES room (id, parent) MATCH FULL,
        CONSTRAINT fk_part FOREIGN KEY (id, parent) REFERENCES room (id, parent) ON DELETE SET NULL (parent)
    ) WITH (fillfactor = 80);
    ALTER TABLE room ALTER note SET STORAGE EXTERNAL;
    ALTER TABLE room ADD CONSTRAINT ck_later CHECK (parent > 0) NOT VALID;
    CREATE INDEX ix_parent ON room (parent) WITH (fillfactor = 60);
    CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER tr_room AFTER INSERT ON room FOR EACH ROW EXECUTE FUNCTION nothing();
    ALTER TABLE room ENABLE ROW LEVEL SECURITY;
    CREATE POLICY p_room ON room USING (id > 0);
    CREATE RULE r_room AS ON DELETE TO room DO INSTEAD NOTHING;
    GRANT SELECT ON room TO PUBLIC;
    CREATE TABLE plain (id integer PRIMARY KEY, name varchar(30) UNIQUE, CHECK (id > 0));)sql";

constexpr auto sqlite_tables = R"sql(
    CREATE TABLE room (id INTEGER PRIMARY KEY, code INTEGER UNIQUE ON CONFLICT REPLACE,
        parent INTEGER REFERENCES room (id) MATCH FULL);
    CREATE TRIGGER tr_room AFTER INSERT ON room BEGIN SELECT 1; END;
    CREATE TABLE plain (id INTEGER PRIMARY KEY, name VARCHAR(30) UNIQUE, CHECK (id > 0));)sql";

Lines described(const MetaData& metadata) {
    Lines lines;
    for (const auto& part : metadata.unmodelled()) {
        CHECK(part.table == "room");
        lines.push_back(part.what + (part.name.empty() ? "" : " " + part.name) +
                        (part.dialect.empty() ? "" : " (" + part.dialect + ")"));
    }
    return lines;
}

MetaData reflected(const Engine& engine) {
    MetaData metadata;
    metadata.reflect(engine);
    return metadata;
}

std::string refusal(const MetaData& metadata, const Engine& engine) {
    try {
        metadata.create_all(engine);
    } catch (const CompileError& error) {
        CHECK(error.code() == "unmodelled-parts");
        return error.what();
    }
    return {};
}

TEST_CASE("what azoth does not model of PostgreSQL's tables is named when they are reflected") {
    const test::TemporaryDatabase database;
    const Engine engine = database.engine();
    test::run(engine, postgresql_tables);

    const MetaData metadata = reflected(engine);

    CHECK(described(metadata) == Lines{"DEFERRABLE of constraint room_code_key",
                                       "DEFERRABLE of constraint uq_code",
                                       "INCLUDE of constraint uq_kept",
                                       "MATCH FULL of constraint fk_full",
                                       "NO INHERIT of constraint ck_id",
                                       "NOT VALID of constraint ck_later",
                                       "exclusion constraint no_overlap",
                                       "grants",
                                       "policy p_room",
                                       "row level security",
                                       "rule r_room",
                                       "storage of column note",
                                       "storage parameters (postgresql)",
                                       "storage parameters of constraint pk_room",
                                       "storage parameters of index ix_parent",
                                       "the columns of ON DELETE SET of constraint fk_part",
                                       "trigger tr_room"});
}

TEST_CASE("what azoth does not model of SQLite's tables is named when they are reflected") {
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    test::run(engine, sqlite_tables);

    CHECK(described(reflected(engine)) == Lines{"clause MATCH FULL (sqlite)",
                                                "clause UNIQUE (code) ON CONFLICT REPLACE (sqlite)",
                                                "trigger tr_room"});
}

TEST_CASE("tables that were reflected are not made anew with a loss that nobody named") {
    const test::TemporaryFile from;
    const test::TemporaryFile to;
    const Engine source = create_engine("sqlite:///" + from.path());
    const Engine target = create_engine("sqlite:///" + to.path());
    test::run(source, sqlite_tables);
    MetaData metadata = reflected(source);

    CHECK(refusal(metadata, target) ==
          "cannot create the reflected tables without a loss: table \"room\" has trigger "
          "\"tr_room\", which azoth does not model; call leave_out_unmodelled() of the metadata, "
          "create the tables, and make by SQL what they need of it");
    CHECK(test::tables(target).empty());

    metadata.leave_out_unmodelled();
    metadata.create_all(target);
    CHECK(test::tables(target) == Lines{"plain", "room"});
    CHECK(described(reflected(target)) ==
          Lines{"clause MATCH FULL (sqlite)", "clause UNIQUE (code) ON CONFLICT REPLACE (sqlite)"});
}

TEST_CASE("what an option keeps on one database is lost on another, and said") {
    const test::TemporaryFile file;
    const Engine source = create_engine("sqlite:///" + file.path());
    const test::TemporaryDatabase database;
    test::run(
        source,
        "CREATE TABLE room (id INTEGER PRIMARY KEY, code INTEGER UNIQUE ON CONFLICT REPLACE)");
    const MetaData metadata = reflected(source);

    CHECK(refusal(metadata, database.engine()) ==
          "cannot create the reflected tables without a loss: table \"room\" has clause \"UNIQUE "
          "(code) ON CONFLICT REPLACE\", which azoth does not model; call leave_out_unmodelled() "
          "of the metadata, create the tables, and make by SQL what they need of it");
}

TEST_CASE("tables that lose nothing are made wherever they were reflected") {
    const test::TemporaryDatabase database;
    const test::TemporaryFile file;
    const Engine source = database.engine();
    const Engine target = create_engine("sqlite:///" + file.path());
    test::run(source, postgresql_tables);
    MetaData metadata = reflected(source);

    metadata.remove("room");
    CHECK(metadata.unmodelled().empty());
    metadata.create_all(target);
    CHECK(test::tables(target) == Lines{"plain"});
    metadata.create_all(source);
}

}  // namespace
