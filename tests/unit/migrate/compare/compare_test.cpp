// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/compare/compare.hpp>
#include <azoth/schema/elements.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

template <class... Elements>
schema::Table table(std::string name, const Elements&... elements) {
    schema::Table result{.name = std::move(name)};
    (schema::append(result, elements), ...);
    return result;
}

using Lines = std::vector<std::string>;

Lines described(std::span<const Operation> operations) {
    Lines lines;
    for (const Operation& one : operations) {
        lines.push_back(describe(one));
    }
    return lines;
}

Lines steps(const std::vector<schema::Table>& live, const std::vector<schema::Table>& wanted) {
    return described(compare(live, wanted).operations);
}

const auto id = [] { return column("id", Integer(), primary_key); };

}  // namespace

TEST_CASE("equal schemas need no step, in whatever order tables and constraints come") {
    const schema::Table a =
        table("a", id(), check_constraint("x", "id > 0"), check_constraint("y", "id > 1"));
    const schema::Table a_otherwise =
        table("a", id(), check_constraint("y", "id > 1"), check_constraint("x", "id > 0"));
    const schema::Table b = table("b", id());

    CHECK(steps({a, b}, {b, a_otherwise}).empty());
}

TEST_CASE("new tables come with referred ones first, and go with referring ones first") {
    const schema::Table parent = table("z_parent", id());
    const schema::Table child =
        table("a_child", id(), foreign_key_constraint("fk", {"id"}, "z_parent", {"id"}));

    CHECK(steps({}, {child, parent}) == Lines{"add table \"z_parent\"", "add table \"a_child\""});
    CHECK(steps({child, parent}, {}) == Lines{"drop table \"a_child\"", "drop table \"z_parent\""});
}

TEST_CASE("a foreign key that closes a cycle is a step of its own, both ways") {
    const schema::Table a = table("a",
                                  id(),
                                  column("b_id", Integer()),
                                  foreign_key_constraint("fk_a_b", {"b_id"}, "b", {"id"}));
    const schema::Table b = table("b",
                                  id(),
                                  column("a_id", Integer()),
                                  foreign_key_constraint("fk_b_a", {"a_id"}, "a", {"id"}));

    const Lines up = steps({}, {a, b});
    const Lines down = steps({a, b}, {});

    REQUIRE(up.size() >= 3);
    CHECK(up[0] == "add table \"a\"");
    CHECK(up[1] == "add table \"b\"");
    CHECK(up[2].starts_with("add foreign key"));
    CHECK(down.front().starts_with("drop foreign key"));
    CHECK(down.back().starts_with("drop table"));
}

TEST_CASE("every property of a column is compared") {
    const schema::Table live =
        table("t", column("a", String(10), not_null, server_default("'x'"), comment("c")));
    const schema::Table wanted = table("t", column("a", String(20)));

    const Comparison result = compare(std::span{&live, 1}, std::span{&wanted, 1});

    REQUIRE(result.operations.size() == 1);
    const auto& step = std::get<operations::AlterColumn>(result.operations[0]);
    CHECK((step.modified.type == SqlType{String(20)}));
    CHECK((step.existing.type == SqlType{String(10)}));
    CHECK(step.modified.nullable == true);
    CHECK_FALSE(step.modified.server_default->has_value());
    CHECK((*step.existing.server_default == "'x'"));
    CHECK(step.modified.comment == "");
    CHECK_FALSE(step.modified.autoincrement);
}

TEST_CASE("types differ in length, precision, collation, array element and enum values") {
    const auto differ = [](const SqlType& one, const SqlType& other) {
        return steps({table("t", column("a", one))}, {table("t", column("a", other))}).size() == 1;
    };

    CHECK(differ(String(10), String()));
    CHECK(differ(Numeric(10, 2), Numeric(10)));
    CHECK(differ(String(10), String(10, "C")));
    CHECK(differ(Array(Integer()), Array(Text())));
    CHECK(differ(Enum("mood", {"a"}), Enum("mood", {"a", "b"})));
    CHECK_FALSE(differ(String(10), String(10)));
}

