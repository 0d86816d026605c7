// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/samples.hpp"

// A database that another tool has looked after is taken over.
using namespace azoth;
using namespace azoth::test;

namespace {

constexpr std::string_view taken_over =
    R"cpp(#pragma once
#include <azoth/orm.hpp>

          inline azoth::DeclarativeBase Base{{.naming = azoth::NamingConvention{}}};

          struct Writer {
              std::int32_t id = 0;
              std::string name{};
              std::optional<std::string> email{};
          };

          inline const auto writers = Base.map<Writer>("writer",
                                                       azoth::column(&Writer::email, azoth::unique),
                                                       azoth::check("length(name) > 0"));
    )cpp";

/// As SQLAlchemy makes it, with the head that Alembic left.
void make_database(const Project& project) {
    const Engine engine = project.engine();
    const bool is_sqlite = engine.dialect().name() == "sqlite";
    run(engine,
        "create table writer (id " +
            std::string{is_sqlite ? "INTEGER NOT NULL" : "SERIAL NOT NULL"} +
            ", name VARCHAR NOT NULL, email VARCHAR, PRIMARY KEY (id), UNIQUE (email), CHECK "
            "(length(name) > 0))");
    run(engine, "insert into writer (name) values ('Ada')");
    run(engine,
        "create table alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT "
        "alembic_version_pkc PRIMARY KEY (version_num))");
    run(engine, "insert into alembic_version values ('1f0a5b2c9d3e')");
}

}  // namespace

TEST_CASE("a database that Alembic has looked after is taken over by one command") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", taken_over);
        make_database(project);
        const Refusal refusal{
            .code = "unknown-database-revision",
            .message =
                "cannot place the database in the history: its version table holds "
                "\"1f0a5b2c9d3e\", which no revision file has; there is no revision file at "
                "all: take the database over from another tool with `azoth revision --adopt "
                "-m \"…\"`, or check out the files that belong to it"};
        for (const char* words : {"current",
                                  "status",
                                  "check",
                                  "revision --autogenerate --rev-id 1f0a5b2c9d3e -m first"}) {
            project.must_refuse(words, refusal);
        }

        const auto said = project.must("revision --adopt -m 'as Alembic left it'");

        CHECK(contains(said, "The database is at 1f0a5b2c9d3e already"));
        CHECK(contains(project.must("current"), "1f0a5b2c9d3e (head)"));
        CHECK(contains(project.must("check"), "No changes"));
        CHECK(contains(project.must("upgrade head"), ""));
        CHECK(read(project.engine(), "select name from writer") == Rows{{"Ada"}});
        const auto file = project.read(project.revisions().front());
        CHECK(contains(file, "column(\"id\", Integer(), "));
        CHECK(contains(file, "check(\"length(name) > 0\")"));
        project.must_refuse("revision --adopt -m again",
                            {.code = "adopt-not-first", .message = "cannot take over*"});
        project.must("downgrade base");
        CHECK_FALSE(has_table(project.engine(), "writer"));
        project.must("upgrade head");
        CHECK(contains(project.must("check"), "No changes"));
    });
}

TEST_CASE("a database without version is taken over, and told to be stamped") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", taken_over);
        make_database(project);
        run(project.engine(), "drop table alembic_version");

        const auto said = project.must("revision --adopt --rev-id first -m 'as it is'");

        CHECK(contains(said, "set it with `azoth stamp first`"));
        project.must("stamp first");
        CHECK(contains(project.must("check"), "No changes"));
    });
}

TEST_CASE("several heads, and another id than the database's, are not taken over") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", taken_over);
        make_database(project);

        project.must_refuse("revision --adopt --rev-id other -m x",
                            {.code = "adopt-other-id", .message = "cannot take over*"});
        run(project.engine(), "insert into alembic_version values ('2b')");
        project.must_refuse("revision --adopt -m x",
                            {.code = "adopt-several-heads", .message = "cannot take over*"});
    });
}
