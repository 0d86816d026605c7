// SPDX-License-Identifier: MIT
#include "migrate/runtime/batches.hpp"

#include <doctest/doctest.h>
#include <azoth/dialects/registry.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migration.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

const dialects::Dialect& dialect(std::string_view name) {
    return *dialects::find_dialect(name).dialect;
}

std::vector<Operation> steps(migration::Step body) {
    OperationList list;
    Operations op{list};
    body(op);
    return list.operations();
}

/// `rebuild: step, step` or the step alone, a line for each batch.
std::vector<std::string> batches(std::string_view name, migration::Step body) {
    std::vector<std::string> lines;
    for (const Batch& batch : plan_batches(steps(body), dialect(name))) {
        std::string line = batch.is_rebuild ? "rebuild:" : "";
        for (const Operation& step : batch.steps) {
            line += (line.empty() ? "" : " ") + describe(step) + ";";
        }
        lines.push_back(line);
    }
    return lines;
}

using Lines = std::vector<std::string>;

void several_on_two_tables(Operations& op) {
    op.drop_constraint("ck", "a");
    op.drop_constraint("ck", "b");
    op.alter_column("a", "x", {.nullable = false});
    op.create_index("ix", "a", {"x"});
    op.create_check_constraint("ck2", "a", "x > 1");
    op.create_index("iy", "a", {"x"});
}

void with_sql_between(Operations& op) {
    op.drop_constraint("ck", "a");
    op.execute("update a set x = 1");
    op.create_check_constraint("ck", "a", "x = 1");
}

void index_moves(Operations& op) {
    op.drop_constraint("ck", "a");
    op.drop_index("ix", "b");
    op.create_index("ix", "a", {"x"});
    op.create_check_constraint("ck", "a", "x = 1");
}

void drop_alone(Operations& op) {
    op.drop_table("a");
}

void create_alone(Operations& op) {
    op.create_table("a", column("x", Integer()));
}

}  // namespace

TEST_CASE(
    "steps on one table become one rebuild, past steps on others; what needs none stays behind") {
    CHECK(batches("sqlite", several_on_two_tables) ==
          Lines{"rebuild: drop constraint \"ck\" of \"a\"; alter column \"a.x\": NULL to NOT NULL; "
                "add index \"ix\" "
                "on \"a\"; add check constraint \"ck2\" to \"a\";",
                "rebuild: drop constraint \"ck\" of \"b\";",
                "add index \"iy\" on \"a\";"});
}

TEST_CASE("nothing moves past SQL text") {
    CHECK(batches("sqlite", with_sql_between) ==
          Lines{"rebuild: drop constraint \"ck\" of \"a\";",
                "execute update a set x = 1;",
                "rebuild: add check constraint \"ck\" to \"a\";"});
}

TEST_CASE("an index does not come before the one whose name it takes over") {
    CHECK(batches("sqlite", index_moves).front() == "rebuild: drop constraint \"ck\" of \"a\";");
}

TEST_CASE("where tables are altered in place every step is its own") {
    CHECK(batches("postgresql", several_on_two_tables).size() == 6);
}

TEST_CASE("dropping a table asks for the care of a rebuild, creating one does not") {
    CHECK(needs_rebuild_protocol(steps(drop_alone), dialect("sqlite")));
    CHECK(needs_rebuild_protocol(steps(several_on_two_tables), dialect("sqlite")));
    CHECK_FALSE(needs_rebuild_protocol(steps(create_alone), dialect("sqlite")));
    CHECK_FALSE(needs_rebuild_protocol(steps(drop_alone), dialect("postgresql")));
}
