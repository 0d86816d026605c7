// SPDX-License-Identifier: MIT
#include <azoth/orm.hpp>
#include <azoth/testing/sql_recorder.hpp>

#include "integration/drivers/temporary_folder.hpp"
#include "support.hpp"

#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace azoth;
using namespace azoth::test::books;
using Lines = std::vector<std::string>;

/// An engine on a file that it makes, with one book.
class Library {
public:
    explicit Library(const std::string& options = "")
        : engine{create_engine("sqlite:///" + folder_.file("books.db") + options)} {
        base.metadata.create_all(engine);
        make_session.begin([](Session& session) { session.add(Book{.id = 1, .title = "one"}); });
    }

private:
    test_support::TemporaryFolder folder_{};

public:
    Engine engine;
    SessionMaker make_session{engine};
};

void add_page(Session& session) {
    const Ref<Book> book = session.get<Book>(1);
    book->pages += 1;
}

int pages(const Engine& engine) {
    return Session{engine}.get<Book>(1)->pages;
}

template <class ExpectedError, class Call>
ExpectedError error_of(Call&& call) {
    try {
        call();
    } catch (const ExpectedError& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return ExpectedError{"", ""};
}

}  // namespace

TEST_CASE("a session that has read a SQLite file does not block the program's other transactions") {
    Library library;
    Session reader{library.engine};
    CHECK(reader.get<Book>(1)->title == "one");

    library.engine.begin([](Connection& connection) {
        connection.execute(update<Book>().set(&Book::pages, 7).where(col(&Book::id) == 1));
    });
    library.make_session.begin(add_page);

    CHECK(pages(library.engine) == 8);
    CHECK(reader.scalars(select<Book>()).one()->pages == 0);  // what it saw first
}

TEST_CASE("work with begin() takes SQLite's write lock with its first statement") {
    Library library;
    testing::SqlRecorder recorder{library.engine};
    const std::string query = "SELECT count(engine_book.id) AS count_1 \nFROM engine_book";
    const auto counting = [](Connection& connection) { return count_of_books(connection); };

    CHECK(library.engine.begin(counting) == 1);
    const Lines writing = recorder.take();
    CHECK(library.engine.begin(read_only, counting) == 1);
    const Lines reading = recorder.take();
    library.make_session.begin([](Session& session) { (void)session.get<Book>(1); });
    const Lines session_writing = recorder.take();
    library.make_session.begin(read_only, [](Session& session) { (void)session.get<Book>(1); });
    const Lines session_reading = recorder.take();
    library.engine.begin([](Connection&) {});

    CHECK(writing.front() == "BEGIN IMMEDIATE");
    CHECK(writing.back() == "COMMIT");
    CHECK(reading.front() == "BEGIN; PRAGMA query_only = ON");
    CHECK(reading.at(reading.size() - 2) == "COMMIT");
    CHECK(reading.back() == "PRAGMA query_only = OFF");
    CHECK(session_writing.front() == "BEGIN IMMEDIATE");
    CHECK(session_reading.front() == "BEGIN; PRAGMA query_only = ON");
    CHECK(recorder.take() == Lines{});
}

TEST_CASE("a transaction that is for reading only refuses to write, and the next one does not") {
    on_each_database([](Engine& engine) {
        const auto adding = [](Connection& connection) { add_books(connection, 1); };

        const auto error = error_of<OperationalError>([&] { engine.begin(read_only, adding); });
        engine.begin(adding);

        CHECK(error.code() == "read-only-database");
        auto connection = engine.connect();
        CHECK(count_of_books(connection) == 1);
    });
}

TEST_CASE("a transaction for reading only waits for no writer") {
    Library library{"?busy_timeout=0"};
    auto writer = library.engine.connect();
    auto transaction = writer.begin(Access::ReadWrite);
    add_books(writer, 1);

    const auto seen = library.engine.begin(
        read_only, [](Connection& connection) { return count_of_books(connection); });
    const auto refused = error_of<OperationalError>([&] {
        library.engine.begin([](Connection& connection) { return count_of_books(connection); });
    });
    transaction.commit();

    CHECK(seen == 1);
    CHECK(refused.code() == "database-locked");
    CHECK(library.engine.begin([](Connection& connection) { return count_of_books(connection); }) ==
          2);
}

