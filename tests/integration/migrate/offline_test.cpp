// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/dialects/registry.hpp>
#include <azoth/migrate/runtime/offline.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/databases.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

void create(Operations& op) {
    op.create_table(
        "person", column("id", BigInteger(), primary_key), column("name", String(30), not_null));
    op.bulk_insert("person", {"id", "name"}, {{1, "it's"}});
}

void drop(Operations& op) {
    op.drop_table("person");
}

void widen(Operations& op) {
    op.alter_column("person", "name", {.type = String(50), .existing_type = String(30)});
    op.create_index_concurrently("ix_person_name", "person", {"name"});
}

void narrow(Operations& op) {
    op.drop_index("ix_person_name", "person");
    op.alter_column("person", "name", {.type = String(30), .existing_type = String(50)});
}

void run_code(Operations& op) {
    op.run([](Connection&) {});
}

RunnableRevision revision(std::string id,
                          std::vector<std::string> down,
                          migration::Step up,
                          migration::Step back) {
    return {
        .info = {.id = std::move(id), .down = std::move(down)}, .upgrade = up, .downgrade = back};
}

RevisionLibrary two() {
    return RevisionLibrary{
        {revision("a1", {}, create, drop), revision("b2", {"a1"}, widen, narrow)}};
}

const dialects::Dialect& dialect(std::string_view name) {
    return *dialects::find_dialect(name).dialect;
}

}  // namespace

TEST_CASE("a script for PostgreSQL is compiled without a connection") {
    const std::string script = upgrade_script(two(), dialect("postgresql"), "base", "head");

    CHECK(script == R"x(BEGIN;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));

COMMIT;

-- Running upgrade  -> a1

BEGIN;

CREATE TABLE person (
    id BIGINT NOT NULL,
    name VARCHAR(30) NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id)
);

INSERT INTO person (id, name) VALUES (1, 'it''s');

INSERT INTO alembic_version (version_num) VALUES ('a1');

COMMIT;

-- Running upgrade a1 -> b2

BEGIN;

ALTER TABLE person ALTER COLUMN name TYPE VARCHAR(50);

COMMIT;

CREATE INDEX CONCURRENTLY ix_person_name ON person (name);

BEGIN;

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

COMMIT;

)x");
}

TEST_CASE("a script for SQLite holds the whole rebuild, and does what the online run does") {
    const std::string up = upgrade_script(two(), dialect("sqlite"), "base", "head");
    const std::string down = downgrade_script(two(), dialect("sqlite"), "head", "base");
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    const auto run = [&](const std::string& script) {
        Connection connection = engine.connect();
        connection.set_autocommit(true);
        connection.run_script(script);
    };

    run(up);
    CHECK(current(engine) == std::vector<std::string>{"b2"});
    CHECK(test::read(engine, "select name from person") == test::Rows{{"it's"}});
    CHECK(up.find("PRAGMA foreign_keys = OFF;") != std::string::npos);

    run(down);
    CHECK(current(engine).empty());
    CHECK_FALSE(test::has_table(engine, "person"));
}

TEST_CASE("a range leaves out what comes before it, and the version table") {
    const std::string script = upgrade_script(two(), dialect("postgresql"), "a1", "head");

    CHECK(script.starts_with("-- Running upgrade a1 -> b2\n"));
    CHECK(script.find("CREATE TABLE") == std::string::npos);
}

TEST_CASE("code of a revision cannot be printed") {
    const RevisionLibrary library{{revision("a1", {}, run_code, drop)}};

    CHECK_THROWS_AS((void)upgrade_script(library, dialect("postgresql"), "base", "head"),
                    MigrationError);
}
