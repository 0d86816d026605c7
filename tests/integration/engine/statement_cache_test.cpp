// SPDX-License-Identifier: MIT
#include "support.hpp"

#include <azoth/tree/node.hpp>

#include <algorithm>
#include <cstring>

namespace {

using namespace azoth;
using namespace azoth::test::books;

std::uint64_t prepares(Connection& connection) {
    return connection.driver().traffic().prepares;
}

TEST_CASE("a statement of one shape is compiled once and prepared once, whatever its values") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);
        const auto compiled_before = engine.statistics().compiled;
        const auto prepared_before = prepares(connection);

        int found = 0;
        for (int pages = 10; pages <= 30; pages += 10) {
            const auto query = select(&Book::title).where(col(&Book::pages) == pages);
            found += static_cast<int>(connection.execute(query).all().size());
        }

        CHECK(found == 3);
        CHECK(engine.statistics().compiled - compiled_before == 1);
        CHECK(prepares(connection) - prepared_before == 1);
    });
}

TEST_CASE("a statement run inside its own loop gets a prepared statement of its own") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);
        const auto all = select(&Book::id);
        const auto prepared_before = prepares(connection);

        int seen = 0;
        for (int round = 0; round < 2; ++round) {
            for (auto id : connection.execute(all)) {
                for (auto other : connection.execute(all)) {
                    seen += id == other ? 1 : 0;
                }
            }
        }

        CHECK(seen == 6);
        CHECK(prepares(connection) - prepared_before == 2);
    });
}

TEST_CASE("the statements used least recently leave a full cache") {
    on_each_database(
        [](Engine& engine) {
            Connection connection = engine.connect();
            const auto run = [&](int columns) {
                std::string sql = "select 1";
                for (int i = 1; i < columns; ++i) {
                    sql += ", 1";
                }
                const auto before = prepares(connection);
                (void)connection.execute(text(sql)).all();
                return prepares(connection) - before;
            };
            run(1);
            run(2);
            run(1);
            run(3);

            CHECK(run(1) == 0);
            CHECK(run(2) == 1);
        },
        {.statement_cache_size = 2});
}

TEST_CASE("a cache of size 0 keeps no statement") {
    on_each_database(
        [](Engine& engine) {
            Connection connection = engine.connect();
            (void)connection.execute(text("select 1")).all();
            const auto before = prepares(connection);
            (void)connection.execute(text("select 1")).all();
            (void)connection.execute(text("select 1")).all();

            CHECK(prepares(connection) - before == 2);
        },
        {.statement_cache_size = 0});
}

TEST_CASE("many rows are inserted by few statements") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        const auto before = engine.statistics().statements;

        add_books(connection, 1'000);

        CHECK(engine.statistics().statements - before <= 2);
        CHECK(count_of_books(connection) == 1'000);
    });
}

TEST_CASE("echo writes each statement, without values unless they are asked for") {
    for (const bool shows : {false, true}) {
        std::vector<std::string> lines;
        Engine engine = create_engine(
            "sqlite://",
            {.echo = true, .show_parameters = shows, .log = [&](std::string_view line) {
                 lines.emplace_back(line);
             }});
        Connection connection = engine.connect();
        (void)connection.execute(text("select :secret"), {{"secret", "x"}}).all();

        REQUIRE(lines.size() == 2);
        CHECK(lines[0] == "BEGIN");
        CHECK(lines[1] == (shows ? "select ? -- ['x']" : "select ? -- [1 parameters, not shown]"));
    }
}

TEST_CASE("listeners hear of each statement, of its parameters and of its failure") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        std::vector<std::string> heard;
        const auto number = engine.add_listener([&](const StatementEvent& event) {
            heard.push_back(std::string{event.sql} + "|" + std::to_string(event.parameters.size()) +
                            (event.error.empty() ? "" : "|failed"));
        });
        (void)connection.execute(select(&Book::id).where(col(&Book::pages) == 5)).all();
        CHECK(code_of([&] {
                  (void)connection.execute(text("select 1 from no_such_table")).all();
              }) != "");
        engine.remove_listener(number);
        connection.rollback();
        const auto count = heard.size();
        (void)connection.execute(select(&Book::id)).all();

        REQUIRE(count >= 2);
        CHECK(heard[1].ends_with("|1"));
        CHECK(heard.size() == count);
    });
}

TEST_CASE("connections of one engine share its database in memory, two engines do not") {
    Engine engine = create_engine("sqlite://");
    base.metadata.create_all(engine);
    Connection first = engine.connect();
    Connection second = engine.connect();
    add_books(first, 2);
    first.commit();
    Engine other = create_engine("sqlite://");
    Connection stranger = other.connect();

    CHECK(count_of_books(second) == 2);
    CHECK(code_of([&] { (void)count_of_books(stranger); }) != "");
}

