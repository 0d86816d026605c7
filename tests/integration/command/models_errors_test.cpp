// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

// Models and revisions that are wrong, and databases that models are not compared with.
namespace {

/// `azoth` with these words is refused on each database, without a file or a table made;
/// `variables` stand before the command.
void must_refuse_on_each(const Project& project,
                         const std::string& words,
                         const Refusal& refusal,
                         const std::string& variables = {}) {
    on_each_url(project, [&](const std::string& options, const Engine& engine) {
        project.must_refuse_run(variables + " \"$AZOTH_COMMAND\" " + options + words, refusal);
        CHECK(snapshot_of(project.folder(), engine).tables.empty());
    });
}

constexpr auto autogenerate = "revision --autogenerate -m more";

/// Built once: what is wrong with them is chosen when the program runs.
constexpr auto wrong_models =
    R"cpp(#pragma once
#include <azoth/orm.hpp>
#include <cstdlib>

          inline azoth::DeclarativeBase Base;

          struct Address;
          struct User {
              std::int64_t id = 0;
              azoth::Many<Address> addresses{};
          };
          struct Address {
              std::int64_t id = 0;
              std::string email{};
              std::int64_t user_id = 0;
              azoth::One<User> user{};
          };

          inline std::string choice(const char* variable, const char* usual) {
              const char* value = std::getenv(variable);
              return value == nullptr ? usual : value;
          }

          inline const auto users = Base.map<User>("user_account");
          inline const auto addresses =
              choice("KEY", "yes") == "yes"
                  ? Base.map<Address>(
                        "address",
                        azoth::column(&Address::user_id,
                                      azoth::foreign_key(choice("REFERS_TO", "user_account.id"))),
                        azoth::unique_constraint({choice("UNIQUE", "email")}))
                  : Base.map<Address>("address");
    )cpp";

}  // namespace

TEST_CASE("a mapping that is wrong is reported with table and member, before a database is asked") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", wrong_models);

    must_refuse_on_each(
        project,
        autogenerate,
        {.code = "missing-referred-table", .message = "cannot *\"address\"*\"nobody\"*"},
        "REFERS_TO=nobody.id");
    must_refuse_on_each(
        project,
        autogenerate,
        {.code = "missing-referred-column", .message = "cannot *\"address\"*\"nothing\"*"},
        "REFERS_TO=user_account.nothing");
    must_refuse_on_each(project,
                        autogenerate,
                        {.code = "unknown-column", .message = "cannot *\"emial\"*\"email\"*"},
                        "UNIQUE=emial");
    must_refuse_on_each(
        project, "check", {.code = "no-foreign-key", .message = "cannot *addresses*"}, "KEY=no");
}

TEST_CASE("models without tables are an error, never a migration that drops everything") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", "#include <azoth/orm.hpp>\ninline azoth::DeclarativeBase Base;\n");

    must_refuse_on_each(
        project,
        autogenerate,
        {.code = "empty-target",
         .message = "cannot compare the database with the models: no models are linked into this "
                    "program; did a static library drop them? Link them as an object library, or "
                    "keep all mappings beside their Base in one source file"});
}

TEST_CASE("what does not compile is named with its file and the compiler's words") {
    const Project project{"sqlite:///app.db"};
    const auto folder = project.folder().string();
    project.write("models.hpp", "this is no C++\n");

    must_refuse_on_each(
        project,
        autogenerate,
        {.code = "environment-build-failed",
         .message = "cannot build the environment program: the models \"" + folder +
                    "/models.hpp\" do not compile; correct them, or `models`, `metadata` and "
                    "[build] in azoth.toml; upgrade, downgrade and current work without them\n\n"
                    "*models.hpp:1:*this is no C++*"});
    project.cpp_revision("aaaa11111111", "", create_a, "op.dorp_table(\"a\");");
    must_refuse_on_each(
        project,
        "upgrade head",
        {.code = "environment-build-failed",
         .message = "cannot build the environment program: the revision \"" + folder +
                    "/migrations/versions/aaaa11111111.cpp\" does not compile; "
                    "*aaaa11111111.cpp:12:*dorp_table*"});
}
