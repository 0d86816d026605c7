// SPDX-License-Identifier: MIT
#include "support.hpp"

#include <azoth/types/chrono.hpp>

// Parameters of text statements: a server that would guess their types is told what the program
// knows.
namespace {

using namespace azoth;
using namespace azoth::test::books;

template <class Check>
void on_the_server(Check&& check) {
    on_each_database([&](Engine& engine) {
        if (engine.url().dialect == "postgresql") {
            Connection connection = engine.connect();
            check(connection);
        }
    });
}

template <class T>
std::string type_of(Connection& connection, const T& value) {
    return connection
        .execute(text("select pg_typeof(coalesce(:x, null))::text").columns<std::string>(),
                 {{"x", value}})
        .scalar_one();
}

TEST_CASE("bytes are bytes to a function that takes texts as well") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        const Bytes three(3, std::byte{0});
        const auto length = text("select length(:b)").columns<int>();

        for (int time = 0; time < 2; ++time) {
            CHECK(connection.execute(length, {{"b", three}}).scalar_one() == 3);
        }
    });
}

TEST_CASE("PostgreSQL is told the types that leave no choice") {
    on_the_server([](Connection& connection) {
        CHECK(type_of(connection, Bytes{}) == "bytea");
        CHECK(type_of(connection, true) == "boolean");
        CHECK(type_of(connection, std::int16_t{1}) == "integer");
        CHECK(type_of(connection, 1) == "integer");
        CHECK(type_of(connection, Uuid{}) == "uuid");
        CHECK(type_of(connection, Date{}) == "date");
        CHECK(type_of(connection, DateTime{}) == "timestamp without time zone");
        CHECK(type_of(connection, std::optional<Bytes>{}) == "bytea");
        CHECK(type_of(connection, std::optional<int>{}) == "integer");
        CHECK(type_of(connection, Value::ranged(ValueKind::Bytes, "x")) == "bytea");
    });
}

TEST_CASE("PostgreSQL finds the types that have a choice by itself") {
    on_the_server([](Connection& connection) {
        CHECK(type_of(connection, std::string{"x"}) == "text");
        CHECK(type_of(connection, Value::ranged(ValueKind::Text, "x")) == "text");
        CHECK(type_of(connection, std::int64_t{1}) == "text");
        CHECK(type_of(connection, 1.5) == "text");
        CHECK(type_of(connection, Decimal{"1.5"}) == "text");
        CHECK(type_of(connection, DateTimeTz{}) == "text");
    });
}

TEST_CASE("texts, wide numbers, decimals and doubles adapt to where they stand") {
    on_the_server([](Connection& connection) {
        const auto holds = [&](std::string_view condition, const NamedValue& parameter) {
            const auto query = "select " + std::string{condition};
            return connection.execute(text(query).columns<bool>(), {parameter}).scalar_one();
        };

        CHECK(holds("'{1,2}'::int[] @> :x", {"x", "{2}"}));
        CHECK(holds("int4range(1, 3) && :x", {"x", "[2,9)"}));
        CHECK(holds("date '2024-02-01' = :x", {"x", "2024-02-01"}));
        CHECK(holds("substr('abc', :x) = 'bc'", {"x", std::int64_t{2}}));
        CHECK(holds("0.1::numeric = :x", {"x", 0.1}));
        CHECK(holds("0.1::real = :x", {"x", 0.1}));
        CHECK(holds("0.1::float8 = :x", {"x", Decimal{"0.1"}}));
        CHECK(holds("'{\"a\": 1}'::jsonb @> :x", {"x", "{\"a\": 1}"}));
    });
}

TEST_CASE("narrow integers meet every kind of number") {
    on_the_server([](Connection& connection) {
        for (const std::string type :
             {"smallint", "integer", "bigint", "numeric", "real", "double precision", "oid"}) {
            CAPTURE(type);
            const auto query = "select cast(7 as " + type + ") = :x";

            CHECK(connection.execute(text(query).columns<bool>(), {{"x", 7}}).scalar_one());
        }
        const auto element = text("select '[\"a\", \"b\"]'::jsonb ->> :i").columns<std::string>();
        CHECK(connection.execute(element, {{"i", 1}}).scalar_one() == "b");
        const auto days = text("select date '2024-02-28' + :n").columns<Date>();
        CHECK(connection.execute(days, {{"n", 2}}).scalar_one() ==
              Date{std::chrono::year{2024} / 3 / 1});
    });
}

TEST_CASE("one text with values of several types is a statement for each") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);
        const auto query =
            text("select count(*) from engine_book where pages >= :n").columns<std::int64_t>();

        for (int time = 0; time < 2; ++time) {
            CHECK(connection.execute(query, {{"n", 20}}).scalar_one() == 2);
            CHECK(connection.execute(query, {{"n", std::int64_t{30}}}).scalar_one() == 1);
            CHECK(connection.execute(query, {{"n", std::optional<int>{}}}).scalar_one() == 0);
        }
    });
}

}  // namespace