TEST_CASE("a connection whose BEGIN was refused is begun again by its next statement") {
    Library library{"?busy_timeout=0"};
    auto writer = library.engine.connect();
    auto connection = library.engine.connect();
    auto transaction = writer.begin(Access::ReadWrite);
    add_books(writer, 1);
    {
        auto refused = connection.begin(Access::ReadWrite);
        CHECK(code_of([&] { (void)count_of_books(connection); }) == "database-locked");
        transaction.commit();

        CHECK(count_of_books(connection) == 2);
        refused.commit();
    }
    CHECK(library.engine.statistics().connections == 2);
}

TEST_CASE("a session that has read cannot write over what another has written, and says so") {
    for (const char* mode : {"", "?journal_mode=delete&busy_timeout=50"}) {
        CAPTURE(mode);
        Library library{mode};
        const bool has_log = *mode == '\0';
        Session session{library.engine};
        add_page(session);
        auto other = library.engine.connect();
        auto transaction = other.begin(Access::ReadWrite);
        add_books(other, 1);
        if (has_log) {
            transaction.commit();
        }

        const auto error = error_of<SerializationError>([&] { session.commit(); });

        CHECK(error.code() == "serialization-failure");
        CHECK(error.retryable());
        CHECK(error.message() ==
              std::string{"cannot execute \"UPDATE engine_book SET pages=? WHERE engine_book.id = "
                          "?\": the transaction began by reading, and another connection "} +
                  (has_log ? "has written since then" : "is writing now") +
                  "; roll it back and run it again, as retry(work) does, or let it write from the "
                  "begin: begin(work) of the engine or session maker, or Access::ReadWrite");
        session.rollback();
        if (!has_log) {
            transaction.commit();
        }
        add_page(session);
        session.commit();
        CHECK(pages(library.engine) == 1);
    }
}

TEST_CASE("retry() runs the work of a stale session again") {
    Library library;
    int runs = 0;

    library.make_session.retry([&] {
        Session session = library.make_session();
        add_page(session);
        if (++runs == 1) {
            library.make_session.begin(add_page);
        }
        session.commit();
    });
    const int added = library.engine.retry([](Connection& connection) {
        add_books(connection, 2);
        return 2;
    });

    CHECK(runs == 2);
    CHECK(pages(library.engine) == 2);
    CHECK(added == 2);
}

TEST_CASE("sessions may begin their transactions as those that write") {
    Library library;
    Session session{library.engine, {.access = Access::ReadWrite}};
    add_page(session);
    std::thread other{[&] { library.make_session.begin(add_page); }};

    session.commit();
    other.join();

    CHECK(pages(library.engine) == 2);
}

TEST_CASE("processes whose threads read and then write one SQLite file lose nothing") {
    constexpr int thread_count = 20;
    constexpr int rounds = 200;
    const test_support::TemporaryFolder folder;
    const std::string url = "sqlite:///" + folder.file("books.db");
    {
        Engine engine = create_engine(url);
        base.metadata.create_all(engine);
        SessionMaker{engine}.begin([](Session& session) { session.add(Book{.id = 1}); });
    }
    const auto write_in_threads = [&] {
        const SessionMaker make_session{create_engine(url)};
        std::atomic<int> failures{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < thread_count; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < rounds; ++round) {
                    try {
                        make_session.begin(add_page);
                    } catch (const std::exception&) {
                        ++failures;
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        return failures.load();
    };

    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        _exit(write_in_threads() == 0 ? 0 : 1);
    }
    const int failures = write_in_threads();
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);

    CHECK(failures == 0);
    CHECK(status == 0);
    CHECK(pages(create_engine(url)) == 2 * thread_count * rounds);
}

TEST_CASE("PostgreSQL: conflicts of serializable transactions are run again") {
    const std::string url = test::required_server_url();
    Engine engine = create_engine(url, {.isolation = Isolation::Serializable});
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    const SessionMaker make_session{engine};
    make_session.begin([](Session& session) { session.add(Book{.id = 1, .title = "one"}); });
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};

    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                try {
                    make_session.retry(add_page);
                } catch (const Error& error) {
                    ++failures;
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(failures == 0);
    CHECK(pages(engine) == 80);
    base.metadata.drop_all(engine);
}
