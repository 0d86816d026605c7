// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migrate/render/cpp_body.hpp>
#include <azoth/migration.hpp>

using namespace azoth;

namespace {

/// Runs revision code and renders the steps it took: written as azoth writes it, the text is the
/// code itself.
template <class Body>
std::string rendered(Body body) {
    migrate::OperationList list;
    Operations op{list};
    body(op);
    return migrate::render_cpp(list.operations());
}

}  // namespace

TEST_CASE("a new table is rendered as a person would write it") {
    const std::string text = rendered([](Operations& op) {
        op.create_table("user_account",
                        column("id", BigInteger(), primary_key, autoincrement),
                        column("name", String(30), not_null),
                        column("fullname", String()),
                        unique_constraint("uq_user_account_name", {"name"}));
    });

    CHECK(text == R"x(    op.create_table("user_account",
        column("id", BigInteger(), primary_key, autoincrement),
        column("name", String(30), not_null),
        column("fullname", String()),
        unique_constraint("uq_user_account_name", {"name"}));
)x");
}

TEST_CASE("everything a table can have is rendered and read back the same") {
    const std::string text = rendered([](Operations& op) {
        op.create_table(
            in_schema("shop", "item"),
            column("a", Integer(), not_null),
            column("b", Numeric(10, 2), not_null, server_default("0")),
            column("c", Enum("mood", {"sad", "it's \"glad\""}), comment("how it\nfeels")),
            column("d", Integer(), computed("a + 1", schema::Generated::Virtual)),
            column("e", Array(sql::Date())),
            column("nested", Array(SqlType(Array(Integer())))),
            column("f", Native("tsvector")),
            column("g", Integer(), identity(schema::Identity::Always)),
            primary_key_constraint("item_key", {"a", "b"}),
            unique_constraint({"a"}),
            unique_constraint("uq_item_b", {"b"}, nulls_not_distinct()),
            check_constraint("ck_item_a", "a > 0 and c <> '\\'"),
            check("b > 0"),
            foreign_key_constraint("fk_item_a",
                                   {"a"},
                                   in_schema("auth", "person"),
                                   {"id"},
                                   OnDelete::Cascade,
                                   Deferrable::InitiallyDeferred),
            foreign_key_constraint({"b"}, "other", {"id"}, OnUpdate::SetNull),
            index("ix_item",
                  {"a", index_column("b").descending().nulls_last(), index_expression("lower(c)")},
                  unique,
                  using_("btree"),
                  include({"d"}),
                  where("a > 1")),
            comment("things"),
            table_option("sqlite_strict", "true"));
    });

    CHECK(text == R"x(    op.create_table(in_schema("shop", "item"),
        column("a", Integer(), not_null),
        column("b", Numeric(10, 2), not_null, server_default("0")),
        column("c", Enum("mood", {"sad", "it's \"glad\""}), comment("how it\nfeels")),
        column("d", Integer(), computed("a + 1", schema::Generated::Virtual)),
        column("e", Array(sql::Date())),
        column("nested", Array(SqlType(Array(Integer())))),
        column("f", Native("tsvector")),
        column("g", Integer(), identity(schema::Identity::Always)),
        primary_key_constraint("item_key", {"a", "b"}),
        unique_constraint({"a"}),
        unique_constraint("uq_item_b", {"b"}, nulls_not_distinct()),
        check_constraint("ck_item_a", "a > 0 and c <> '\\'"),
        check("b > 0"),
        foreign_key_constraint("fk_item_a", {"a"}, in_schema("auth", "person"), {"id"}, OnDelete::Cascade, Deferrable::InitiallyDeferred),
        foreign_key_constraint({"b"}, "other", {"id"}, OnUpdate::SetNull),
        index("ix_item", {"a", index_column("b").descending().nulls_last(), index_expression("lower(c)")}, unique, using_("btree"), include({"d"}), where("a > 1")),
        comment("things"),
        table_option("sqlite_strict", "true"));
)x");
}