TEST_CASE("a read-only engine writes nothing") {
    on_each_database([](Engine& writer) {
        Engine reader = create_engine(writer.url().to_string(), {.read_only = true});
        if (writer.dialect().name() == "sqlite") {
            reader = create_engine("sqlite://", {.read_only = true});
        }
        Connection connection = reader.connect();

        CHECK(code_of([&] { connection.execute(text("create table no_table (id integer)")); }) !=
              "");
    });
}

TEST_CASE("a query that takes too long is stopped, and the connection lives") {
    const std::string server = azoth::test::server_url();
    if (server.empty()) {
        return;
    }
    Engine engine = create_engine(server, {.query_timeout_milliseconds = 100});
    Connection connection = engine.connect();

    CHECK_THROWS_AS((void)connection.execute(text("select pg_sleep(30)")).all(), QueryTimeout);

    connection.rollback();
    CHECK(connection.execute(text("select 1").columns<int>()).scalar_one() == 1);
}

/// The word that leads a hash in the state `own` to where `other` leads one in the state `theirs`.
std::uint64_t meeting_word(std::uint64_t own, std::uint64_t theirs, std::uint64_t other) {
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15U;
    const auto shifted = [](std::uint64_t hash) { return (hash << 6U) + (hash >> 2U); };
    return ((theirs ^ (other + golden + shifted(theirs))) ^ own) - golden - shifted(own);
}

std::uint64_t word_at(const std::string& text, std::size_t place) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + place, sizeof(word));
    return word;
}

/// A text of the victim's length that begins with `start` and a number, ends like the victim, and
/// is mixed into the same hash; `place` is where its free word lies.
std::string text_of_one_hash(std::uint64_t seed,
                             const std::string& victim,
                             const std::string& start,
                             std::size_t place) {
    const auto state = [&](const std::string& text) {
        std::uint64_t hash = tree::mixed(seed, std::uint64_t{text.size()});
        for (std::size_t at = 0; at < place; at += sizeof(std::uint64_t)) {
            hash = tree::mixed(hash, word_at(text, at));
        }
        return hash;
    };
    const std::uint64_t target = state(victim);
    for (std::uint64_t number = 10'000'000; number < 99'999'999; ++number) {
        std::string text = victim;
        text.replace(0, place, start + std::to_string(number));
        const std::uint64_t word = meeting_word(state(text), target, word_at(victim, place));
        std::memcpy(text.data() + place, &word, sizeof(word));
        const bool is_plain = std::ranges::all_of(text.substr(place, 8), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '_' || c == '-' || c == '.' || c == '+' || c == '(' || c == ')';
        });
        if (is_plain) {
            return text;
        }
    }
    return victim;
}

TEST_CASE("a text that was made to have another one's hash is a statement of its own") {
    const std::string victim = "select 1 as found /*    12345678--------*/";
    const std::string other = text_of_one_hash(0, victim, "select 2 as found /*    ", 32);
    REQUIRE(other != victim);
    CHECK(tree::mixed(0, victim) == tree::mixed(0, other));

    on_each_database([&](Engine& engine) {
        Connection connection = engine.connect();
        const auto found = [&](const std::string& sql) {
            return connection.execute(text(sql).columns<int>()).scalar_one();
        };

        CHECK(found(victim) == 1);
        CHECK(found(other) == 2);
        CHECK(found(victim) == 1);
        CHECK(connection.query(victim).at(0).at(0).as_integer() == 1);
        CHECK(connection.query(other).at(0).at(0).as_integer() == 2);
    });
}

struct Moved {
    std::int64_t id = 0;
};

TEST_CASE("a struct that is mapped to another table is read from that one") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        connection.run_script(
            "create table moved_a (id bigint); create table moved_b (id bigint);"
            "insert into moved_a values (1); insert into moved_b values (2)");
        const auto read_from = [&](const char* table) {
            DeclarativeBase own;
            static_cast<void>(own.map<Moved>(table));
            return connection.execute(select<Moved>()).one().id;
        };

        CHECK(read_from("moved_a") == 1);
        CHECK(read_from("moved_b") == 2);
        connection.rollback();
    });
}

TEST_CASE("lists of different lengths are compiled once for each power of two") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 40);
        const auto compiled_before = engine.statistics().compiled;

        for (std::int64_t count = 9; count <= 32; ++count) {
            std::vector<std::int64_t> pages;
            for (std::int64_t i = 1; i <= count; ++i) {
                pages.push_back(10 * i);
            }
            const auto query = select(&Book::id).where(col(&Book::pages).in_(pages));
            CHECK(connection.execute(query).all().size() == static_cast<std::size_t>(count));
            const auto others = select(&Book::id).where(col(&Book::pages).not_in(pages));
            CHECK(connection.execute(others).all().size() == static_cast<std::size_t>(40 - count));
        }

        CHECK(engine.statistics().compiled - compiled_before == 4);
    });
}

}  // namespace
