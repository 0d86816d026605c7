// SPDX-License-Identifier: MIT
#include "migrate/command/new_revision.hpp"

#include "../revision/graph_builder.hpp"
#include "../temporary_folder.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/revision_registry.hpp>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

constexpr CreationTime moment{
    .year = 2026, .month = 11, .day = 20, .hour = 11, .minute = 40, .second = 27, .epoch = 0};

Config config_at(const std::string& folder, const std::string& more = {}) {
    return parse_config(more, folder + "/azoth.toml");
}

RevisionRequest request(std::string message, std::string id, Strings heads = {"head"}) {
    RevisionRequest result;
    result.message = std::move(message);
    result.rev_id = std::move(id);
    result.heads = std::move(heads);
    return result;
}

template <class Function>
std::string failure(Function function) {
    try {
        static_cast<void>(function());
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

RevisionGraph two_heads() {
    return RevisionGraph{
        {revision("aaaa1"), revision("bbbb2", {"aaaa1"}), revision("cccc3", {"aaaa1"})}};
}

}  // namespace

TEST_CASE("a first revision in C++ looks as it would be written by hand") {
    const auto config = config_at("/shop");
    const auto info =
        plan_revision(config, RevisionGraph{}, request("create tables", "1975ea83b712"), moment);

    const auto text = render_revision(config,
                                      info,
                                      {.includes = {},
                                       .upgrade = "    op.create_table(\"t\");\n",
                                       .downgrade = "    op.drop_table(\"t\");\n"});

    CHECK(info.path == "/shop/migrations/versions/1975ea83b712_create_tables.cpp");
    CHECK(text == R"x(#include <azoth/migration.hpp>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.create_table("t");
}

void downgrade(Operations& op) {
    op.drop_table("t");
}

const Revision revision{
    {.id = "1975ea83b712", .down = {}, .message = "create tables", .created = "2026-11-20 11:40:27"},
    upgrade, downgrade};

}  // namespace
)x");
}

TEST_CASE("an empty revision compiles without a warning about its parameter") {
    const auto config = config_at("/shop");
    const auto info = plan_revision(config, line(), request("say \"hi\"\nthere", "eeee5"), moment);

    const auto text = render_revision(
        config, info, {.includes = {"<azoth/x.hpp>"}, .upgrade = {}, .downgrade = {}});

    CHECK(text == R"x(#include <azoth/migration.hpp>
#include <azoth/x.hpp>

namespace {

using namespace azoth;

void upgrade([[maybe_unused]] Operations& op) {
}

void downgrade([[maybe_unused]] Operations& op) {
}

const Revision revision{
    {.id = "eeee5", .down = {"dddd4"}, .message = "say \"hi\"\nthere", .created = "2026-11-20 11:40:27"},
    upgrade, downgrade};

}  // namespace
)x");
}

TEST_CASE("a revision in SQL has head lines and two sections") {
    const auto config = config_at("/shop", "format = \"sql\"");
    auto wanted = request("two\nlines", "eeee5");
    wanted.branch_labels = {"billing"};
    wanted.depends_on = {"aaaa"};
    wanted.transactional = false;
    const auto info = plan_revision(config, line(), wanted, moment);

    const auto text = render_revision(
        config, info, {.includes = {}, .upgrade = "select 1 < 2;\n", .downgrade = {}});

    CHECK(info.path == "/shop/migrations/versions/eeee5_two_lines.sql");
    CHECK(text == R"x(-- azoth: revision eeee5
-- azoth: down dddd4
-- azoth: message two
-- azoth: message lines
-- azoth: created 2026-11-20 11:40:27
-- azoth: depends_on aaaa1
-- azoth: labels billing
-- azoth: transactional false

-- azoth: upgrade
select 1 < 2;

-- azoth: downgrade
)x");
}

TEST_CASE("labels, dependencies and a missing transaction are written into a C++ head") {
    const auto config = config_at("/shop");
    auto wanted = request("x", "eeee5", {"base"});
    wanted.branch_labels = {"billing"};
    wanted.depends_on = {"bbbb"};
    wanted.transactional = false;
    const auto info = plan_revision(config, line(), wanted, moment);

    const auto text = render_revision(config, info, {});

    CHECK(
        text.find(".created = \"2026-11-20 11:40:27\", .depends_on = {\"bbbb2\"}, .branch_labels = "
                  "{\"billing\"}, .transactional = false}") != std::string::npos);
    CHECK(info.down.empty());
}

