// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

namespace {

/// The whole of the schema but for the tables of migrations themselves.
Rows definitions(const Project& project) {
    const auto engine = project.engine();
    return engine.dialect().name() == "sqlite"
               ? read(engine,
                      "select replace(sql, '\"', '') from sqlite_master where sql is not null and "
                      "tbl_name not in "
                      "('alembic_version', 'azoth_history', 'azoth_lock') order by 1")
               : read(engine,
                      "select table_name, column_name, data_type, is_nullable, "
                      "coalesce(column_default, '') from information_schema.columns where "
                      "table_schema = 'public' and table_name not in ('alembic_version', "
                      "'azoth_history', 'azoth_lock') order by table_name, ordinal_position");
}

}  // namespace

TEST_CASE("from models to a database, changed and taken back") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);

        const auto first = project.must("revision --autogenerate -m 'create tables'");
        CHECK(contains(first, "add table \"user_account\""));
        CHECK(contains(first, "add table \"address\""));
        CHECK(contains(first, "_create_tables.cpp"));
        CHECK(contains(project.must("upgrade head"), ", create tables\n"));
        CHECK(contains(project.must("revision --autogenerate -m again"), "No changes"));
        CHECK(project.revisions().size() == 1);
        CHECK(project.must("check") == "No changes: the database is what the models say\n");
        run(project.engine(),
            "insert into user_account (id, name, fullname) values (1, 'ed', 'Ed')");
        const auto before = definitions(project);

        project.replace("models.hpp", "fullname{};", "full_name{};\n    std::int32_t age = 0;");
        project.replace("models.hpp",
                        "azoth::column(&User::name,",
                        "azoth::column(&User::full_name, azoth::renamed_from(\"fullname\")),\n"
                        "    azoth::column(&User::name,");
        CHECK(project.azoth("check").status == 3);
        const auto second = project.must("revision --autogenerate -m 'rename and add'");
        CHECK(contains(second, "\"user_account.age\""));
        project.must("upgrade head");
        CHECK(read(project.engine(), "select name, full_name, age from user_account") ==
              Rows{{"ed", "Ed", "0"}});
        CHECK(contains(project.must("revision --autogenerate -m again"), "No changes"));
        CHECK(contains(project.must("history -i"), "(head) (current), rename and add\n"));

        project.must("downgrade -1");
        CHECK(definitions(project) == before);
        CHECK(read(project.engine(), "select name, fullname from user_account") ==
              Rows{{"ed", "Ed"}});
        project.must("upgrade head");
        project.must("downgrade base");
        CHECK(definitions(project).empty());
    });
}

TEST_CASE("a rename that only a person can tell is refused with 5 and settled by an option") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);
        project.must("revision --autogenerate -m first");
        project.must("upgrade head");
        run(project.engine(),
            "insert into user_account (id, name, fullname) values (1, 'ed', 'Ed')");
        project.replace("models.hpp", "fullname", "display");

        const auto refused = project.azoth("revision --autogenerate -m second");

        CHECK(refused.status == 5);
        CHECK(contains(refused.messages, "question-unanswered"));
        CHECK(contains(refused.messages, "--rename user_account.fullname=user_account.display"));
        CHECK(project.revisions().size() == 1);
        project.must(
            "revision --autogenerate -m second "
            "--rename user_account.fullname=user_account.display");
        project.must("upgrade head");
        CHECK(read(project.engine(), "select display from user_account") == Rows{{"Ed"}});
    });
}

TEST_CASE("--yes takes a likely rename for one") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.must("revision --autogenerate -m first");
    project.must("upgrade head");
    project.replace("models.hpp", "fullname", "display");

    project.must("--yes revision --autogenerate -m second");

    CHECK(contains(project.read(project.revision_ending("_second.cpp")), "display"));
    CHECK_FALSE(contains(project.read(project.revision_ending("_second.cpp")), "drop_column"));
}

