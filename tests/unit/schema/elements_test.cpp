// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/schema/elements.hpp>

using namespace azoth;

namespace {

template <class... Elements>
schema::Table table(const Elements&... elements) {
    schema::Table result{.name = "t"};
    (schema::append(result, elements), ...);
    return result;
}

}  // namespace

TEST_CASE("a column may be null unless it is a key or told otherwise") {
    const schema::Table t = table(column("id", BigInteger(), primary_key, autoincrement),
                                  column("name", String(30), not_null),
                                  column("fullname", String()));

    CHECK(t.columns[0].primary_key);
    CHECK(t.columns[0].autoincrement);
    CHECK_FALSE(t.columns[0].nullable);
    CHECK_FALSE(t.columns[1].nullable);
    CHECK(t.columns[1].type == String(30));
    CHECK(t.columns[2].nullable);
    REQUIRE(t.primary_key);
    CHECK(t.primary_key->columns == std::vector<std::string>{"id"});
}

TEST_CASE("unique, indexed and foreign_key of a column become elements of its table") {
    const schema::Table t = table(column(
        "owner", Integer(), unique, indexed, foreign_key("auth.person.id", OnDelete::Cascade)));

    REQUIRE(t.uniques.size() == 1);
    CHECK(t.uniques[0].columns == std::vector<std::string>{"owner"});
    REQUIRE(t.indexes.size() == 1);
    CHECK(t.indexes[0].elements[0].column == "owner");
    REQUIRE(t.foreign_keys.size() == 1);
    CHECK(t.foreign_keys[0] == schema::ForeignKey{.columns = {"owner"},
                                                  .referred_schema = "auth",
                                                  .referred_table = "person",
                                                  .referred_columns = {"id"},
                                                  .on_delete = OnDelete::Cascade});
}

TEST_CASE("texts of a column are kept: default, comment, old name, computed") {
    const schema::Table t =
        table(column("a", Text(), default_text("it's"), comment("what"), renamed_from("b")),
              column("c", Integer(), server_default("0")),
              column("d", Integer(), computed("c + 1", schema::Generated::Virtual)),
              column("e", Integer(), identity(schema::Identity::Always)));

    CHECK(t.columns[0].server_default == "'it''s'");
    CHECK(t.columns[0].comment == "what");
    CHECK(t.columns[0].renamed_from == "b");
    CHECK(t.columns[1].server_default == "0");
    CHECK(t.columns[2].computed == "c + 1");
    CHECK(t.columns[2].generated == schema::Generated::Virtual);
    CHECK(t.columns[3].identity == schema::Identity::Always);
}

TEST_CASE("constraints and indexes are written with names, without, and with options") {
    const schema::Table t =
        table(column("a", Integer()),
              column("b", Integer()),
              primary_key_constraint("pk_t", {"a", "b"}),
              unique_constraint({"b"}),
              check_constraint("ck_t_a", "a > 0"),
              check("b > 0"),
              foreign_key_constraint(
                  {"a"}, "other", {"id"}, OnDelete::SetNull, Deferrable::InitiallyDeferred),
              foreign_key_constraint("fk_t_b", {"b"}, in_schema("auth", "other"), {"id"}),
              index("ix_t",
                    {"a", index_column("b").descending().nulls_last(), index_expression("a + b")},
                    unique,
                    where("a > 5"),
                    using_("btree"),
                    include({"b"})),
              comment("a table"),
              in_schema("shop"));

    CHECK(t.schema == "shop");
    CHECK(t.comment == "a table");
    CHECK(t.columns[1].primary_key);
    CHECK(t.primary_key->name == "pk_t");
    CHECK(t.uniques[0].name.empty());
    CHECK(t.checks[1].expression == "b > 0");
    CHECK(t.foreign_keys[0].on_delete == OnDelete::SetNull);
    CHECK(t.foreign_keys[0].deferrable == Deferrable::InitiallyDeferred);
    CHECK(t.foreign_keys[1].referred_schema == "auth");
    const schema::Index& index = t.indexes[0];
    CHECK(index.unique);
    CHECK(index.where == "a > 5");
    CHECK(index.method == "btree");
    CHECK(index.include == std::vector<std::string>{"b"});
    CHECK(index.elements[1].order == schema::SortOrder::Descending);
    CHECK(index.elements[1].nulls == schema::NullsOrder::Last);
    CHECK(index.elements[2].expression == "a + b");
}

TEST_CASE("a second column of the same name is refused") {
    try {
        (void)table(column("a", Integer()), column("a", Text()));
        FAIL("accepted");
    } catch (const ArgumentError& error) {
        CHECK(error.code() == "duplicate-column");
        CHECK(error.message() ==
              "cannot add column \"a\" to table \"t\": the table has a column of that name; remove "
              "or rename one of them");
    }
}

TEST_CASE("a foreign key's target without a dot is refused where the column is added") {
    schema::Table table{.name = "t"};
    const auto element = column("person_id", Integer(), foreign_key("person"));

    CHECK_THROWS_WITH_AS(schema::append(table, element),
                         "cannot make a foreign key of table \"t\" to \"person\": it does not name "
                         "a table and a column; write \"table.column\"",
                         ArgumentError);
}

TEST_CASE("a default, a computed value or a check without SQL is refused") {
    try {
        (void)table(column("note", String(), server_default("")));
        FAIL("accepted");
    } catch (const ArgumentError& error) {
        CHECK(error.code() == "empty-sql");
        CHECK(error.message() ==
              "cannot make the server default of column \"note\" of table \"t\": its SQL is empty; "
              "it is taken as it stands, so the empty text is \"''\"");
    }
    CHECK_THROWS_AS((void)table(column("note", String(), computed(" "))), ArgumentError);
    CHECK_THROWS_AS((void)table(check("")), ArgumentError);
    CHECK(table(column("note", String(), server_default("''"))).columns[0].server_default == "''");
}

TEST_CASE("an index takes no option that is a column's alone") {
    CHECK_THROWS_AS((void)index("ix", {"a"}, autoincrement), ArgumentError);
}
