// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/schema/elements.hpp>

#include <algorithm>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::operations;

namespace {

schema::Table person() {
    schema::Table table{.name = "person"};
    schema::append(table, column("id", Integer(), primary_key));
    schema::append(table, column("name", String(30), not_null));
    schema::append(table, column("age", Integer(), server_default("0")));
    schema::append(table, primary_key_constraint("pk_person", {"id"}));
    schema::append(table, unique_constraint("uq_person_name", {"name"}));
    schema::append(table, check_constraint("ck_person_age", "age >= 0"));
    schema::append(table, index("ix_person_age", {"age"}, where("age > 18")));
    return table;
}

schema::Table pet() {
    schema::Table table{.name = "pet"};
    schema::append(table, column("owner", Integer(), not_null));
    schema::append(
        table,
        foreign_key_constraint("fk_pet_owner", {"owner"}, "person", {"id"}, OnDelete::Cascade));
    return table;
}

std::vector<schema::Table> both() {
    return {person(), pet()};
}

std::vector<Operation> reversible_steps() {
    const TableName table{"person", ""};
    return {
        CreateTable{{.name = "extra", .columns = {{.name = "a"}}}},
        DropTable{{"pet", ""}, pet()},
        RenameTable{table, "human"},
        SetTableComment{table, "", "people"},
        AddColumn{table, {.name = "city", .type = Text()}},
        DropColumn{table, "age", *person().find_column("age")},
        RenameColumn{table, "age", "years"},
        AlterColumn{.table = table,
                    .column = "name",
                    .existing = {.type = String(30), .nullable = false},
                    .modified = {.type = String(50), .nullable = true}},
        CreateIndex{table, index("ix_new", {"name"})},
        DropIndex{table, "ix_person_age", person().indexes[0]},
        RenameIndex{table, "ix_person_age", "ix_age"},
        AddConstraint{table, check_constraint("ck_new", "id > 0")},
        DropConstraint{table, "uq_person_name", ddl::ConstraintKind::Unique, person().uniques[0]},
        RenameConstraint{table, "uq_person_name", "uq_name"},
    };
}

}  // namespace

TEST_CASE("every step that says enough is taken back by its reverse") {
    for (const Operation& step : reversible_steps()) {
        CAPTURE(describe(step));
        std::vector<schema::Table> tables = both();

        apply_to(step, tables);
        const std::optional<Operation> back = reverse(step);
        REQUIRE(back);
        CHECK((tables != both()));
        apply_to(*back, tables);

        std::ranges::sort(tables, {}, &schema::Table::name);
        for (schema::Table& table : tables) {
            std::ranges::sort(table.columns, {}, &schema::Column::name);
        }
        std::vector<schema::Table> expected = both();
        for (schema::Table& table : expected) {
            std::ranges::sort(table.columns, {}, &schema::Column::name);
        }
        CHECK((tables == expected));
    }
}

TEST_CASE("a live schema tells whether a step was taken") {
    for (const Operation& step : reversible_steps()) {
        CAPTURE(describe(step));
        std::vector<schema::Table> tables = both();

        CHECK(is_applied(step, tables) == Applied::No);
        apply_to(step, tables);
        CHECK(is_applied(step, tables) == Applied::Yes);
    }
}

TEST_CASE("what a step does not say cannot be taken back") {
    const TableName table{"t", ""};

    CHECK_FALSE(reverse(Operation{DropTable{table, {}}}));
    CHECK_FALSE(reverse(Operation{DropColumn{table, "c", {}}}));
    CHECK_FALSE(reverse(Operation{DropIndex{table, "ix", {}}}));
    CHECK_FALSE(reverse(Operation{DropConstraint{table, "ck", {}, {}}}));
    CHECK_FALSE(reverse(
        Operation{AlterColumn{.table = table, .column = "c", .modified = {.type = Text()}}}));
    CHECK_FALSE(reverse(Operation{Execute{"delete from t", ""}}));
}

TEST_CASE("a list of steps is taken back from the end, and says what it cannot take back") {
    const TableName table{"t", ""};
    const std::vector<Operation> steps{AddColumn{table, {.name = "a", .type = Text()}},
                                       DropColumn{table, "b", {}}};

    const std::vector<Operation> back = reverse(steps);

    REQUIRE(back.size() == 2);
    CHECK(std::get<Irreversible>(back[0]).why ==
          "nobody can tell how to take back: drop column \"t.b\"");
    CHECK(std::get<DropColumn>(back[1]).column == "a");
}