TEST_CASE("a database with pending revisions is not compared") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);
        project.must("revision --autogenerate -m first");

        const auto refused = project.azoth("revision --autogenerate -m second");

        CHECK(refused.status == 7);
        CHECK(contains(refused.messages, "database-not-up-to-date"));
        CHECK(contains(refused.messages, "azoth upgrade head"));
        CHECK(project.revisions().size() == 1);
    });
}

TEST_CASE("autogenerate writes SQL revisions where that is the format, run without a compiler") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);

        project.must("revision --autogenerate -m first --format sql");
        std::filesystem::remove_all(project.folder() / ".azoth");
        project.must("upgrade head");

        CHECK_FALSE(std::filesystem::exists(project.folder() / ".azoth"));
        CHECK(has_table(project.engine(), "address"));
        project.must("downgrade base");
        CHECK_FALSE(has_table(project.engine(), "address"));
    });
}

TEST_CASE("findings come as JSON") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);

    const auto check = project.azoth("--json check");

    CHECK(check.status == 3);
    CHECK(nlohmann::json::parse(check.out).at("differences").size() == 2);
    const auto written =
        nlohmann::json::parse(project.must("--json revision --autogenerate -m first"));
    CHECK(written.at("created").size() == 1);
    CHECK(written.at("differences").size() == 2);
}

TEST_CASE("tables that azoth.toml or env.cpp exclude are not looked at") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.replace("azoth.toml",
                    "[build]\ncompiler",
                    "[autogenerate]\nexclude = [\"addr*\"]\n\n[build]\ncompiler");
    project.write("migrations/env.cpp",
                  "#include <azoth/migrate/environment.hpp>\n"
                  "void configure(azoth::migrate::Environment& environment) {\n"
                  "    environment.include_table = [](const azoth::schema::Table& table) {\n"
                  "        return table.name != \"legacy\";\n"
                  "    };\n"
                  "}\n");
    run(project.engine(), "create table legacy (id integer)");

    const auto found = project.must("revision --autogenerate -m first");

    CHECK(contains(found, "user_account"));
    CHECK_FALSE(contains(found, "\"address\""));
    CHECK_FALSE(contains(found, "legacy"));
}

TEST_CASE("on a terminal a likely rename is asked for") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.must("revision --autogenerate -m first");
    project.must("upgrade head");
    project.replace("models.hpp", "fullname", "display");

    const auto asked = project.run(
        "echo y | script -qec '\"$AZOTH_COMMAND\" revision --autogenerate -m second' "
        "/dev/null");

    CHECK(asked.status == 0);
    CHECK(contains(asked.out, "the old column \"fullname\"?"));
    CHECK(contains(asked.out, "[y/n]"));
    CHECK(contains(project.read(project.revision_ending("_second.cpp")), "\"display\""));
    CHECK_FALSE(contains(project.read(project.revision_ending("_second.cpp")), "drop_column"));
}

TEST_CASE("a file that does not do what was found is not kept") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);
        for (const std::string name : {"revision.cpp.mustache", "revision.sql.mustache"}) {
            const std::string file = "migrations/" + name;
            const std::string text = project.read(file);
            const std::string lines =
                contains(text, "<%upgrade_lines%>") ? "<%upgrade_lines%>" : "{{upgrade_lines}}";
            project.replace(file, lines, "");
            CAPTURE(name);

            const auto result =
                project.azoth(std::string{"revision --autogenerate -m x --format "} +
                              (contains(name, "cpp") ? "cpp" : "sql"));

            CHECK(result.status == 1);
            CHECK(contains(result.messages, "template-result"));
            CHECK(project.revisions().empty());
        }
    });
}

TEST_CASE("a file that does not compile is not kept") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.replace("migrations/revision.cpp.mustache",
                    "using namespace azoth;",
                    "using namespace azoth;\nno_such_type nothing;");

    const auto result = project.azoth("revision --autogenerate -m x");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "candidate-not-compiled"));
    CHECK(contains(result.messages, "no_such_type"));
    CHECK(project.revisions().empty());
}
