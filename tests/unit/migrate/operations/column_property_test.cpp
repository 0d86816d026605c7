// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/migrate/operations/operations.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migrate/render/cpp_body.hpp>

#include <tuple>

using namespace azoth;
using namespace azoth::migrate;
using migration::ColumnAlteration;

namespace {

enum class Width : std::uint8_t { Short, Long };

/// A change of one property, there and back.
struct Change {
    schema::Column from{};
    schema::Column to{};
    ColumnProperties said{};
    ColumnAlteration alteration{};
    std::string described{};
    std::string rendered{};
    std::string rendered_back{};
    Width width = Width::Short;
};

schema::Column column_with(auto schema::Column::* member, auto value) {
    schema::Column result{.name = "c", .type = Text()};
    result.*member = value;
    return result;
}

std::vector<Change> changes() {
    const schema::Column plain = column_with(&schema::Column::type, SqlType(Text()));
    const auto by_default = schema::Identity::ByDefault;
    return {
        {.from = plain,
         .to = column_with(&schema::Column::type, SqlType(Integer())),
         .said = {.type = Integer()},
         .alteration = {.type = Integer(), .existing_type = Text()},
         .described = "type from Text() to Integer()",
         .rendered = "{.type = Integer(), .existing_type = Text()}",
         .rendered_back = "{.type = Text(), .existing_type = Integer()}"},
        {.from = plain,
         .to = column_with(&schema::Column::nullable, false),
         .said = {.nullable = false},
         .alteration = {.nullable = false, .existing_nullable = true},
         .described = "NULL to NOT NULL",
         .rendered = "{.nullable = false, .existing_nullable = true}",
         .rendered_back = "{.nullable = true, .existing_nullable = false}"},
        {.from = plain,
         .to = column_with(&schema::Column::server_default, std::optional<std::string>{"'x'"}),
         .said = {.server_default = std::optional<std::string>{"'x'"}},
         .alteration = {.server_default = "'x'", .existing_server_default = no_default},
         .described = "server default to 'x'",
         .rendered = "{.server_default = \"'x'\", .existing_server_default = no_default}",
         .rendered_back = "{.server_default = no_default, .existing_server_default = \"'x'\"}"},
        {.from = plain,
         .to = column_with(&schema::Column::comment, std::string{"words"}),
         .said = {.comment = "words"},
         .alteration = {.comment = "words", .existing_comment = ""},
         .described = "comment",
         .rendered = "{.comment = \"words\", .existing_comment = \"\"}",
         .rendered_back = "{.comment = \"\", .existing_comment = \"words\"}"},
        {.from = plain,
         .to = column_with(&schema::Column::autoincrement, true),
         .said = {.autoincrement = true},
         .alteration = {.autoincrement = true, .existing_autoincrement = false},
         .described = "autoincrement",
         .rendered = "{.autoincrement = true, .existing_autoincrement = false}",
         .rendered_back = "{.autoincrement = false, .existing_autoincrement = true}"},
        {.from = plain,
         .to = column_with(&schema::Column::identity, by_default),
         .said = {.identity = by_default},
         .alteration = {.identity = by_default, .existing_identity = schema::Identity::No},
         .described = "identity",
         .rendered =
             "{.identity = schema::Identity::ByDefault, .existing_identity = schema::Identity::No}",
         .rendered_back =
             "{.identity = schema::Identity::No, .existing_identity = schema::Identity::ByDefault}",
         .width = Width::Long},
    };
}

operations::AlterColumn step_of(const Change& change) {
    return {.table = {"t", ""},
            .column = "c",
            .existing = difference(change.to, change.from),
            .modified = difference(change.from, change.to)};
}

std::string call(const std::string& initializer, Width width) {
    return width == Width::Short
               ? "    op.alter_column(\"t\", \"c\", " + initializer + ");\n"
               : "    op.alter_column(\n        \"t\",\n        \"c\",\n        " + initializer +
                     ");\n";
}

}  // namespace

TEST_CASE("each property of a column is compared, assigned and told from none") {
    for (const Change& change : changes()) {
        CAPTURE(change.described);
        schema::Column altered = change.from;

        const ColumnProperties modified = difference(change.from, change.to);
        assign(altered, modified);

        CHECK((modified == change.said));
        CHECK_FALSE(modified.empty());
        CHECK((altered == change.to));
        CHECK(difference(change.to, change.to).empty());
    }
}

TEST_CASE("each property of a column is described, rendered, and taken back where it was known") {
    for (const Change& change : changes()) {
        CAPTURE(change.described);
        const Operation step = step_of(change);
        operations::AlterColumn unknown = step_of(change);
        unknown.existing = {};

        const std::optional<Operation> back = reverse(step);

        CHECK(describe(step) == "alter column \"t.c\": " + change.described);
        CHECK(render_cpp(std::span{&step, 1}) == call(change.rendered, change.width));
        REQUIRE(back);
        CHECK(render_cpp(std::span{&*back, 1}) == call(change.rendered_back, change.width));
        CHECK_FALSE(reverse(Operation{unknown}));
    }
}

TEST_CASE("each property of a column is taken from the words of a revision") {
    for (const Change& change : changes()) {
        CAPTURE(change.described);
        OperationList list{"sqlite"};

        Operations{list}.alter_column("t", "c", change.alteration);

        REQUIRE(list.operations().size() == 1);
        const auto& step = std::get<operations::AlterColumn>(list.operations()[0]);
        CHECK((step.modified == difference(change.from, change.to)));
        CHECK((step.existing == difference(change.to, change.from)));
    }
}

TEST_CASE(
    "each property of a column becomes a statement, both ways, where the old one is unknown") {
    for (const Change& change : changes()) {
        for (const auto& [from, to] :
             {std::tie(change.from, change.to), std::tie(change.to, change.from)}) {
            CAPTURE(change.described);
            const operations::AlterColumn step{
                .table = {"t", ""}, .column = "c", .modified = difference(from, to)};

            const auto statement = std::get<ddl::AlterColumn>(to_ddl(step)[0]);

            CHECK((difference(statement.existing, statement.modified) == step.modified));
        }
    }
}