TEST_CASE("new names reach keys, indexes and texts, but not text literals") {
    std::vector<schema::Table> tables = both();
    tables[0].checks[0].expression = "age >= 0 and \"age\" <> 1 and name <> 'age'";

    apply_to(RenameColumn{{"person", ""}, "age", "years"}, tables);
    apply_to(RenameColumn{{"person", ""}, "id", "key"}, tables);
    apply_to(RenameTable{{"person", ""}, "human"}, tables);

    CHECK(tables[0].checks[0].expression == "years >= 0 and years <> 1 and name <> 'age'");
    CHECK(tables[0].indexes[0].where == "years > 18");
    CHECK(tables[0].indexes[0].elements[0].column == "years");
    CHECK(tables[0].primary_key->columns == std::vector<std::string>{"key"});
    CHECK(tables[1].foreign_keys[0].referred_table == "human");
    CHECK(tables[1].foreign_keys[0].referred_columns == std::vector<std::string>{"key"});
}

TEST_CASE("new names in texts get the quotes that they need") {
    const auto renamed = [](const std::string& text, const std::string& to) {
        std::vector<schema::Table> tables = both();
        tables[0].checks[0].expression = text;
        apply_to(RenameColumn{{"person", ""}, "age", to}, tables);
        return tables[0].checks[0].expression;
    };

    CHECK(renamed("age > 0", "it's") == "\"it's\" > 0");
    CHECK(renamed("age > 0", "a \"b\"") == "\"a \"\"b\"\"\" > 0");
    CHECK(renamed("age > 0", "order") == "\"order\" > 0");
    CHECK(renamed("age > 0", "Age") == "\"Age\" > 0");
    CHECK(renamed("\"age\" > 0 and \"ag\"\"e\" > 0", "b\"") == "\"b\"\"\" > 0 and \"ag\"\"e\" > 0");
}

TEST_CASE("a step that does not fit the schema is refused with its reason") {
    std::vector<schema::Table> tables = both();

    CHECK_THROWS_WITH_AS(
        apply_to(DropColumn{{"person", ""}, "height", {}}, tables),
        "cannot drop column \"person.height\": there is no column \"height\"; compare the "
        "schema with what the revision expects",
        MigrationError);
    CHECK_THROWS_AS(apply_to(CreateTable{person()}, tables), MigrationError);
    CHECK_THROWS_AS(apply_to(DropIndex{{"person", ""}, "ix", {}}, tables), MigrationError);
    CHECK_THROWS_AS(apply_to(DropConstraint{{"person", ""}, "ck", {}, {}}, tables), MigrationError);
}

TEST_CASE("steps become definitions: indexes of a new table follow it") {
    const std::vector<ddl::Statement> statements = to_ddl(CreateTable{person()});

    REQUIRE(statements.size() == 2);
    CHECK(std::get<ddl::CreateTable>(statements[0]).table.indexes.empty());
    CHECK(std::get<ddl::CreateIndex>(statements[1]).index.name == "ix_person_age");
}

TEST_CASE(
    "an alteration is completed from the live table, and differs even where nothing is known") {
    const AlterColumn step{
        .table = {"person", ""}, .column = "age", .modified = {.nullable = false}};
    const schema::Table live = person();

    const auto known = std::get<ddl::AlterColumn>(to_ddl(step, &live)[0]);
    const auto unknown = std::get<ddl::AlterColumn>(to_ddl(step)[0]);

    CHECK((known.existing == *live.find_column("age")));
    CHECK(known.modified.server_default == "0");
    CHECK_FALSE(known.modified.nullable);
    CHECK(unknown.existing.nullable);
    CHECK_FALSE(unknown.modified.nullable);
    CHECK((unknown.existing.type == unknown.modified.type));
}

TEST_CASE(
    "a constraint's kind comes from the live table, its identity from its content when it has no "
    "name") {
    const schema::Table live = person();
    const DropConstraint named{{"person", ""}, "uq_person_name", {}, {}};
    const DropConstraint unnamed{{"person", ""}, "", ddl::ConstraintKind::Check, check("age > 1")};

    CHECK(std::get<ddl::DropConstraint>(to_ddl(named, &live)[0]).kind ==
          ddl::ConstraintKind::Unique);
    CHECK(std::get<ddl::DropConstraint>(to_ddl(unnamed)[0]).expression == "age > 1");
}

TEST_CASE("steps are described for people") {
    const TableName table{"t", "s"};
    const AlterColumn change{.table = table,
                             .column = "c",
                             .existing = {.type = String(10)},
                             .modified = {.type = String(20), .nullable = false}};

    CHECK(describe(change) ==
          "alter column \"s.t.c\": type from String(10) to String(20), NULL to NOT NULL");
    CHECK(describe(AddConstraint{table, unique_constraint("uq", {"a"})}) ==
          "add unique constraint \"uq\" to \"s.t\"");
    CHECK(describe(DropConstraint{table, "x", {}, {}}) == "drop constraint \"x\" of \"s.t\"");
}
