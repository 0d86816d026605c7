// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/text.hpp>

#include "integration/command/samples.hpp"
#include "integration/tcp_port.hpp"

using namespace azoth;
using namespace azoth::test;

// Databases that the command cannot get to: what it says, and that nothing is made or changed.
namespace {

std::string on(const std::string& url) {
    return "--url '" + url + "' upgrade head";
}

/// The URL of the same server, for another user and database; a password is shown as `***`.
std::string url_for(const Engine& engine,
                    const std::string& user,
                    const std::string& database,
                    const std::string& password = {}) {
    Url url = engine.url();
    url.user = user;
    url.password = password;
    url.database = database;
    return url.to_string();
}

}  // namespace

TEST_CASE("a server that does not run is named, with what to check, and without its password") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        const TcpPort port{Answer::Refusal};
        const std::string address = "127.0.0.1:" + port.number() + "/shop";

        project.must_refuse(
            on("postgresql://anna:hunter2@" + address),
            {.code = "cannot-connect",
             .message = "cannot connect to \"postgresql://anna:***@" + address +
                        "\": connection to server at \"127.0.0.1\", port " + port.number() +
                        " failed: Connection refused; check that the server runs and that host and "
                        "port are right"});
    });
}

TEST_CASE("a server that has no socket where it is looked for") {
    in_sqlite_project([](const Project& project) {
        write_line(project);

        project.must_refuse(
            on("postgresql:///shop?host=/surely/missing"),
            {.code = "cannot-connect",
             .message = "cannot connect to \"postgresql:///shop?host=/surely/missing\": connection "
                        "to server on socket \"/surely/missing/.s.PGSQL.5432\" failed: No such "
                        "file or directory; check that the server runs on this machine and has its "
                        "socket there (unix_socket_directories), or name a host"});
    });
}

TEST_CASE("a host that does not exist") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        const std::string host(64, 'h');  // too long for a name: nobody has to be asked

        project.must_refuse(on("postgresql://" + host + "/shop"),
                            {.code = "cannot-connect",
                             .message = "cannot connect to \"postgresql://" + host +
                                        "/shop\": could not translate host name \"" + host +
                                        "\" to address: *; correct the host's name in the URL"});
    });
}

TEST_CASE("a server that takes the connection and says nothing does not hold the command") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        const TcpPort port{Answer::Silence};
        const std::string url =
            "postgresql://anna@127.0.0.1:" + port.number() + "/shop?connect_timeout=1";

        project.must_refuse(on(url),
                            {.code = "connect-timeout",
                             .message = "cannot connect to \"" + url +
                                        "\": no answer within 1 s; check host, port and firewalls, "
                                        "or raise connect_timeout"});
    });
}

TEST_CASE("a database that the server does not have, and a user that it does not know") {
    in_postgresql_project([](const Project& project) {
        write_line(project);
        const std::string no_database =
            url_for(project.engine(), "postgres", "azoth_test_surely_missing");
        const std::string no_user =
            url_for(project.engine(), "azoth_test_nobody", project.engine().url().database);

        project.must_refuse(on(no_database),
                            {.code = "database-missing",
                             .message = "cannot connect to \"" + no_database +
                                        "\": *database \"azoth_test_surely_missing\" does not "
                                        "exist; create it (createdb azoth_test_surely_missing), or "
                                        "correct the URL"});
        project.must_refuse(on(no_user),
                            {.code = "authentication-failed",
                             .message = "cannot connect to \"" + no_user +
                                        "\": *\"azoth_test_nobody\" does not exist; check user and "
                                        "password, and the server's pg_hba.conf"});
    });
}