TEST_CASE("the members of a head are written in the order in which the compiler wants them") {
    const migration::RevisionHead head{.id = "eeee5",
                                       .down = {"dddd4"},
                                       .message = "x",
                                       .created = "2026-11-20 11:40:27",
                                       .depends_on = {"bbbb2"},
                                       .branch_labels = {"billing"},
                                       .transactional = false};

    CHECK(head.branch_labels.values() == Strings{"billing"});
}

TEST_CASE("a merge has all heads as parents") {
    const auto config = config_at("/shop");

    const auto info = plan_merge(config, two_heads(), request("merge", "mmmm9", {"heads"}), moment);

    CHECK(info.down == Strings{"bbbb2", "cccc3"});
    CHECK(render_revision(config, info, {}).find(".down = {\"bbbb2\", \"cccc3\"}") !=
          std::string::npos);
    CHECK(failure([&] {
              return plan_merge(config, line(), request("merge", "m", {"heads"}), moment);
          }) ==
          "nothing-to-merge: cannot merge \"dddd4\": a merge needs two revisions; `azoth heads` "
          "lists the heads");
}

TEST_CASE("a merge of heads takes in one that another depends on") {
    auto dependent = revision("cccc3", {"aaaa1"});
    dependent.depends_on = {"bbbb2"};
    const RevisionGraph graph{
        {revision("aaaa1", {}), revision("bbbb2", {"aaaa1"}), std::move(dependent)}};

    const auto info =
        plan_merge(config_at("/shop"), graph, request("merge", "mmmm9", {"heads"}), moment);

    CHECK(info.down == Strings{"bbbb2", "cccc3"});
}

TEST_CASE("a parent has to be a head, and one") {
    const auto config = config_at("/shop");
    const auto plan = [&](const RevisionRequest& wanted) {
        return plan_revision(config, two_heads(), wanted, moment);
    };

    CHECK(failure([&] { return plan(request("x", "x1")); }) ==
          "multiple-heads: cannot make a revision above \"head\": multiple heads: \"bbbb2\", "
          "\"cccc3\"; name the parent "
          "with --head, or merge them with `azoth merge heads`");
    CHECK(failure([&] { return plan(request("x", "x1", {"aaaa1"})); }) ==
          "not-a-head: cannot make a revision above \"aaaa1\": it has children already, \"bbbb2\", "
          "\"cccc3\"; give "
          "--splice to begin a new branch there");
    auto spliced = request("x", "x1", {"aaaa"});
    spliced.splice = Splice::Allow;
    CHECK(plan(spliced).down == Strings{"aaaa1"});
    CHECK(plan(request("x", "x1", {"bbbb"})).down == Strings{"bbbb2"});
}

TEST_CASE("an id that cannot be is refused before a file is written") {
    const auto config = config_at("/shop");
    const auto plan = [&](const char* id) {
        return plan_revision(config, line(), request("x", id), moment);
    };

    CHECK(failure([&] { return plan("aaaa1"); }).starts_with("duplicate-revision"));
    CHECK(failure([&] { return plan("a+1"); }).starts_with("invalid-revision-id"));
    CHECK(failure([&] {
              return plan("abcdefghijklmnopqrstuvwxyz0123456");
          }).find("it is longer than 32 characters") != std::string::npos);
}

TEST_CASE("among several version locations the parent's is chosen, or the one named") {
    const auto config = config_at("/shop", "version_locations = [\"versions\", \"more\"]");
    auto parent = revision("aaaa1");
    parent.path = "/shop/more/aaaa1.cpp";
    const RevisionGraph graph{{parent}};
    auto named = request("x", "x1");
    named.version_path = "/shop/versions";
    auto elsewhere = named;
    elsewhere.version_path = "/tmp";

    CHECK(plan_revision(config, graph, request("x", "x1"), moment).path == "/shop/more/x1_x.cpp");
    CHECK(plan_revision(config, graph, named, moment).path == "/shop/versions/x1_x.cpp");
    CHECK(failure([&] { return plan_revision(config, graph, elsewhere, moment); }) ==
          "version-path: cannot write a revision to \"/tmp\": it is not among the "
          "version_locations of "
          "/shop/azoth.toml; add it there, or choose one of them");
    CHECK(failure(
              [&] { return plan_revision(config, RevisionGraph{}, request("x", "x1"), moment); }) ==
          "version-path: cannot choose a folder for the revision: /shop/azoth.toml has 2 "
          "version_locations; name one "
          "with --version-path");
}

