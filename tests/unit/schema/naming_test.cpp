// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/schema/naming.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;

schema::Table order_line() {
    return {.name = "line",
            .columns = {{.name = "order_id"}, {.name = "product_id"}, {.name = "note"}},
            .primary_key = schema::PrimaryKey{.columns = {"order_id", "product_id"}},
            .uniques = {{.columns = {"product_id", "note"}}},
            .checks = {{.expression = "note <> ''"},
                       {.name = "kept", .expression = "1"},
                       {.expression = "2"}},
            .foreign_keys = {{.columns = {"order_id"},
                              .referred_table = "orders",
                              .referred_columns = {"id"}}},
            .indexes = {{.elements = {{.column = "note"}}},
                        {.elements = {{.expression = "lower(note)"}}}}};
}

TEST_CASE("the default convention names every constraint and index that has no name") {
    auto table = order_line();

    schema::apply_naming(table, default_naming);

    CHECK(table.primary_key->name == "pk_line");
    CHECK(table.uniques[0].name == "uq_line_product_id_note");
    CHECK(table.checks[0].name == "ck_line_1");
    CHECK(table.checks[1].name == "kept");
    CHECK(table.checks[2].name == "ck_line_2");
    CHECK(table.foreign_keys[0].name == "fk_line_order_id_orders");
    CHECK(table.indexes[0].name == "ix_line_note");
    CHECK(table.indexes[1].name == "ix_line_expression");
}

TEST_CASE("naming twice changes nothing") {
    auto table = order_line();
    schema::apply_naming(table, default_naming);
    const auto once = table;

    schema::apply_naming(table, default_naming);

    CHECK(table == once);
}

TEST_CASE("an empty pattern leaves names to the database") {
    auto table = order_line();

    schema::apply_naming(table, NamingConvention{});

    CHECK(table.primary_key->name.empty());
    CHECK(table.uniques[0].name.empty());
    CHECK(table.checks[0].name.empty());
    CHECK(table.indexes[0].name == "ix_line_note");
}

TEST_CASE("tokens are SQLAlchemy's") {
    auto table = order_line();
    constexpr NamingConvention convention{
        .primary_key = "p_%(column_1_name)s",
        .unique = "u_%(column_0N_name)s_%(column_0_N_label)s",
        .foreign_key = "f_%(column_0_label)s__%(referred_table_name)s_%(referred_column_0_name)s",
        .index = "i_%(table_name)s_%(column_0_key)s_100%",
    };

    schema::apply_naming(table, convention);

    CHECK(table.primary_key->name == "p_product_id");
    CHECK(table.uniques[0].name == "u_product_idnote_line_product_id_line_note");
    CHECK(table.foreign_keys[0].name == "f_line_order_id__orders_id");
    CHECK(table.indexes[0].name == "i_line_note_100%");
}

TEST_CASE("an unknown token is an error that lists the known ones") {
    auto table = order_line();

    try {
        schema::apply_naming(table, NamingConvention{.unique = "uq_%(tabel_name)s"});
        FAIL("no error");
    } catch (const ArgumentError& error) {
        CHECK(error.code() == "unknown-naming-token");
        CHECK(error.message().find("\"tabel_name\"; known are \"table_name\"") !=
              std::string::npos);
    }
}

}  // namespace
