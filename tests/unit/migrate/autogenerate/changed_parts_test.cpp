// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "migrate/autogenerate/changed_parts.hpp"

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::operations;

namespace {

std::vector<std::string> found(const std::vector<Operation>& steps) {
    std::vector<std::string> result;
    for (const ChangedColumn& one : changed_parts(steps)) {
        const bool is_dropped = one.part.fate == dialects::ChangedPart::Fate::Dropped;
        result.push_back((is_dropped ? "dropped " : "altered ") + one.part.schema + "." +
                         one.part.table + "." + one.part.column);
    }
    return result;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what changes is named as it is before the first step") {
    const std::vector<Operation> steps{
        RenameTable{{"old", "app"}, "now"},
        RenameColumn{{"now", "app"}, "a", "b"},
        AlterColumn{.table = {"now", "app"}, .column = "b", .modified = {.type = BigInteger()}},
        DropColumn{.table = {"now", "app"}, .column = "c"},
        DropTable{.table = {"gone", ""}}};

    CHECK(found(steps) == Lines{"altered app.old.a", "dropped app.old.c", "dropped .gone."});
}

TEST_CASE("a column that is made anew counts as altered, one that keeps its type does not count") {
    const std::vector<Operation> steps{
        DropColumn{.table = {"t", ""}, .column = "g"},
        AddColumn{{"t", ""}, {.name = "g", .type = Integer()}},
        AlterColumn{.table = {"t", ""}, .column = "a", .modified = {.nullable = false}}};

    CHECK(found(steps) == Lines{"altered .t.g"});
}
