// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/render/cpp_body.hpp>
#include <azoth/schema/elements.hpp>

#include "migrate/verify/declared_spelling.hpp"

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

std::string spelt(Operation step) {
    std::vector<Operation> steps{std::move(step)};
    spell_as_declared(steps, models());
    return render_cpp(steps);
}

const TableName item{"item", ""};

}  // namespace

TEST_CASE("a new table reads as its model, without what comes as a step of its own") {
    auto found = table("item",
                       column("name", String(30), primary_key),
                       column("mood", String(2), server_default("'ok'::text")),
                       column("twice", Integer(), computed("(n * 2)")),
                       check_constraint("ck_item_n", "(n > 0)"),
                       check_constraint("ck_item_mood", "mood IN ('ok')"),
                       index("ix_item", {index_expression("lower(name::text)")}, where("(n > 1)")));
    found.primary_key->name = "pk_item";

    CHECK(spelt(CreateTable{std::move(found)}) == R"x(    op.create_table("item",
        column("name", String(30), primary_key),
        column("mood", Enum("mood", {"ok"}), server_default("'ok'"), comment("m")),
        column("twice", Integer(), computed("n * 2")),
        check_constraint("ck_item_n", "n > 0"),
        index("ix_item", {index_expression("lower(name)")}, where("n > 1")));
)x");
}

TEST_CASE("a table that does not match its model name by name stays as it was found") {
    const auto found = table("item", column("name", Text(), not_null));

    CHECK(spelt(CreateTable{found}) == R"x(    op.create_table("item",
        column("name", Text(), not_null));
)x");
    CHECK(spelt(CreateTable{table("other", column("name", Text(), server_default("'x'::text")))}) ==
          R"x(    op.create_table("other",
        column("name", Text(), server_default("'x'::text")));
)x");
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
