// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

struct Fixture {
    MetaData metadata{};
    Table parts{"part",
                metadata,
                column("id", Integer(), primary_key),
                column("name", String(50), not_null),
                column("whole", Integer())};
    Table words{"order", metadata, in_schema("Sales"), column("select", Integer(), not_null)};
};

TEST_CASE_FIXTURE(Fixture, "a query over a table without struct") {
    const auto query = select(parts.c<std::string>("name"), words.c("select"))
                           .join(words, words.c("select") == parts.c("id"))
                           .where(parts.c("whole") > 1.5)
                           .order_by(parts.c("name"));

    CHECK(sqlite(query) ==
          "SELECT part.name, \"Sales\".\"order\".\"select\" FROM part JOIN "
          "\"Sales\".\"order\" ON \"Sales\".\"order\".\"select\" = part.id WHERE "
          "part.whole > ? ORDER BY part.name");
    CHECK(postgresql(query) ==
          "SELECT part.name, \"Sales\".\"order\".\"select\" FROM part JOIN "
          "\"Sales\".\"order\" ON \"Sales\".\"order\".\"select\" = part.id WHERE "
          "part.whole > $1::DOUBLE PRECISION ORDER BY part.name");
    CHECK(parameters(query) == Values{1.5});
}

TEST_CASE_FIXTURE(Fixture, "a table without struct is joined with itself under another name") {
    const auto whole = parts.alias("whole part");
    const auto query = select(parts.c<std::string>("name"), whole.c<std::string>("name"))
                           .join(whole, parts.c("whole") == whole.c("id"))
                           .where(whole.c("whole").is_null());

    CHECK(sqlite(query) ==
          "SELECT part.name, \"whole part\".name AS name_1 FROM part JOIN part AS \"whole part\" "
          "ON part.whole = \"whole part\".id WHERE \"whole part\".whole IS NULL");
    CHECK(postgresql(select(whole.c("id"))) ==
          "SELECT \"whole part\".id FROM part AS \"whole part\"");
}

TEST_CASE_FIXTURE(Fixture, "a column that an outer join may leave out has to take NULL") {
    const auto whole = parts.alias("whole");
    const auto joined = [&](const auto& items) {
        return items.outer_join(whole, parts.c("whole") == whole.c("id"));
    };

    CHECK(refusal(joined(select(parts.c("id"), whole.c<std::string>("name"))), "sqlite") ==
          Refusal{"missing-row-not-said",
                  "cannot compile the statement: \"name\" is selected from \"whole\", which an "
                  "outer join may leave out; select nullable(…) of it instead"});
    CHECK(sqlite(joined(select(parts.c("id"),
                               whole.c("name"),
                               nullable(whole.c<std::string>("name")),
                               whole.c<std::optional<int>>("whole")))) ==
          "SELECT part.id, whole.name, whole.name AS name_1, whole.whole FROM part LEFT OUTER JOIN "
          "part AS whole ON part.whole = whole.id");
}

}  // namespace
