// SPDX-License-Identifier: MIT
#include "migrate/runtime/rows_in_the_way.hpp"

#include <doctest/doctest.h>
#include <azoth/dialects/registry.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migration.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

using Lines = std::vector<std::string>;

/// `query -> what is found`, a line for each.
Lines asked(migration::Step body) {
    OperationList list;
    Operations op{list};
    body(op);
    Lines lines;
    for (const RowsInTheWay& one :
         rows_in_the_way(list.operations(), *dialects::find_dialect("postgresql").dialect)) {
        lines.push_back(one.count + " -> " + one.table.name + ": " + one.with);
    }
    return lines;
}

void narrow(Operations& op) {
    op.alter_column("t", "x", {.nullable = false});
    op.alter_column("t", "y", {.nullable = true});
    op.create_check_constraint("ck", "t", "x > 0 or y");
    op.create_unique_constraint("uq", in_schema("s", "t"), {"x", "order"});
    op.create_foreign_key("fk", "t", "p", {"a", "b"}, {"c", "d"});
    op.create_index("ix", "t", {"x"}, unique, where("y > 1"));
    op.create_index("iy", "t", {"x"});
    op.create_index_concurrently("iz", "t", {"x"}, unique);
}

void after_changes(Operations& op) {
    op.rename_column("t", "old", "x");
    op.alter_column("t", "x", {.nullable = false});
    op.create_check_constraint("ck", "t", "x > 0");
    op.add_column("t", column("y", Integer(), not_null, server_default("1")));
    op.create_unique_constraint("uq", "t", {"y", "z"});
    op.alter_column("t", "w", {.type = Integer(), .nullable = false});
    op.create_foreign_key("fk", "t", "p", {"w"}, {"id"});
    op.rename_table("t", "u");
    op.alter_column("u", "z", {.nullable = false});
    op.create_table("v", column("a", Integer()));
    op.create_unique_constraint("uq", "v", {"a"});
}

void after_work_by_hand(Operations& op) {
    op.execute("update t set x = 1 where x is null");
    op.alter_column("t", "x", {.nullable = false});
}

}  // namespace

TEST_CASE("rows for which a step would be refused are asked for before it") {
    CHECK(asked(narrow) ==
          Lines{"SELECT count(*) FROM t WHERE x IS NULL -> t: NULL in column \"x\"",
                "SELECT count(*) FROM t WHERE NOT (x > 0 or y) -> t: values that the check \"ck\" "
                "refuses (x > 0 or y)",
                "SELECT CAST(coalesce(sum(n), 0) AS bigint) FROM (SELECT count(*) AS n FROM s.t "
                "WHERE x IS NOT NULL AND \"order\" IS NOT NULL GROUP BY x, \"order\" HAVING "
                "count(*) > 1) AS equal_rows -> t: values in \"x, order\" that another row has too",
                "SELECT count(*) FROM t AS referring WHERE referring.a IS NOT NULL AND referring.b "
                "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM p AS referred WHERE referred.c = "
                "referring.a AND referred.d = referring.b) -> t: values in \"a, b\" that no row of "
                "table \"p\" has",
                "SELECT CAST(coalesce(sum(n), 0) AS bigint) FROM (SELECT count(*) AS n FROM t "
                "WHERE x IS NOT NULL AND (y > 1) GROUP BY x HAVING count(*) > 1) AS equal_rows -> "
                "t: values in \"x\" that another row has too"});
}

TEST_CASE("what earlier steps change is not asked for") {
    CHECK(asked(after_changes) ==
          Lines{"SELECT count(*) FROM t WHERE w IS NULL -> t: NULL in column \"w\""});
    CHECK(asked(after_work_by_hand).empty());
}