TEST_CASE("indexes are compared with all they have") {
    const auto differ = [](const schema::Index& one, const schema::Index& other) {
        return !steps({table("t", id(), one)}, {table("t", id(), other)}).empty();
    };
    const schema::Index plain = index("ix", {"id"});

    CHECK_FALSE(differ(plain, index("ix", {"id"})));
    CHECK(differ(plain, index("ix", {"id"}, unique)));
    CHECK(differ(plain, index("ix", {"id"}, where("id > 1"))));
    CHECK(differ(plain, index("ix", {"id"}, using_("hash"))));
    CHECK(differ(plain, index("ix", {"id"}, include({"id"}))));
    CHECK(differ(plain, index("ix", {index_column("id").descending()})));
    CHECK(differ(plain, index("ix", {index_expression("id + 1")})));
    CHECK(differ(plain, index("ix", {index_column("id").with_operator_class("x")})));
}

TEST_CASE("a changed constraint goes before columns change and comes after") {
    const schema::Table live = table(
        "t", id(), column("a", Integer()), check_constraint("ck", "a > 0"), index("ix", {"a"}));
    const schema::Table wanted = table(
        "t", id(), column("b", Integer()), check_constraint("ck", "b > 0"), index("ix", {"b"}));

    CHECK(steps({live}, {wanted}) == Lines{"drop index \"ix\" of \"t\"",
                                           "drop check constraint \"ck\" of \"t\"",
                                           "add column \"t.b\"",
                                           "drop column \"t.a\"",
                                           "add check constraint \"ck\" to \"t\"",
                                           "add index \"ix\" on \"t\""});
}

TEST_CASE("what differs in its name alone is renamed") {
    const schema::Table live =
        table("t", id(), unique_constraint("uq_1", {"id"}), index("ix_1", {"id"}));
    const schema::Table wanted =
        table("t", id(), unique_constraint("uq_2", {"id"}), index("ix_2", {"id"}));

    CHECK(steps({live}, {wanted}) ==
          Lines{"rename index \"ix_1\" to \"ix_2\"", "rename constraint \"uq_1\" to \"uq_2\""});
}

TEST_CASE("names that two constraints exchange are not renamed through each other") {
    const schema::Table live =
        table("t", id(), check_constraint("a", "id > 1"), check_constraint("b", "id > 2"));
    const schema::Table wanted =
        table("t", id(), check_constraint("b", "id > 1"), check_constraint("a", "id > 2"));

    const Lines result = steps({live}, {wanted});

    CHECK(result == Lines{"drop check constraint \"a\" of \"t\"",
                          "drop check constraint \"b\" of \"t\"",
                          "add check constraint \"b\" to \"t\"",
                          "add check constraint \"a\" to \"t\""});
}

TEST_CASE("constraints without a name are matched by content, with named ones too") {
    const schema::Table unnamed = table("t", id(), unique_constraint({"id"}), check("id > 0"));
    const schema::Table named =
        table("t", id(), unique_constraint("uq", {"id"}), check_constraint("ck", "id > 0"));
    const schema::Table other = table("t", id(), check("id > 1"));

    CHECK(steps({unnamed}, {named}).empty());
    CHECK(steps({unnamed}, {other}) == Lines{"drop unique constraint of \"t\"",
                                             "drop check constraint of \"t\"",
                                             "add check constraint to \"t\""});
}

TEST_CASE("foreign keys let go of a key that is replaced, and take it up again") {
    const schema::Table child =
        table("child", id(), foreign_key_constraint("fk", {"id"}, "parent", {"id"}));
    const schema::Table live = table("parent", id(), primary_key_constraint("pk", {"id"}));
    const schema::Table wanted = table("parent",
                                       id(),
                                       column("k", Integer()),
                                       primary_key_constraint("pk", {"id", "k"}),
                                       unique_constraint("uq", {"id"}));

    const Lines result = steps({child, live}, {child, wanted});

    CHECK(result.front() == "drop foreign key \"fk\" of \"child\"");
    CHECK(result.back() == "add foreign key \"fk\" to \"child\"");
}

TEST_CASE("a column whose computation changes is dropped and added, with what rests on it") {
    const auto with = [](std::string_view sql) {
        return table("t", id(), column("d", Integer(), computed(sql)), index("ix", {"d"}));
    };

    CHECK(steps({with("id + 1")}, {with("id + 2")}) == Lines{"drop index \"ix\" of \"t\"",
                                                             "drop column \"t.d\"",
                                                             "add column \"t.d\"",
                                                             "add index \"ix\" on \"t\""});
}