TEST_CASE("a project's own template is used, and its faults are found before a file is written") {
    const TemporaryFolder folder;
    const auto config = config_at(folder.path());
    const auto info = plan_revision(config, line(), request("x", "eeee5"), moment);
    const auto rendered = [&](std::string_view form) {
        folder.write("migrations/revision.cpp.mustache", form);
        return render_revision(config, info, {});
    };

    CHECK(rendered("const Revision r{ {.id = \"{{id}}\", .down = {{down}} }, u, d};") ==
          "const Revision r{ {.id = \"eeee5\", .down = {\"dddd4\"} }, u, d};");
    CHECK(failure([&] {
              return rendered("{{#id}}");
          }).starts_with("template-syntax: cannot use " + folder.path()));
    CHECK(failure([&] { return rendered("const Revision r{ {.id = \"{{id}}\"}, u, d};"); }) ==
          "template-result: cannot write revision \"eeee5\": what " + folder.path() +
              "/migrations/revision.cpp.mustache makes of it has another id or other parents; "
              "correct the template, or "
              "remove it for the built-in one");
    CHECK(failure([&] { return rendered("nothing"); }).find("is no revision (") !=
          std::string::npos);
}

TEST_CASE("a revision is written whole, once, in a folder made for it") {
    const TemporaryFolder folder;
    const auto config = config_at(folder.path());
    const auto info = plan_revision(config, RevisionGraph{}, request("x", "eeee5"), moment);

    write_revision(config, info, render_revision(config, info, {}));

    const auto files = read_revision_files(config.version_locations, config.recursion());
    REQUIRE(files.size() == 1);
    CHECK(files[0].info.id == "eeee5");
    CHECK(failure([&] {
              return write_revision(config, info, "again"), 0;
          }).starts_with("file-exists"));
}

TEST_CASE("an id or label that is more than a word is refused") {
    const auto config = config_at("/shop");
    for (const auto* id : {"../../x",
                           "a/b",
                           "a\\b",
                           "..",
                           ".a",
                           "a\rb",
                           "a\x1b",
                           "a\u202e",
                           "a;b",
                           "a\"b",
                           "a b",
                           "$x"}) {
        CAPTURE(id);
        CHECK(failure([&] {
                  return plan_revision(config, RevisionGraph{}, request("m", id), moment);
              }).starts_with("invalid-revision-id"));
        auto labelled = request("m", "a1");
        labelled.branch_labels = {id};
        CHECK(failure([&] {
                  return plan_revision(config, RevisionGraph{}, labelled, moment);
              }).starts_with("invalid-revision-id"));
    }
}

TEST_CASE("a revision is not written through a link that leads out of its folder") {
    const TemporaryFolder folder;
    folder.write("shop/migrations/versions/keep", "");
    folder.write("elsewhere/keep", "");
    std::filesystem::create_directory_symlink(folder.path("elsewhere"),
                                              folder.path("shop/migrations/versions/2026"));
    const auto config = config_at(folder.path("shop"), "file_template = \"{year}/{id}\"");
    const auto info = plan_revision(config, RevisionGraph{}, request("m", "a1"), moment);

    CHECK(
        failure([&] { return write_revision(config, info, "x"), 0; }).starts_with("version-path"));
    CHECK_FALSE(folder.has("elsewhere/a1.cpp"));
}

TEST_CASE("a hostile message is read back as it was kept") {
    for (const auto* form : {"format = \"cpp\"", "format = \"sql\""}) {
        const auto config = config_at("/shop", form);
        const auto info = plan_revision(
            config, line(), request("a\rb\n-- azoth: upgrade\n*/ \u202e\x1b \\", "eeee5"), moment);

        const auto text = render_revision(config, info, {});

        CHECK(info.message == "a\nb\n-- azoth: upgrade\n*/ \\u{202e}\\x1b \\");
        CHECK(text.find('\r') == std::string::npos);
        CHECK(text.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("steps that are not what they were meant to be in the file are refused") {
    const TemporaryFolder folder;
    folder.write(
        "shop/migrations/revision.cpp.mustache",
        "void upgrade() {/* {{upgrade_lines}} */} const Revision r{ {.id = \"{{id}}\", .down = "
        "{{down}} }, u, d};");
    folder.write("shop/migrations/revision.sql.mustache",
                 "{{head_lines}}-- azoth: upgrade\nselect '{{upgrade_lines}}';\n");
    for (const auto* form : {"format = \"cpp\"", "format = \"sql\""}) {
        const auto config = config_at(folder.path("shop"), form);
        const auto info = plan_revision(config, RevisionGraph{}, request("m", "a1"), moment);

        const auto words = failure([&] {
            return render_revision(
                config,
                info,
                {.upgrade = "f();\n", .downgrade = "g('\n-- azoth: upgrade x\n');\n"});
        });

        CHECK(words.starts_with("template-result"));
    }
}
