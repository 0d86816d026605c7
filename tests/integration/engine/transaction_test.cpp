// SPDX-License-Identifier: MIT
#include "support.hpp"

namespace {

using namespace azoth;
using namespace azoth::test::books;

void add_one(Connection& connection, const std::string& title) {
    connection.execute(insert<Book>().values(set(&Book::title, title), set(&Book::pages, 1)));
}

std::int64_t committed(Engine& engine) {
    Connection connection = engine.connect();
    return count_of_books(connection);
}

TEST_CASE("a statement begins a transaction that commit() ends") {
    on_each_database([](Engine& engine) {
        {
            Connection connection = engine.connect();
            CHECK_FALSE(connection.in_transaction());
            add_one(connection, "kept");
            CHECK(connection.in_transaction());
            connection.commit();
            add_one(connection, "lost");
        }

        CHECK(committed(engine) == 1);
    });
}

TEST_CASE(
    "begin() takes over the transaction that a statement began, so that commit() keeps all of it") {
    on_each_database([](Engine& engine) {
        {
            Connection connection = engine.connect();
            add_one(connection, "before");
            auto transaction = connection.begin();
            add_one(connection, "inside");
            transaction.commit();
            CHECK_FALSE(connection.in_transaction());
        }

        CHECK(committed(engine) == 2);
    });
}

TEST_CASE("a transaction that is not committed is rolled back at the end of its scope") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        {
            auto transaction = connection.begin();
            add_one(connection, "lost");
        }
        {
            auto transaction = connection.begin();
            add_one(connection, "kept");
            transaction.commit();
        }

        CHECK(committed(engine) == 1);
    });
}

TEST_CASE("a transaction inside one is a savepoint") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        auto transaction = connection.begin();
        add_one(connection, "outer");
        {
            auto savepoint = connection.begin();
            add_one(connection, "lost");
        }
        {
            auto savepoint = connection.begin();
            add_one(connection, "inner");
            savepoint.commit();
        }
        {
            auto savepoint = connection.begin();
            CHECK(code_of([&] { add_one(connection, "outer"); }) != "");
            savepoint.rollback();
        }
        transaction.commit();

        CHECK(committed(engine) == 2);
    });
}

TEST_CASE("of several savepoints inside one another the right one is rolled back") {
    const auto titles = [](Connection& connection) {
        return connection.execute(select(&Book::title).order_by(&Book::title)).all();
    };
    using Titles = std::vector<std::string>;
    on_each_database([&](Engine& engine) {
        Connection connection = engine.connect();
        auto transaction = connection.begin();
        add_one(connection, "a");
        auto outer = connection.begin();
        add_one(connection, "b");
        auto middle = connection.begin();
        add_one(connection, "c");
        auto inner = connection.begin();
        add_one(connection, "d");

        inner.rollback();
        CHECK(titles(connection) == Titles{"a", "b", "c"});
        auto again = connection.begin();
        add_one(connection, "e");
        again.commit();
        CHECK(titles(connection) == Titles{"a", "b", "c", "e"});
        middle.rollback();
        CHECK(titles(connection) == Titles{"a", "b"});
        outer.rollback();
        CHECK(titles(connection) == Titles{"a"});
        transaction.commit();
        CHECK(committed(engine) == 1);
    });
}

TEST_CASE("engine.begin commits when its work returns, and rolls back when it throws") {
    on_each_database([](Engine& engine) {
        const auto count = engine.begin([](Connection& connection) {
            add_one(connection, "kept");
            return count_of_books(connection);
        });
        CHECK_THROWS_AS(engine.begin([](Connection& connection) {
            add_one(connection, "lost");
            throw std::runtime_error{"stop"};
        }),
                        std::runtime_error);

        CHECK(count == 1);
        CHECK(committed(engine) == 1);
    });
}

TEST_CASE(
    "BEGIN travels with the first statement, and a transaction without statements sends nothing") {
    on_each_database([](Engine& engine) {
        std::vector<std::string> sent;
        const auto listener =
            engine.add_listener([&](const StatementEvent& event) { sent.emplace_back(event.sql); });
        {
            Connection connection = engine.connect();
            auto transaction = connection.begin();
            transaction.commit();
        }
        engine.remove_listener(listener);

        CHECK(sent.empty());
    });
}

TEST_CASE("autocommit makes each statement its own transaction") {
    on_each_database([](Engine& engine) {
        {
            Connection connection = engine.connect();
            connection.set_autocommit(true);
            add_one(connection, "kept");
            CHECK_FALSE(connection.in_transaction());
        }

        CHECK(committed(engine) == 1);
    });
}

TEST_CASE("a transaction that a failed statement has spoilt is not committed silently") {
    on_each_database([](Engine& engine) {
        const auto keeps_going = [&](Connection& connection) {
            add_one(connection, "one");
            CHECK(code_of([&] { add_one(connection, "one"); }) == "unique-violation");
        };
        Connection connection = engine.connect();
        auto transaction = connection.begin();
        keeps_going(connection);
        const std::string by_hand = code_of([&] { transaction.commit(); });
        const bool is_active = transaction.is_active();
        const std::string by_engine =
            by_hand.empty() ? "" : code_of([&] { engine.begin(keeps_going); });

        // Some databases undo the statement alone, others refuse all that follows.
        CHECK((by_hand.empty() || by_hand == "transaction-aborted"));
        CHECK(by_engine == by_hand);
        CHECK_FALSE(is_active);
        CHECK(committed(engine) == (by_hand.empty() ? 1 : 0));
        CHECK(count_of_books(connection) == (by_hand.empty() ? 1 : 0));
    });
}

TEST_CASE("a savepoint that has ended is not taken for a later one") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        auto transaction = connection.begin();
        auto outer = connection.begin();
        auto inner = connection.begin();
        outer.rollback();
        auto next_outer = connection.begin();
        auto next_inner = connection.begin();
        add_one(connection, "kept");

        CHECK_FALSE(inner.is_active());
        inner.rollback();
        CHECK(code_of([&] { inner.commit(); }) == "transaction-ended");
        next_inner.commit();
        next_outer.commit();
        transaction.commit();

        CHECK(committed(engine) == 1);
    });
}

TEST_CASE("a transaction keeps its connection") {
    on_each_database([](Engine& engine) {
        std::optional<Transaction> transaction;
        {
            Connection connection = engine.connect();
            transaction.emplace(connection.begin());
            add_one(connection, "kept");
        }
        CHECK(engine.statistics().connections_in_use == 1);
        transaction->commit();

        CHECK(engine.statistics().connections_in_use == 0);
        CHECK(committed(engine) == 1);
    });
}

}  // namespace