TEST_CASE("a generated column makes way for the type of a column it reads") {
    const auto with = [](const SqlType& type) {
        return table("t", column("a", type), column("d", Integer(), computed("a + 1")));
    };

    CHECK(steps({with(Integer())}, {with(BigInteger())}) ==
          Lines{"drop column \"t.d\"",
                "alter column \"t.a\": type from Integer() to BigInteger()",
                "add column \"t.d\""});
}

TEST_CASE("types of closed lists come before the tables that use them and go after") {
    const schema::Table t = table("t", column("m", Enum("mood", {"sad", "glad"})));

    CHECK(steps({}, {t}) == Lines{"add type \"mood\"", "add table \"t\""});
    CHECK(steps({t}, {}) == Lines{"drop table \"t\"", "drop type \"mood\""});
}

TEST_CASE("the tool's own tables are never looked at, nor what a filter leaves out") {
    const std::vector<schema::Table> live{table("alembic_version", id()),
                                          table("azoth_history", id()),
                                          table("azoth_lock", id()),
                                          table("spatial_ref_sys", id()),
                                          table("mine", id())};

    CHECK(described(compare(live, {}, {.exclude = {"spatial_*"}}).operations) ==
          Lines{"drop table \"mine\""});
    CHECK(described(compare(live, {}, {.include = {"m?ne"}}).operations) ==
          Lines{"drop table \"mine\""});
}

TEST_CASE("a neutral value is one that the column may hold") {
    const auto steps_filled = [](const SqlType& type, const std::string& condition) {
        const schema::Table live = table("t", id());
        schema::Table wanted = table("t", id(), column("mood", type, not_null));
        if (!condition.empty()) {
            wanted.checks.push_back({.name = "ck", .expression = condition});
        }
        const auto steps =
            with_fillers(compare(std::span{&live, 1}, std::span{&wanted, 1}).operations);
        for (const Operation& step : steps) {
            if (const auto* add = std::get_if<operations::AddColumn>(&step)) {
                return add->column.server_default.value_or("none");
            }
        }
        return std::string{};
    };

    CHECK(steps_filled(Enum("mood", {"it's", "b"}), "") == "'it''s'");
    CHECK(steps_filled(String(4), "mood IN ('it''s', 'b')") == "'it''s'");
    CHECK(steps_filled(String(4), "\"mood\" IN ('a')") == "'a'");
    CHECK(steps_filled(String(4), "id > 0 and mood > 'a'") == "''");
    CHECK(steps_filled(String(4), "id IN ('a')") == "''");
}

TEST_CASE("rows that exist get what new objects hold, where the model says what that is") {
    const schema::Table live = table("t", id());
    schema::Table wanted = table("t", id(), column("active", Boolean(), not_null));
    wanted.columns[1].initial.sql = "true";

    const auto steps_filled =
        with_fillers(compare(std::span{&live, 1}, std::span{&wanted, 1}).operations);

    REQUIRE(steps_filled.size() == 2);
    CHECK(std::get<operations::AddColumn>(steps_filled[0]).column.server_default == "true");
}

TEST_CASE("a required column without default is added with a neutral one for the rows that exist") {
    const schema::Table live = table("t", id());
    const schema::Table wanted = table("t", id(), column("name", String(30), not_null));

    const auto steps_filled =
        with_fillers(compare(std::span{&live, 1}, std::span{&wanted, 1}).operations);

    REQUIRE(steps_filled.size() == 2);
    CHECK(std::get<operations::AddColumn>(steps_filled[0]).column.server_default == "''");
    const auto& after = std::get<operations::AlterColumn>(steps_filled[1]);
    CHECK((after.existing.server_default == std::optional<std::optional<std::string>>{"''"}));
    CHECK_FALSE(after.modified.server_default->has_value());
}

