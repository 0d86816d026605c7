// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <unistd.h>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

// Databases and folders that may not be written, or not further.
namespace {

namespace filesystem = std::filesystem;

/// Before a command: root's rights over other people's files are taken away, so that permissions
/// count in a container too. The files are the test's own.
std::string as_ordinary_user() {
    return ::geteuid() == 0 ? "setpriv --inh-caps=-all --bounding-set=-all " : "";
}

constexpr auto readable = filesystem::perms{0444};
constexpr auto enterable = filesystem::perms{0555};

class Permissions {
public:
    Permissions(filesystem::path path, filesystem::perms changed)
        : path_{std::move(path)}, before_{filesystem::status(path_).permissions()} {
        filesystem::permissions(path_, changed);
    }
    Permissions(const Permissions&) = delete;
    Permissions& operator=(const Permissions&) = delete;
    ~Permissions() { filesystem::permissions(path_, before_); }

private:
    filesystem::path path_;
    filesystem::perms before_;
};

}  // namespace

TEST_CASE("a database file opened for reading is not migrated, and is read all the same") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        project.must("upgrade aaaa");
        const std::string protected_url = "--url 'sqlite:///app.db?mode=ro' ";

        const Refusal refusal{
            .code = "read-only-database",
            .message =
                "cannot execute \"*azoth_lock*\": attempt to write a readonly database; the "
                "file \"app.db\" or its folder may not be written: give this user the right "
                "to write, and open it without read_only and mode=ro"};
        project.must_refuse(protected_url + "upgrade head", refusal);
        project.must_refuse(protected_url + "downgrade base", refusal);
        project.must_refuse(protected_url + "stamp head", refusal);

        CHECK(project.must(protected_url + "current") == "aaaa11111111\n");
        CHECK(contains(project.must(protected_url + "status"), "bbbb22222222, step bbbb22222222"));
    });
}

TEST_CASE("a database file without the right to write is not migrated") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        filesystem::create_directory(project.folder() / "data");
        project.replace("azoth.toml", "app.db", "data/app.db");
        const std::string url = "--url sqlite:///data/app.db ";
        project.must(url + "upgrade aaaa");
        const auto upgrade = as_ordinary_user() + "\"$AZOTH_COMMAND\" " + url + "upgrade head";
        const std::string way_out =
            "the file \"data/app.db\" or its folder may not be written: give this user the right "
            "to write, and open it without read_only and mode=ro";

        {
            const Permissions file{project.folder() / "data/app.db", readable};
            project.must_refuse_run(upgrade,
                                    {.code = "read-only-database",
                                     .message = "cannot execute \"*\": attempt to write a readonly "
                                                "database; " +
                                                way_out});
        }
        {
            const Permissions folder{project.folder() / "data", enterable};
            const auto result = project.run(upgrade);
            CHECK(result.status == 1);
            CHECK(contains(result.messages, "data/app.db"));
            CHECK(contains(result.messages, "may not be written"));
        }
        CHECK(project.must(url + "current") == "aaaa11111111\n");
        project.must(url + "upgrade head");
    });
}

TEST_CASE("a folder without the right to write gets neither database nor revision") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        const auto command = [](const std::string& words) {
            return as_ordinary_user() + "\"$AZOTH_COMMAND\" " + words;
        };
        filesystem::create_directory(project.folder() / "data");
        const Permissions data{project.folder() / "data", enterable};
        const Permissions versions{project.folder() / "migrations/versions", enterable};
        const std::string folder = project.folder().string();

        project.must_refuse_run(
            command("--url sqlite:///data/new.db upgrade head"),
            {.code = "cannot-open-file",
             .message = "cannot open the database \"data/new.db\": the folder \"data\" may not be "
                        "written; *"});
        project.must_refuse_run(
            command("revision -m more --rev-id dddd44444444"),
            {.code = "file-not-written",
             .message = "cannot write \"" + folder +
                        "/migrations/versions/dddd44444444_more.sql\": Permission denied; check "
                        "that its folder exists and may be written to, and the space left"});
    });
}

TEST_CASE("a server's database that is read-only is not migrated, and is read all the same") {
    in_postgresql_project([](const Project& project) {
        write_line(project);
        const Engine engine = project.engine();
        project.must("upgrade aaaa");
        run_outside(
            engine,
            "alter database " + engine.url().database + " set default_transaction_read_only = on");

        project.must_refuse(
            "upgrade head",
            {.code = "read-only-database",
             .message = "cannot execute \"*azoth_lock*\": cannot execute * in a read-only "
                        "transaction; connect to a server that may write, which a standby may not, "
                        "with default_transaction_read_only off and without read_only"});

        CHECK(project.must("current") == "aaaa11111111\n");
        run_outside(engine,
                    "set default_transaction_read_only = off; alter database " +
                        engine.url().database + " reset default_transaction_read_only");
        project.must("upgrade head");
    });
}

TEST_CASE("a user who may not create tables is told whose right is missing") {
    in_postgresql_project([](const Project& project) {
        write_line(project);
        const Engine engine = project.engine();
        run_outside(engine, "drop role if exists azoth_test_reader");
        run_outside(engine, "create role azoth_test_reader login");
        Url url = engine.url();
        url.user = "azoth_test_reader";

        project.must_refuse(
            "--url '" + url.to_string() + "' upgrade head",
            {.code = "permission-denied",
             .message = "cannot execute \"CREATE TABLE IF NOT EXISTS azoth_lock *\": permission "
                        "denied for schema public; let its owner GRANT the right to this user, or "
                        "connect as another one"});

        run_outside(engine, "drop owned by azoth_test_reader; drop role azoth_test_reader");
    });
}

TEST_CASE("when the disk is full nothing of the revision stays, and the next run goes on") {
    in_each_sql_project([](const Project& project) {
        const bool is_file = project.engine().url().dialect == "sqlite";
        // The server stands in for its disk: nobody fills that for a test.
        const std::string fill =
            is_file ? "pragma max_page_count = 1;\ninsert into b values (zeroblob(1000000));"
                    : "do $$ begin raise exception 'could not extend file: No space left on device'"
                      " using errcode = 'disk_full'; end $$;";
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create table b (id bytea);\n" + fill, "drop table b;");
        project.must("upgrade aaaa");

        project.must_refuse("upgrade head",
                            {.code = "revision-failed",
                             .message = "cannot upgrade to revision \"bbbb22222222\" (step "
                                        "bbbb22222222): *; make room *; nothing of this "
                                        "revision was kept, so run again when that is mended"});

        CHECK(project.must("current") == "aaaa11111111\n");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create table b (id bytea);", "drop table b;");
        project.must("upgrade head");
        CHECK(has_table(project.engine(), "b"));
    });
}

TEST_CASE("a file that may not grow leaves neither half a database nor half a revision") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        project.must("upgrade aaaa");
        // The signal is ignored, so that writing fails as it does on a full disk.
        const std::string small = "trap '' XFSZ; ulimit -f ";

        const auto upgrade = project.run("(" + small + "4; \"$AZOTH_COMMAND\" upgrade head)");
        INFO(upgrade.messages);
        CHECK(upgrade.status == 1);
        CHECK(project.must("current") == "aaaa11111111\n");
        CHECK_FALSE(has_table(project.engine(), "b"));
        project.must("upgrade head");

        const auto before = project.snapshot();
        const auto revision =
            project.run("(" + small + "0; \"$AZOTH_COMMAND\" revision -m more) 2>&1 | cat");
        CHECK(contains(revision.out, "(file-not-written, see docs/errors.md)"));
        CHECK((project.snapshot().files == before.files));
    });
}
