// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/compare/risks.hpp>
#include <azoth/schema/elements.hpp>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::operations;

namespace {

const TableName t{"t", ""};
const std::vector<schema::Table> live{{.name = "t", .columns = {{.name = "a", .type = Integer()}}}};

std::vector<std::string> risks(const Operation& step) {
    return data_at_risk(std::span{&step, 1}, live);
}

bool narrows(const SqlType& from, const SqlType& to) {
    return !risks(AlterColumn{.table = t,
                              .column = "a",
                              .existing = {.type = from},
                              .modified = {.type = to}})
                .empty();
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("dropped tables and columns lose what they hold") {
    CHECK(risks(DropTable{t, {}}) == Lines{"table \"t\" is dropped with its rows"});
    CHECK(risks(DropColumn{t, "a", {}}) ==
          Lines{"column \"a\" of table \"t\" is dropped with its values"});
    CHECK(risks(DropColumn{t, "a", schema::Column{.name = "a", .computed = "b + 1"}}).empty());
}

TEST_CASE("a computed column that becomes a plain one loses what it had") {
    const DropColumn dropped{t, "a", schema::Column{.name = "a", .computed = "b + 1"}};
    const AddColumn plain{t, {.name = "a", .type = Integer()}};
    const AddColumn computed{t, {.name = "a", .type = Integer(), .computed = "b + 2"}};

    CHECK(data_at_risk(std::vector<Operation>{dropped, plain}, live) ==
          Lines{"column \"a\" of table \"t\" is computed no more: it is made anew, without the "
                "values it had"});
    CHECK(data_at_risk(std::vector<Operation>{dropped, computed}, live).empty());
}

TEST_CASE("narrower types may not hold every value") {
    CHECK(narrows(BigInteger(), Integer()));
    CHECK(narrows(String(30), String(20)));
    CHECK(narrows(Text(), String(20)));
    CHECK(narrows(Text(), Integer()));
    CHECK(narrows(Numeric(10, 2), Numeric(8, 2)));
    CHECK(narrows(Numeric(10, 2), Numeric(10, 4)));
    CHECK(narrows(Integer(), Numeric(10, 2)));
    CHECK(narrows(Integer(), String(10)));
    CHECK(narrows(BigInteger(), Double()));
    CHECK(narrows(Numeric(), Integer()));
    CHECK(narrows(sql::DateTime(), sql::Date()));
    CHECK(narrows(sql::DateTime(), sql::DateTime(3)));
    CHECK(narrows(Double(), Float()));
    CHECK(narrows(Double(), Float(24)));
    CHECK(narrows(Float(53), Float()));
    CHECK_FALSE(narrows(Double(), Float(53)));
    CHECK_FALSE(narrows(Float(), Float(53)));
    CHECK(narrows(Enum("m", {"a", "b"}), Enum("m", {"a"})));
    CHECK_FALSE(narrows(Integer(), BigInteger()));
    CHECK_FALSE(narrows(String(20), String(30)));
    CHECK_FALSE(narrows(Integer(), Text()));
    CHECK_FALSE(narrows(Float(), Double()));
    CHECK_FALSE(narrows(Enum("m", {"a"}), Enum("m", {"a", "b"})));
    CHECK_FALSE(narrows(Numeric(8, 2), Numeric(10, 4)));
    CHECK_FALSE(narrows(Integer(), Numeric(12, 2)));
    CHECK_FALSE(narrows(Integer(), String(11)));
    CHECK_FALSE(narrows(sql::Uuid(), String(36)));
    CHECK_FALSE(narrows(Enum("m", {"a", "bcd"}), String(3)));
    CHECK_FALSE(narrows(Integer(), Double()));
    CHECK_FALSE(narrows(Boolean(), Integer()));
    CHECK_FALSE(narrows(sql::Date(), sql::DateTime()));
    CHECK_FALSE(narrows(sql::DateTime(3), sql::DateTimeTz()));
}

TEST_CASE("rows that exist may refuse NOT NULL and new constraints") {
    CHECK(risks(AddColumn{t, {.name = "b", .type = Integer(), .nullable = false}}) ==
          Lines{"column \"b\" of table \"t\" must not be NULL and has no default: rows that exist "
                "get a neutral value"});
    CHECK(risks(AddColumn{
                    t, {.name = "b", .type = Integer(), .nullable = false, .server_default = "1"}})
              .empty());
    CHECK(risks(AlterColumn{.table = t, .column = "a", .modified = {.nullable = false}}) ==
          Lines{"column \"a\" of table \"t\" must not be NULL any more; rows with NULL refuse it"});
    CHECK(risks(AddConstraint{t, check("a > 0")}) ==
          Lines{"the new check on table \"t\" refuses rows that exist and fail it"});
    CHECK(risks(AddConstraint{t, check_constraint("ck_t_a", "a > 0")}) ==
          Lines{"the new check \"ck_t_a\" on table \"t\" refuses rows that exist and fail it"});
    CHECK(risks(AddConstraint{{"new", ""}, check("a > 0")}).empty());
}

TEST_CASE("a table under a new name has rows all the same") {
    const std::vector<Operation> steps{RenameTable{t, "u"},
                                       AddConstraint{{"u", ""}, check("a > 0")}};

    CHECK(data_at_risk(steps, live) ==
          Lines{"the new check on table \"u\" refuses rows that exist and fail it"});
}

TEST_CASE("rows that met a constraint meet one that asks no more of them") {
    const auto replaced = [](const Constraint& before, const Constraint& now) {
        const std::vector<Operation> steps{DropConstraint{t, "before", kind_of(before), before},
                                           AddConstraint{t, now}};
        return data_at_risk(steps, live);
    };
    const auto key = foreign_key_constraint("before", {"a"}, "u", {"id"});

    CHECK(replaced(key, foreign_key_constraint("now", {"a"}, "u", {"id"}, OnDelete::Cascade))
              .empty());
    CHECK_FALSE(replaced(key, foreign_key_constraint("now", {"a"}, "v", {"id"})).empty());
    CHECK(replaced(unique_constraint("before", {"a"}), primary_key_constraint("now", {"a", "b"}))
              .empty());
    CHECK_FALSE(
        replaced(unique_constraint("before", {"a", "b"}), unique_constraint("now", {"a"})).empty());
}