TEST_CASE(
    "names of indexes move from one table to another: renames come before what takes a name") {
    const auto a = [](const auto&... more) {
        return table("a", id(), column("x", Integer()), more...);
    };
    const auto b = [](const auto&... more) {
        return table("b", id(), column("y", Integer()), more...);
    };

    CHECK(
        steps({a(), b(index("ix_1", {"y"}))}, {a(index("ix_1", {"x"})), b(index("ix_2", {"y"}))}) ==
        Lines{"rename index \"ix_1\" to \"ix_2\"", "add index \"ix_1\" on \"a\""});
    CHECK(steps({a(index("ix_1", {"x"})), b(unique_constraint("uq_1", {"y"}))},
                {a(index("uq_1", {"x"})), b(unique_constraint("uq_2", {"y"}))}) ==
          Lines{"rename constraint \"uq_1\" to \"uq_2\"", "rename index \"ix_1\" to \"uq_1\""});
}

TEST_CASE("tables that exchange names of their indexes do it through a free one") {
    const auto tables = [](std::string_view of_a, std::string_view of_b) {
        return std::vector{table("a", id(), index(of_a, {"id"})),
                           table("b", id(), index(of_b, {"id"}))};
    };

    CHECK(steps(tables("ix_1", "ix_2"), tables("ix_2", "ix_1")) ==
          Lines{"rename index \"ix_2\" to \"ix_2_old\"",
                "rename index \"ix_1\" to \"ix_2\"",
                "rename index \"ix_2_old\" to \"ix_1\""});
}

TEST_CASE("generated columns go before what they read and come after it") {
    const schema::Table plain = table("t", id());
    const schema::Table generated =
        table("t", id(), column("y", Integer(), computed("x * 2")), column("x", Integer()));

    CHECK(steps({generated}, {plain}) == Lines{"drop column \"t.y\"", "drop column \"t.x\""});
    CHECK(steps({plain}, {generated}) == Lines{"add column \"t.x\"", "add column \"t.y\""});
}

TEST_CASE("labels change before any table uses them") {
    const auto tables = [](const SqlType& type, const auto&... more) {
        return std::vector{table("a", id(), more...), table("b", id(), column("st", type))};
    };
    const SqlType after = Enum("st", {"x", "y"});

    CHECK(steps(tables(Enum("st", {"x"})),
                tables(after, column("st", after, server_default("'y'")))) ==
          Lines{"alter column \"b.st\": type from Enum(\"st\", {\"x\"}) to Enum(\"st\", {\"x\", "
                "\"y\"})",
                "add column \"a.st\""});
}

TEST_CASE("defaults of a shared type go before its labels change and come after") {
    const auto of = [](const SqlType& type, std::string_view initial) {
        return table("t",
                     id(),
                     column("a", type, server_default(initial)),
                     column("b", type, server_default(initial)));
    };

    const Lines result = steps({of(Enum("st", {"x"}), "'x'")}, {of(Enum("st", {"y", "z"}), "'y'")});

    REQUIRE(result.size() == 6);
    CHECK(result[0] == "alter column \"t.a\": no server default");
    CHECK(result[1] == "alter column \"t.b\": no server default");
    CHECK(result[5] == "alter column \"t.b\": server default to 'y'");
}

TEST_CASE("a type that goes where another one takes all its columns is renamed") {
    const auto of = [](const SqlType& type) {
        return table("t",
                     id(),
                     column("a", type, server_default("'x'::" + type.name)),
                     check_constraint("ck", "a <> 'y'::" + type.name));
    };

    CHECK(steps({of(Enum("state", {"x", "y"}))}, {of(Enum("status", {"x", "y"}))}) ==
          Lines{"rename type \"state\" to \"status\""});
    CHECK(steps({of(Enum("state", {"x", "y"}))}, {of(Enum("status", {"p", "q"}))}).front() ==
          "drop check constraint \"ck\" of \"t\"");
}

TEST_CASE("a key of another schema lets go of a column of the default one that changes") {
    const auto owner = [](const SqlType& type) {
        return table("owner", column("id", type, primary_key));
    };
    const auto job = [](const SqlType& type) {
        schema::Table result = table(
            "job", column("owner", type), foreign_key_constraint("fk", {"owner"}, "owner", {"id"}));
        result.schema = "app";
        return result;
    };

    const Lines found = steps({owner(Integer()), job(Integer())}, {owner(Text()), job(Text())});

    CHECK(found.front() == "drop foreign key \"fk\" of \"app.job\"");
    CHECK(found.back() == "add foreign key \"fk\" to \"app.job\"");
}
