// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migration.hpp>

#include <algorithm>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.create_table("user_account", column("id", BigInteger(), primary_key, autoincrement));
}

void downgrade(Operations& op) {
    op.drop_table("user_account");
}

const Revision revision{{.id = "registry_test_2",
                         .down = {"registry_test_1"},
                         .message = "create tables",
                         .created = "2026-11-20 11:40:27",
                         .depends_on = {"x", "y"},
                         .transactional = false},
                        upgrade,
                        downgrade};

}  // namespace

TEST_CASE("a revision in static storage is known to the program with its head lines and its file") {
    const auto linked = migrate::linked_revisions();

    const auto found = std::ranges::find(linked, &revision);
    REQUIRE(found != linked.end());
    CHECK((*found)->head().id == "registry_test_2");
    CHECK((*found)->head().down.values() == std::vector<std::string>{"registry_test_1"});
    CHECK((*found)->head().depends_on.values() == std::vector<std::string>{"x", "y"});
    CHECK_FALSE((*found)->head().transactional);
    CHECK(std::string{(*found)->file()}.ends_with("revision_registry_test.cpp"));
}

TEST_CASE("a revision's functions give its steps") {
    migrate::OperationList list;
    Operations op{list};

    revision.upgrade()(op);
    revision.downgrade()(op);

    REQUIRE(list.operations().size() == 2);
    CHECK(migrate::describe(list.operations()[0]) == "add table \"user_account\"");
    CHECK(migrate::describe(list.operations()[1]) == "drop table \"user_account\"");
}
