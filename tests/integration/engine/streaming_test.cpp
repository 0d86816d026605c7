// SPDX-License-Identifier: MIT
// Rows that yield_per reads in batches.
#include "support.hpp"

namespace {

using namespace azoth;
using namespace azoth::test::books;

constexpr std::uint32_t batch = 4;

auto in_batches() {
    return select(&Book::pages).order_by(&Book::id).yield_per(batch);
}

TEST_CASE("yield_per gives the rows of the query, however they are divided") {
    on_each_database([](Engine& engine) {
        for (const int count : {0, 1, 3, 4, 5, 8, 11}) {
            CAPTURE(count);
            Connection connection = engine.connect();
            add_books(connection, count);
            int sum = 0;
            for (const int pages : connection.execute(in_batches())) {
                sum += pages;
            }
            CHECK(sum == 5 * count * (count + 1));
        }
    });
}

TEST_CASE("no more than two batches are held at a time") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 1000);
        const auto all = select(&Book::pages).yield_per(10);

        CHECK(connection.execute(all).all().size() == 1000);
        CHECK(connection.driver().traffic().most_rows <= 20);
    });
}

TEST_CASE("300,000 rows of the server are read in batches of a thousand") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Connection connection = create_engine(server).connect();
    connection.driver().run_script(
        "create temporary table engine_book as select i as id, "
        "'t' || i as title, null::text as note, 1 as pages "
        "from generate_series(1, 300000) i");

    std::int64_t pages = 0;
    for (const Book& book : connection.execute(select<Book>().yield_per(1'000))) {
        pages += book.pages;
    }

    CHECK(pages == 300'000);
    CHECK(connection.driver().traffic().most_rows == 2'000);
}

TEST_CASE("parameters travel with a query in batches, and other statements come between") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 20);
        std::vector<std::string> titles;
        const auto some = select<Book>()
                              .where(col(&Book::pages) > 50 and col(&Book::title) != "book 7")
                              .order_by(&Book::id)
                              .yield_per(batch);

        for (const Book& book : connection.execute(some)) {
            titles.push_back(book.title);
            const auto again = select(&Book::title).where(col(&Book::id) == book.id).yield_per(1);
            CHECK(connection.execute(again).scalar_one() == book.title);
            connection.execute(
                update<Book>().set(&Book::note, "seen").where(col(&Book::id) == book.id));
        }

        CHECK(titles.size() == 14);
        const auto seen = select(func::count(&Book::id)).where(col(&Book::note) == "seen");
        CHECK(connection.execute(seen).scalar_one() == 14);
    });
}

TEST_CASE("a loop that ends early, or by an exception, leaves the connection usable") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 20);
        for (const int pages : connection.execute(in_batches())) {
            if (pages >= 60) {
                break;
            }
        }
        CHECK_THROWS_AS(
            [&] {
                for (const int pages : connection.execute(in_batches())) {
                    if (pages >= 60) {
                        throw std::runtime_error{"enough"};
                    }
                }
            }(),
            std::runtime_error);

        CHECK(count_of_books(connection) == 20);
        connection.commit();
        CHECK(count_of_books(connection) == 20);
    });
}

TEST_CASE("rows in batches end with their transaction") {
    on_each_database([](Engine& engine) {
        for (const bool commits : {true, false}) {
            Connection connection = engine.connect();
            connection.execute(delete_from<Book>().where(col(&Book::id) > 0));
            add_books(connection, 20);
            auto rows = connection.execute(in_batches());
            auto row = rows.begin();
            CHECK(*row == 10);

            commits ? connection.commit() : connection.rollback();

            CHECK(code_of([&] { ++row; }) == "rows-ended");
            rows.close();
            CHECK(count_of_books(connection) == 20);
        }
    });
}

TEST_CASE("a savepoint inside the loop leaves the rows alone") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 10);
        Transaction transaction = connection.begin();
        int rows = 0;
        for (const int pages : connection.execute(in_batches())) {
            Transaction inner = connection.begin();
            connection.execute(insert<Book>().values(
                Book{.title = "copy " + std::to_string(pages), .pages = 1'000'000}));
            inner.rollback();
            ++rows;
        }
        CHECK(rows == 10);
        CHECK(count_of_books(connection) == 10);
    });
}

TEST_CASE("an error in a later batch is that of the statement, and rollback mends the connection") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 20);
        connection.commit();
        // 100 / (pages - 150): the fifteenth row fails on the server.
        if (connection.dialect().name() != "postgresql") {
            return;
        }
        const auto failing = select(col(&Book::pages) / (col(&Book::pages) - 150))
                                 .order_by(&Book::id)
                                 .yield_per(batch);
        int rows = 0;
        const std::string code = code_of([&] {
            auto result = connection.execute(failing);
            for (auto row = result.begin(); row != result.end(); ++row) {
                ++rows;
            }
        });

        CHECK(rows == 12);
        CHECK(code == "bad-value");
        connection.rollback();
        CHECK(count_of_books(connection) == 20);
    });
}

TEST_CASE("a server that goes away in the middle is a lost connection") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = create_engine(server);
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    Connection connection = engine.connect();
    add_books(connection, 20);
    connection.commit();
    auto killer = engine.connect();
    const auto pid =
        connection.execute(text("select pg_backend_pid()").columns<int>()).scalar_one();
    auto rows = connection.execute(in_batches());
    auto row = rows.begin();

    auto terminated =
        killer.execute(text("select pg_terminate_backend(:pid)").columns<bool>(), {{"pid", pid}});
    CHECK(terminated.scalar_one());

    CHECK_THROWS_AS(
        [&] {
            for (; row != rows.end(); ++row) {
            }
        }(),
        ConnectionLost);
    killer.commit();
    base.metadata.drop_all(engine);
}

TEST_CASE("outside a transaction the rows come whole") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 10);
        connection.commit();
        connection.set_autocommit(true);

        CHECK(connection.execute(in_batches()).all().size() == 10);
    });
}

}  // namespace