TEST_CASE("a wrong password and a missing one") {
    in_postgresql_project([](const Project& project) {
        const Engine server = create_engine(server_url());
        if (read(server,
                 "select 1 from pg_hba_file_rules where 'azoth_test_secret' = any(user_name)")
                .empty()) {
            MESSAGE("not run: this server asks nobody for a password");
            return;
        }
        write_line(project);
        run_outside(server, "drop role if exists azoth_test_secret");
        run_outside(server, "create role azoth_test_secret login password 'right'");
        const std::string database = project.engine().url().database;
        const std::string shown = url_for(server, "azoth_test_secret", database);
        const std::string masked = url_for(server, "azoth_test_secret", database, "wrong");

        project.must_refuse(
            on(text_utility::replace_all(masked, "***", "wrong")),
            {.code = "authentication-failed",
             .message = "cannot connect to \"" + masked +
                        "\": *password authentication failed for user \"azoth_test_secret\"; check "
                        "user and password, and the server's pg_hba.conf"});
        project.must_refuse(on(shown),
                            {.code = "authentication-failed",
                             .message = "cannot connect to \"" + shown +
                                        "\": *no password supplied; put a password into the URL, "
                                        "PGPASSWORD or ~/.pgpass"});
        CHECK(project.azoth("--url '" + shown + "' current", "PGPASSWORD=right").status == 0);
        run_outside(server, "drop role azoth_test_secret");
    });
}

TEST_CASE("database files that cannot be: a missing folder, a folder, another kind of file") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        project.write("letter.txt", "this is certainly no database, it is a text of some length.");
        const std::string folder = project.folder().string();

        project.must_refuse(on("sqlite:///none/app.db"),
                            {.code = "cannot-open-file",
                             .message = "cannot open the database \"none/app.db\": the folder "
                                        "\"none\" does not exist; create it, or correct the path"});
        project.must_refuse(on("sqlite:///" + folder),
                            {.code = "cannot-open-file",
                             .message = "cannot open the database \"" + folder +
                                        "\": it is a folder; name a file in it"});
        project.must_refuse(on("sqlite:///letter.txt"),
                            {.code = "not-a-database",
                             .message = "cannot open the database \"letter.txt\": the file is "
                                        "something else or encrypted; correct the path"});
        project.must_refuse(
            on("sqlite:///app.db?mode=rw"),
            {.code = "file-missing",
             .message = "cannot open the database \"app.db\": there is no such file; correct the "
                        "path, or open it without read_only and mode to create it"});
        CHECK_FALSE(std::filesystem::exists(project.folder() / "app.db"));
    });
}

TEST_CASE("an unknown kind of database is refused with those that are known, the nearest named") {
    in_sqlite_project([](const Project& project) {
        write_line(project);

        project.must_refuse(
            on("dbase://host/db"),
            {.code = "unknown-scheme",
             .message = "cannot find a database for the URL scheme \"dbase\": this program knows "
                        "postgresql, sqlite; correct the URL, or link the component of that "
                        "database"});
        project.must_refuse(
            on("postgres://host/db"),
            {.code = "unknown-scheme",
             .message = "cannot find a database for the URL scheme \"postgres\": this program "
                        "knows postgresql, sqlite; did you mean \"postgresql\"?"});
    });
}

TEST_CASE("a URL that cannot be read, or has options that nobody knows, says how to write it") {
    in_sqlite_project([](const Project& project) {
        write_line(project);

        project.must_refuse(
            on("postgresql://u:secret@host:port/db"),
            {.code = "bad-url",
             .message = "cannot read the URL \"postgresql://…\": the port is no "
                        "number from 1 to 65535; write host:port, IPv6 addresses in brackets, and "
                        "special characters of user and password as %xx"});
        project.must_refuse(
            on("app.db"),
            {.code = "bad-url",
             .message = "cannot read the URL: there is no \"://\"; write "
                        "dialect://user:password@host:port/database, or dialect:///file for a "
                        "database that is a file"});
        project.must_refuse(
            on("sqlite:///app.db?bussy_timeout=1"),
            {.code = "bad-url",
             .message = "cannot use the URL \"sqlite:///app.db?bussy_timeout=1\": unknown option "
                        "\"bussy_timeout\"; did you mean \"busy_timeout\"?"});
        project.must_refuse(on("postgresql://h/db?sslmod=require"),
                            {.code = "bad-url",
                             .message = "cannot use the URL \"postgresql://h/db\": unknown option "
                                        "\"sslmod\"; did you mean \"sslmode\"?"});
        project.must_refuse(
            on("postgresql://h/db?connect_timeout=soon"),
            {.code = "bad-url",
             .message = "cannot use the URL \"postgresql://h/db?connect_timeout=soon\": "
                        "connect_timeout is no number of seconds; write, say, connect_timeout=10"});
    });
}
