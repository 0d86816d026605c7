// SPDX-License-Identifier: MIT
#include "integration/dialects/live.hpp"

#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/reflection/inspector.hpp>
#include <azoth/schema/metadata.hpp>

#include <doctest/doctest.h>

namespace {

using namespace test_support;
using Lines = std::vector<std::string>;

constexpr auto definitions = R"sql(
    CREATE TABLE user_account (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL, CONSTRAINT uq_name UNIQUE (name));
    CREATE TABLE address (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL,
        CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES user_account (id) ON DELETE CASCADE,
        CONSTRAINT ck_id CHECK (id > 0));
    CREATE INDEX ix_user ON address (user_id);
    CREATE VIEW names AS SELECT name FROM user_account;)sql";

void check_inspector(std::string_view scheme) {
    Live live{scheme};
    live.run(definitions);
    const Inspector inspector{live.dialect(), live.query()};

    CHECK(inspector.table_names() == Lines{"address", "user_account"});
    CHECK(inspector.view_names() == Lines{"names"});
    CHECK(inspector.has_table("address"));
    CHECK_FALSE(inspector.has_table("names"));
    CHECK(inspector.has_column("address", "user_id"));
    CHECK_FALSE(inspector.has_column("address", "user"));
    CHECK(inspector.columns("user_account")[1] ==
          schema::Column{.name = "name", .type = String(30), .nullable = false});
    CHECK(inspector.primary_key("address")->columns == Lines{"id"});
    CHECK(inspector.foreign_keys("address") ==
          std::vector<schema::ForeignKey>{{.name = "fk_user",
                                           .columns = {"user_id"},
                                           .referred_table = "user_account",
                                           .referred_columns = {"id"},
                                           .on_delete = OnDelete::Cascade}});
    CHECK(inspector.indexes("address") ==
          std::vector<schema::Index>{{.name = "ix_user", .elements = {{.column = "user_id"}}}});
    CHECK(inspector.unique_constraints("user_account") ==
          std::vector<schema::UniqueConstraint>{{.name = "uq_name", .columns = {"name"}}});
    CHECK(inspector.check_constraints("address") ==
          std::vector<schema::CheckConstraint>{{"ck_id", "id > 0"}});
    CHECK(inspector.table_comment("address").empty());
    CHECK(inspector.tables().size() == 2);
    CHECK(inspector.views().size() == 1);
}

TEST_CASE("the inspector answers what a database holds (sqlite)") {
    check_inspector("sqlite");
}
TEST_CASE("the inspector answers what a database holds (postgresql)") {
    check_inspector("postgresql");
}

TEST_CASE("a table that is not there is an error that names the nearest") {
    Live live{"sqlite"};
    live.run(definitions);
    const Inspector inspector{live.dialect(), live.query()};

    CHECK_THROWS_WITH_AS(
        (void)inspector.columns("adress"),
        "cannot inspect table \"adress\": the database has none of that name; did you mean "
        "\"address\"?",
        ArgumentError);
}

TEST_CASE("a table is read once until the inspector is told to forget it") {
    Live live{"sqlite"};
    live.run(definitions);
    std::size_t queries = 0;
    const auto inner = live.query();
    Inspector inspector{live.dialect(),
                        [&](std::string_view sql, std::span<const Value> parameters) {
                            ++queries;
                            return inner(sql, parameters);
                        }};

    (void)inspector.columns("address");
    (void)inspector.foreign_keys("address");
    CHECK(queries == 2);
    inspector.clear();
    (void)inspector.indexes("address");
    CHECK(queries == 4);
}

TEST_CASE("metadata takes over a database's tables and views as they are") {
    auto engine = create_engine("sqlite://");
    auto connection = engine.connect();
    connection.run_script(definitions);
    MetaData metadata;
    const auto* kept = &metadata.add({.name = "address", .columns = {{.name = "mine"}}});

    metadata.reflect(connection);

    CHECK(metadata.find("address") == kept);
    REQUIRE(metadata.find("user_account") != nullptr);
    CHECK(metadata.find("user_account")->primary_key->name.empty());
    CHECK(metadata.views().size() == 1);
    CHECK(inspect(connection).table_names() == Lines{"address", "user_account"});
    metadata.reflect(connection);
    CHECK(metadata.tables().size() == 2);
}

}  // namespace
