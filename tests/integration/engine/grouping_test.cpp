// SPDX-License-Identifier: MIT
#include "support.hpp"

// Expressions with values in places where databases compare them, and values that no row has.
namespace {

using namespace azoth;
using namespace azoth::test::books;

constexpr std::int64_t wide = 5'000'000'000;

template <class Check>
void with_forty_books(Check&& check) {
    on_each_database([&](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 40);
        check(connection);
    });
}

TEST_CASE("rows are grouped by an expression with a value, and sorted by it") {
    with_forty_books([](Connection& connection) {
        const auto hundreds = [] { return col(&Book::pages) / 100; };
        const auto query = select(hundreds(), func::count())
                               .group_by(hundreds())
                               .having(hundreds() > 0)
                               .order_by(hundreds().desc());

        const auto rows = connection.execute(query).all();

        REQUIRE(rows.size() == 4);
        CHECK(rows.front() == std::tuple{4, std::int64_t{1}});
        CHECK(rows.back() == std::tuple{1, std::int64_t{10}});
    });
}

TEST_CASE("one shape grouped by different values gives the rows of each") {
    with_forty_books([](Connection& connection) {
        for (const int size : {100, 200, 400, 100}) {
            const auto query = select(col(&Book::pages) / size).group_by(col(&Book::pages) / size);
            CHECK(connection.execute(query).all().size() ==
                  static_cast<std::size_t>(400 / size + 1));
        }
    });
}

TEST_CASE("distinct rows, windows and case_ take expressions with values") {
    with_forty_books([](Connection& connection) {
        const auto hundreds = [] { return col(&Book::pages) / 100; };
        const auto kind = [] {
            return case_(when(col(&Book::pages) < 100, "thin")).else_("thick");
        };
        const auto ranked =
            select(hundreds(),
                   func::rank().over(partition_by(hundreds()).order_by(func::count().desc())))
                .group_by(hundreds());

        CHECK(connection.execute(select(hundreds()).distinct().order_by(hundreds().desc()))
                  .scalars() == std::vector{4, 3, 2, 1, 0});
        CHECK(connection.execute(ranked).all().size() == 5);
        CHECK(connection.execute(select(kind(), func::count()).group_by(kind())).all().size() == 2);
    });
}

TEST_CASE("a number that no row can have is compared, and the transaction goes on") {
    with_forty_books([](Connection& connection) {
        const auto count = [&](const auto& condition) {
            return connection.execute(select(func::count(&Book::id)).where(condition)).scalar_one();
        };

        for (int round = 0; round < 2; ++round) {
            CHECK(count(col(&Book::pages) < wide) == 40);
            CHECK(count(col(&Book::pages) == wide) == 0);
            CHECK(count(col(&Book::pages) != wide) == 40);
            CHECK(count(col(&Book::pages) > -wide) == 40);
            CHECK(count(col(&Book::pages).in_({std::int64_t{10}, wide})) == 1);
            CHECK(count(col(&Book::pages).not_in({std::int64_t{10}, wide})) == 39);
            CHECK(count(col(&Book::pages).between(1, wide)) == 40);
            CHECK(count(col(&Book::pages) + 1 < wide) == 40);
            CHECK(count(col(&Book::pages) < 50) == 4);
        }
    });
}

TEST_CASE("a number that does not fit is refused before it is sent") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = create_engine(server);
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    Connection connection = engine.connect();
    add_books(connection, 1);

    CHECK(code_of([&] {
              connection.execute(update<Book>().set(&Book::pages, std::int64_t{5'000'000'000}));
          }) == "value-out-of-range");
    CHECK(count_of_books(connection) == 1);
    connection.rollback();
    base.metadata.drop_all(engine);
}

TEST_CASE("thousands of alternatives are one condition") {
    with_forty_books([](Connection& connection) {
        auto any = col(&Book::pages) == 0;
        auto all = col(&Book::pages) != 0;
        for (int i = 1; i < 5'000; ++i) {
            any = any or col(&Book::pages) == i;
            all = all and col(&Book::pages) != i;
        }

        CHECK(connection.execute(select(func::count(&Book::id)).where(any)).scalar_one() == 40);
        CHECK(connection.execute(select(func::count(&Book::id)).where(all)).scalar_one() == 0);
    });
}

TEST_CASE("a text with NUL in a bulk insert is refused as in every other") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = create_engine(server);
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    for (const std::size_t count : {1U, 2U, 200U, 5'000U}) {
        CAPTURE(count);
        std::vector<Book> books(count, Book{.title = std::string{"a\0b", 3}});
        Connection connection = engine.connect();
        CHECK(code_of([&] { connection.execute(insert<Book>(), books); }) == "nul-in-text");
        CHECK(count_of_books(connection) == 0);
        add_books(connection, 3);
        CHECK(code_of([&] { connection.execute(insert<Book>(), books); }) == "nul-in-text");
    }
    base.metadata.drop_all(engine);
}

TEST_CASE("a text statement gives the columns that were said, no more and no fewer") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 1);
        const auto code = [&](auto statement) {
            return code_of([&] { (void)connection.execute(statement).all(); });
        };

        CHECK(code(text("select 1, 2").columns<int>()) == "column-count");
        CHECK(code(text("select 1").columns<int, int>()) == "column-count");
        CHECK(code(text("select 1, 1").columns<int, int>()) == "");
        CHECK(code(text("select id, title, note, pages from engine_book").columns<Book>()) == "");
        CHECK(code(text("select id, title, note, pages, 1 from engine_book").columns<Book>()) ==
              "column-count");
        CHECK(code(text("select id, note, title, pages from engine_book").columns<Book>()) ==
              "column-order");
        CHECK(code(text("select id as a, title as b, note as c, pages from engine_book")
                       .columns<Book>()) == "");
    });
}

TEST_CASE("bytes are a parameter of a text statement") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        const Bytes three(3, std::byte{0});

        const bool is_sqlite = engine.url().dialect == "sqlite";
        const auto length =
            text(is_sqlite ? "select length(:b)" : "select length(cast(:b as bytea))");
        CHECK(connection.execute(length.columns<int>(), {{"b", three}}).scalar_one() == 3);
    });
}

TEST_CASE("tables are created through an engine that is const") {
    const Engine engine = create_engine("sqlite://");
    base.metadata.create_all(engine);

    Connection connection = engine.connect();
    CHECK(count_of_books(connection) == 0);
}

}  // namespace