TEST_CASE("every other step is rendered in the words of the revision") {
    const std::string text = rendered([](Operations& op) {
        op.drop_table("t");
        op.rename_table("t", "u");
        op.create_table_comment("t", "new", "old");
        op.drop_table_comment("t", "old");
        op.add_column("t", column("a", Integer(), not_null, server_default("0")));
        op.drop_column("t", "a");
        op.rename_column("t", "a", "b");
        op.create_index("ix", "t", {"a"}, unique, where("a > 0"));
        op.create_index_concurrently("ix", "t", {"a"});
        op.drop_index("ix", "t");
        op.drop_index_concurrently("ix", "t");
        op.rename_index("ix", "iy", "t");
        op.create_primary_key("pk", "t", {"a"});
        op.create_unique_constraint("uq", "t", {"a", "b"});
        op.create_check_constraint("ck", "t", "a > 0");
        op.create_foreign_key("fk", "t", "u", {"a"}, {"id"}, OnDelete::SetNull);
        op.create_constraint(check("a > 1"), "t");
        op.drop_constraint("uq", "t");
        op.drop_constraint(unique_constraint({"a"}), "t");
        op.rename_constraint("ck", "cl", "t");
        op.create_enum(Enum("shop.mood", {"sad"}));
        op.drop_enum("shop.mood");
        op.execute("update t set a = 'x'");
        op.execute_on("postgresql", "select 1");
        op.bulk_insert("t", {"a", "b"}, {{1, "x"}, {nullptr, "y"}});
        op.irreversible("rows were merged");
    });

    CHECK(text == R"x(    op.drop_table("t");
    op.rename_table("t", "u");
    op.create_table_comment("t", "new", "old");
    op.drop_table_comment("t", "old");
    op.add_column("t", column("a", Integer(), not_null, server_default("0")));
    op.drop_column("t", "a");
    op.rename_column("t", "a", "b");
    op.create_index("ix", "t", {"a"}, unique, where("a > 0"));
    op.create_index_concurrently("ix", "t", {"a"});
    op.drop_index("ix", "t");
    op.drop_index_concurrently("ix", "t");
    op.rename_index("ix", "iy", "t");
    op.create_primary_key("pk", "t", {"a"});
    op.create_unique_constraint("uq", "t", {"a", "b"});
    op.create_check_constraint("ck", "t", "a > 0");
    op.create_foreign_key("fk", "t", "u", {"a"}, {"id"}, OnDelete::SetNull);
    op.create_constraint(check("a > 1"), "t");
    op.drop_constraint("uq", "t");
    op.drop_constraint(unique_constraint({"a"}), "t");
    op.rename_constraint("ck", "cl", "t");
    op.create_enum(Enum("shop.mood", {"sad"}));
    op.drop_enum("shop.mood");
    op.execute("update t set a = 'x'");
    op.execute_on("postgresql", "select 1");
    op.bulk_insert("t", {"a", "b"}, {{1, "x"}, {nullptr, "y"}});
    op.irreversible("rows were merged");
)x");
}

TEST_CASE("constraints are said whole, types with their schema, labels with both names") {
    const std::string text = rendered([](Operations& op) {
        op.drop_constraint(unique_constraint("uq", {"a"}), "t");
        op.rename_constraint(check_constraint("ck", "a > 1"), "cl", "t");
        op.rename_enum("shop.mood", "humour");
        op.alter_column("t", "mood", {.renamed_labels = {{"sad", "low"}}});
    });

    CHECK(text == R"x(    op.drop_constraint(unique_constraint("uq", {"a"}), "t");
    op.rename_constraint(check_constraint("ck", "a > 1"), "cl", "t");
    op.rename_enum("shop.mood", "humour");
    op.alter_column("t", "mood", {.renamed_labels = {{"sad", "low"}}});
)x");
}

TEST_CASE("an alteration says what changes and what it was, an argument a line when it is long") {
    const std::string text = rendered([](Operations& op) {
        op.alter_column("t", "c", {.type = String(50), .existing_type = String(30)});
        op.alter_column("t",
                        "c",
                        {.type = String(50),
                         .nullable = true,
                         .server_default = no_default,
                         .existing_type = String(30),
                         .existing_nullable = false,
                         .existing_server_default = "'x'"});
    });

    CHECK(text ==
          R"x(    op.alter_column("t", "c", {.type = String(50), .existing_type = String(30)});
    op.alter_column(
        "t",
        "c",
        {.type = String(50),
         .nullable = true,
         .server_default = no_default,
         .existing_type = String(30),
         .existing_nullable = false,
         .existing_server_default = "'x'"});
)x");
}

TEST_CASE("texts become C++ literals that mean the same") {
    CHECK(migrate::cpp_literal("a\"b\\c\n\t\x01"
                               "é") == "\"a\\\"b\\\\c\\n\\t\\001é\"");
}
