// SPDX-License-Identifier: MIT
#include "support.hpp"

#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

// What was opened before fork() belongs to the parent: the child leaves it alone and opens its own.
namespace {

using namespace azoth;
using namespace azoth::test::books;

/// Runs `work` in a copy of this process, and gives what it returns, from 0 to 127; 128 where it
/// throws.
template <class Work>
int in_child(Work&& work) {
    const pid_t child = fork();
    if (child == 0) {
        int answer = 128;
        try {
            answer = work();
        } catch (...) {
            answer = 128;
        }
        _exit(answer);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/// A file, and the server where the tests have one.
template <class Check>
void on_each_shared_database(Check&& check) {
    const auto file =
        std::filesystem::temp_directory_path() / ("azoth_fork_" + std::to_string(getpid()) + ".db");
    for (std::string url : urls()) {
        url = url == "sqlite://" ? "sqlite:///" + file.string() : url;
        CAPTURE(url);
        {
            Engine engine = create_engine(url);
            base.metadata.drop_all(engine);
            base.metadata.create_all(engine);
            check(engine);
            base.metadata.drop_all(engine);
        }
        std::filesystem::remove(file);
    }
}

TEST_CASE("a child gets connections of its own from the engine of its parent") {
    on_each_shared_database([](Engine& engine) {
        engine.begin([](Connection& connection) { add_books(connection, 3); });

        const int in_the_child = in_child([&] {
            Connection own = engine.connect();
            return static_cast<int>(count_of_books(own));
        });

        CHECK(in_the_child == 3);
        Connection again = engine.connect();
        CHECK(count_of_books(again) == 3);
        CHECK(engine.statistics().connections_in_use == 1);
    });
}

TEST_CASE(
    "a connection that was open before fork() is refused in the child and lives in the parent") {
    on_each_shared_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 2);

        const int is_refused = in_child([&] {
            Connection inherited = std::move(connection);
            return code_of([&] { (void)count_of_books(inherited); }) == "inherited-connection" ? 1
                                                                                               : 0;
        });

        CHECK(is_refused == 1);
        CHECK(count_of_books(connection) == 2);
        connection.commit();
        Connection other = engine.connect();
        CHECK(count_of_books(other) == 2);
    });
}

TEST_CASE("a result and a transaction that were open before fork() end silently in the child") {
    on_each_shared_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 20);
        auto rows = connection.execute(select(&Book::id).yield_per(5));
        auto row = rows.begin();
        REQUIRE(row != rows.end());

        CHECK(in_child([&] {
                  const Connection inherited = std::move(connection);
                  const auto inherited_rows = std::move(rows);
                  return 7;
              }) == 7);

        int left = 0;
        for (; row != rows.end(); ++row) {
            ++left;
        }
        CHECK(left == 20);
        connection.commit();
        CHECK(count_of_books(connection) == 20);
    });
}

TEST_CASE("a database in memory is copied with the process") {
    Engine engine = create_engine("sqlite://");
    base.metadata.create_all(engine);
    Connection connection = engine.connect();
    add_books(connection, 2);
    connection.commit();

    CHECK(in_child([&] { return static_cast<int>(count_of_books(connection)); }) == 2);
    CHECK(count_of_books(connection) == 2);
}

}  // namespace
