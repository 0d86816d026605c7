// SPDX-License-Identifier: MIT
#include "migrate/command/clock.hpp"
#include "migrate/command/hooks.hpp"
#include "migrate/environment/child_process.hpp"
#include "migrate/environment/environment_program.hpp"
#include "migrate/environment/own_build.hpp"
#include "migrate/revision/read_file.hpp"
#include "temporary_folder.hpp"

#include <azoth/base/error.hpp>
#include <azoth/migrate/compare/renames.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>
#include <azoth/migration.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

using namespace azoth;
using namespace azoth::migrate;

namespace {

template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return "none";
}

}  // namespace

TEST_CASE("a relative identifier needs to know where the database is") {
    const RevisionGraph graph{};
    const Resolver resolver{graph};

    CHECK(code_of([&] { (void)resolver.current("-1"); }) == "no-current-revision");
}

TEST_CASE("a file that cannot be read is named with the reason") {
    const test::TemporaryFolder folder;

    CHECK(code_of([&] { (void)read_file(folder.path("none.cpp")); }) == "file-unreadable");
}

TEST_CASE("a time zone that the system does not know is not taken for UTC") {
    CHECK(code_of([] { (void)time_in_zone(0, "Europe/Atlantis"); }) == "unknown-timezone");
    CHECK(code_of([] { (void)time_in_zone(0, "../../etc/passwd"); }) == "unknown-timezone");
}

TEST_CASE("a hook that fails stops the command and leaves the file") {
    const test::TemporaryFolder folder;
    const std::string file = folder.write("revision.cpp", "int a;\n");
    Config config{};
    config.folder = folder.path();
    config.hooks.after_write = {"test -f {file} && exit 3"};

    CHECK(code_of([&] { run_hooks(config, file); }) == "hook-failed");
    CHECK(read_file(file) == "int a;\n");
}

TEST_CASE("a program that is not there cannot be started") {
    const std::vector<std::string> words{"azoth-no-such-program"};

    CHECK(code_of([&] { (void)run_child({.words = words, .folder = "/"}); }) ==
          "program-not-started");
}

TEST_CASE("an environment program refuses a command of another protocol") {
    Config config{};
    announce_protocol(config);
    CHECK(code_of([] { check_protocol(); }) == "none");

    ::setenv("AZOTH_PROTOCOL", "999", 1);
    CHECK(code_of([] { check_protocol(); }) == "environment-protocol");

    ::unsetenv("AZOTH_PROTOCOL");
    ::unsetenv("AZOTH_CONFIG");
}

TEST_CASE("an environment program of one's own has to exist after it was built") {
    const test::TemporaryFolder folder;
    Config config{};
    config.folder = folder.path();
    config.build.program = folder.path("shop-migrate");

    CHECK(code_of([&] { (void)program_of_own_build(config); }) == "environment-program-missing");
}

TEST_CASE("a step that does not fit the schema is refused") {
    std::vector<schema::Table> tables{};
    const Operation step = operations::DropColumn{.table = {"t"}, .column = "a"};

    CHECK(code_of([&] { apply_to(step, tables); }) == "operation-not-applicable");
}

TEST_CASE("a row of bulk_insert has a value for each column") {
    OperationList list{};
    Operations op{list};

    CHECK(code_of([&] { op.bulk_insert("t", {"a", "b"}, {{1, 2}, {3}}); }) == "bulk-insert-width");
    CHECK(list.operations().empty());
}

TEST_CASE("code of a revision cannot run where SQL is only printed") {
    OperationList list{};

    CHECK(code_of([&] { (void)list.flush(); }) == "offline-run");
}

TEST_CASE("a rename that makes no sense says which form it takes") {
    const std::vector<schema::Table> live{schema::Table{.name = "person"}};

    CHECK(code_of([&] { (void)parse_rename("person.a=human.b", live); }) == "bad-rename");
    CHECK(code_of([&] { (void)find_renames(live, live, {.declared = {{"person", "x", "y"}}}); }) ==
          "unknown-rename");
}

TEST_CASE("an SQL revision without a section for the direction is not passed over") {
    RunnableRevision revision{};
    revision.info.id = "1975ea83b712";
    revision.sql = std::make_shared<SqlRevision>();
    OperationList list{};

    CHECK(code_of([&] { take_steps(revision, Direction::Downgrade, list); }) == "no-sql-section");
}

TEST_CASE("a C++ revision that the program does not hold is not passed over") {
    RevisionFile file{};
    file.info.id = "1975ea83b712";
    file.info.path = "versions/1975ea83b712_a.cpp";
    const std::vector<RevisionFile> files{file};

    CHECK(code_of([&] { (void)library_of(files); }) == "revision-not-linked");
}
