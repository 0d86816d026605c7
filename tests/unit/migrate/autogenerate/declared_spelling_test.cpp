// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/render/cpp_body.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/metadata.hpp>

#include "migrate/autogenerate/declared_spelling.hpp"

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::operations;

namespace {

template <class... Elements>
schema::Table table(std::string name, const Elements&... elements) {
    schema::Table result{.name = std::move(name)};
    (schema::append(result, elements), ...);
    return result;
}

MetaData models() {
    MetaData metadata;
    metadata.add(table("item",
                       column("name", String(30), primary_key, renamed_from("title")),
                       column("mood", Enum("mood", {"ok"}), server_default("'ok'"), comment("m")),
                       column("twice", Integer(), computed("n * 2")),
                       check_constraint("ck_item_n", "n > 0"),
                       foreign_key_constraint("fk_item_n_item", {"name"}, "item", {"name"}),
                       index("ix_item", {index_expression("lower(name)")}, where("n > 1"))));
    return metadata;
}

/// What the server made of them.
schema::Table given_back() {
    schema::Table result =
        table("item",
              column("name", String(30), primary_key),
              column("mood",
                     SqlType{.kind = TypeKind::Enum, .values = {"ok"}},
                     server_default("'ok'::text")),
              column("twice", Integer(), computed("(n * 2)")),
              check_constraint("ck_item_n", "(n > 0)"),
              index("ix_item", {index_expression("lower((name)::text)")}, where("(n > 1)")));
    result.primary_key->name = "pk_item";
    return result;
}

std::string spelt(Operation step, const MetaData& declared, const schema::Table& given) {
    std::vector<Operation> steps{std::move(step)};
    spell_as_declared(steps, declared.tables(), std::span{&given, 1});
    return render_cpp(steps);
}

std::string spelt(Operation step) {
    return spelt(std::move(step), models(), given_back());
}

const TableName item{"item", ""};

}  // namespace

TEST_CASE("a new table reads as its model, without what comes as a step of its own") {
    CHECK(spelt(CreateTable{given_back()}) == R"x(    op.create_table("item",
        column("name", String(30), primary_key),
        column("mood", Enum("mood", {"ok"}), server_default("'ok'"), comment("m")),
        column("twice", Integer(), computed("n * 2")),
        check_constraint("ck_item_n", "n > 0"),
        index("ix_item", {index_expression("lower(name)")}, where("n > 1")));
)x");
}

TEST_CASE("what is not as the server gave it back stays") {
    CHECK(spelt(CreateTable{table("item", column("name", Text(), not_null))}) ==
          R"x(    op.create_table("item",
        column("name", Text(), not_null));
)x");
    CHECK(spelt(CreateTable{table("other", column("name", Text(), server_default("'x'::text")))}) ==
          R"x(    op.create_table("other",
        column("name", Text(), server_default("'x'::text")));
)x");
}

TEST_CASE("what nobody named has no name, and widths are the models'") {
    MetaData declared{NamingConvention{}};
    declared.add(table("a",
                       column("id", Integer(), primary_key),
                       column("x", Integer()),
                       unique_constraint({"x"}),
                       check("length(name) > 0"),
                       foreign_key_constraint({"x"}, "a", {"id"})));
    schema::Table given = table("a",
                                column("id", BigInteger(), autoincrement, primary_key),
                                column("x", Integer()),
                                unique_constraint("a_x_key", {"x"}),
                                check_constraint("a_name_check", "length(name::text) > 0"),
                                foreign_key_constraint("a_x_fkey", {"x"}, "a", {"id"}));
    const AddConstraint key{{"a", ""}, given.foreign_keys[0]};
    const DropConstraint drop{{"a", ""}, "a_x_key", ddl::ConstraintKind::Unique, given.uniques[0]};

    CHECK(spelt(CreateTable{given}, declared, given) == R"x(    op.create_table("a",
        column("id", Integer(), not_null),
        column("x", Integer()),
        primary_key_constraint({"id"}),
        unique_constraint({"x"}),
        check("length(name) > 0"),
        foreign_key_constraint({"x"}, "a", {"id"}));
)x");
    CHECK(spelt(key, declared, given) ==
          "    op.create_constraint(foreign_key_constraint({\"x\"}, \"a\", {\"id\"}), "
          "\"a\");\n");
    CHECK(spelt(drop, declared, given) ==
          "    op.drop_constraint(unique_constraint({\"x\"}), \"a\");\n");
}

TEST_CASE("an enumeration of a database without such types has the model's name") {
    AlterColumn alter{.table = item, .column = "mood"};
    alter.existing.type = SqlType{.kind = TypeKind::Enum, .values = {"bad"}};
    alter.modified.type = SqlType{.kind = TypeKind::Enum, .values = {"ok"}};

    CHECK(spelt(alter) ==
          "    op.alter_column(\n        \"item\",\n        \"mood\",\n        {.type = "
          "Enum(\"mood\", {\"ok\"}), .existing_type = Enum(\"mood\", {\"bad\"})});\n");
    CHECK(spelt(AddColumn{item, {.name = "gone", .type = *alter.existing.type}}) ==
          "    op.add_column(\"item\", column(\"gone\", Enum(\"item_gone\", {\"bad\"})));\n");
}

TEST_CASE("steps on columns, checks and indexes read as the model") {
    AlterColumn alter{.table = item, .column = "mood"};
    alter.existing.server_default = "'x'::text";
    alter.modified.server_default = "'ok'::text";

    CHECK(spelt(AddColumn{item,
                          {.name = "twice",
                           .type = Integer(),
                           .computed = "(n * 2)",
                           .generated = schema::Generated::Stored}}) ==
          "    op.add_column(\"item\", column(\"twice\", Integer(), computed(\"n * 2\")));\n");
    CHECK(spelt(alter) ==
          "    op.alter_column(\n        \"item\",\n        \"mood\",\n        {.server_default = "
          "\"'ok'\", .existing_server_default = \"'x'::text\"});\n");
    CHECK(spelt(AddConstraint{item, check_constraint("ck_item_n", "(n > 0)")}) ==
          "    op.create_check_constraint(\"ck_item_n\", \"item\", \"n > 0\");\n");
    CHECK(
        spelt(CreateIndex{
            item, index("ix_item", {index_expression("lower((name)::text)")}, where("(n > 1)"))}) ==
        "    op.create_index(\"ix_item\", \"item\", {index_expression(\"lower(name)\")}, "
        "where(\"n > 1\"));\n");
}

TEST_CASE("a default that is there for the rows that exist only stays") {
    CHECK(spelt(AddColumn{item, {.name = "name", .type = Text(), .server_default = "''"}}) ==
          "    op.add_column(\"item\", column(\"name\", Text(), server_default(\"''\")));\n");
}
