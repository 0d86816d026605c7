// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "drivers/sqlite3/driver.hpp"
#include "integration/drivers/random_values.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using azoth::Value;
using azoth::ValueKind;
using azoth::ValueView;
using azoth::drivers::sqlite::driver;

namespace {

auto open_memory() {
    return driver().connect({.url = {.dialect = "sqlite"}});
}

/// Writes the value into a fresh table's column and reads it back as the kind.
Value stored(azoth::drivers::Connection& connection,
             std::string_view type,
             const Value& value,
             ValueKind wanted) {
    connection.run_script("DROP TABLE IF EXISTS t; CREATE TABLE t (x " + std::string{type} + ")");
    auto insert = connection.prepare("INSERT INTO t (x) VALUES (?)");
    insert->bind(0, value.view());
    insert->execute();
    auto select = connection.prepare("SELECT x FROM t");
    select->execute();
    REQUIRE(select->next());
    return select->value(0, wanted);
}

Value selected(azoth::drivers::Connection& connection,
               std::string_view expression,
               ValueKind wanted) {
    auto select = connection.prepare("SELECT " + std::string{expression});
    select->execute();
    REQUIRE(select->next());
    return select->value(0, wanted);
}

}  // namespace

TEST_CASE("SQLite: values of every kind come back as they were bound") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const auto connection = open_memory();
    auto echo = connection->prepare("SELECT ?");

    for (const auto kind : {ValueKind::Null,
                            ValueKind::Boolean,
                            ValueKind::Integer,
                            ValueKind::Real,
                            ValueKind::Text,
                            ValueKind::Bytes,
                            ValueKind::Date,
                            ValueKind::Time,
                            ValueKind::DateTime,
                            ValueKind::DateTimeTz,
                            ValueKind::Interval,
                            ValueKind::Decimal,
                            ValueKind::Uuid,
                            ValueKind::Json}) {
        for (int i = 0; i < 300; ++i) {
            Value value = test_support::random_value(kind, random);
            if (kind == ValueKind::Decimal) {
                value = Value::ranged(kind, "1.2" + std::to_string(random() % 10'000'000));
            }
            CAPTURE(value.to_string());

            echo->bind(0, value.view());
            echo->execute();

            REQUIRE(echo->next());
            REQUIRE(echo->value(0, kind) == value);
            echo->reset();
        }
    }
}

TEST_CASE(
    "SQLite: values are stored as SQLAlchemy stores them, times as SQLite's own functions do") {
    const auto connection = open_memory();
    const auto as_text = [&](std::string_view type, const Value& value) {
        return stored(*connection, type, value, ValueKind::Text).as_text();
    };

    CHECK(as_text("DATE", Value::temporal(ValueKind::Date, 20'777)) == "2026-11-20");
    CHECK(as_text("TIME", Value::temporal(ValueKind::Time, 45'296'000'000)) == "12:34:56");
    CHECK(as_text("DATETIME", Value::temporal(ValueKind::DateTime, 1'795'178'096'000'007)) ==
          "2026-11-20 12:34:56.000007");
    CHECK(as_text("CHAR(32)", Value::ranged(ValueKind::Uuid, "\x12\x34zzzzzzzzzzzzzz")) ==
          "12347a7a7a7a7a7a7a7a7a7a7a7a7a7a");
    CHECK(stored(*connection, "BOOLEAN", true, ValueKind::Null) == Value{1});
    CHECK(as_text("JSON", Value::ranged(ValueKind::Json, "[1]")) == "[1]");
}

TEST_CASE("SQLite: a date is read whatever ISO form another program gave it") {
    const auto connection = open_memory();

    CHECK(selected(*connection, "'2026-11-20T12:34:56Z'", ValueKind::DateTime) ==
          Value::temporal(ValueKind::DateTime, 1'795'178'096'000'000));
    CHECK(selected(*connection, "'2026-11-20 14:34:56+02:00'", ValueKind::DateTimeTz) ==
          Value::temporal(ValueKind::DateTimeTz, 1'795'178'096'000'000));
    CHECK(selected(*connection, "'12:34'", ValueKind::Time) ==
          Value::temporal(ValueKind::Time, 45'240'000'000));
    CHECK(selected(*connection, "'1970-01-02 00:00:00.000000'", ValueKind::Interval) ==
          Value::interval({86'400'000'000, 0, 0}));
}

TEST_CASE(
    "SQLite: what a column's affinity made of a value is still read as the kind that was written") {
    const auto connection = open_memory();

    CHECK(stored(*connection,
                 "NUMERIC(10, 2)",
                 Value::ranged(ValueKind::Decimal, "12.75"),
                 ValueKind::Decimal) == Value::ranged(ValueKind::Decimal, "12.75"));
    CHECK(stored(*connection,
                 "NUMERIC(10, 0)",
                 Value::ranged(ValueKind::Decimal, "12"),
                 ValueKind::Decimal) == Value::ranged(ValueKind::Decimal, "12"));
    CHECK(stored(*connection, "REAL", 5, ValueKind::Integer) == Value{5});
    CHECK(stored(*connection, "TEXT", 5, ValueKind::Integer) == Value{5});
    CHECK(stored(*connection, "INTEGER", "17", ValueKind::Real) == Value{17.0});
    CHECK(stored(*connection, "JSON", Value::ranged(ValueKind::Json, "5"), ValueKind::Json) ==
          Value::ranged(ValueKind::Json, "5"));
    CHECK(selected(*connection, "0.1", ValueKind::Text) == Value{"0.1"});
    CHECK(selected(*connection, "'TRUE'", ValueKind::Boolean) == Value{true});
    CHECK(selected(*connection, "x'30313233343536373839616263646566'", ValueKind::Uuid) ==
          Value::ranged(ValueKind::Uuid, "0123456789abcdef"));
}

TEST_CASE("SQLite: a column is not read as something that would lose its content") {
    const auto connection = open_memory();
    const auto refuses = [&](std::string_view expression, ValueKind wanted) {
        try {
            static_cast<void>(selected(*connection, expression, wanted));
        } catch (const azoth::DataError& error) {
            return error.code() == "column-conversion";
        }
        return false;
    };

    CHECK(refuses("1.5", ValueKind::Integer));
    CHECK(refuses("9223372036854775807.0", ValueKind::Integer));
    CHECK(refuses("'12abc'", ValueKind::Integer));
    CHECK(refuses("x'00'", ValueKind::Text));
    CHECK(refuses("9007199254740993", ValueKind::Real));
    CHECK(refuses("2", ValueKind::Boolean));
    CHECK(refuses("5", ValueKind::Bytes));
    CHECK(refuses("'2026-02-30'", ValueKind::Date));
    CHECK(refuses("1700000000", ValueKind::DateTime));
    CHECK(refuses("'x'", ValueKind::Uuid));
    CHECK(refuses("'x'", ValueKind::Decimal));
    CHECK(refuses("'[1]'", ValueKind::Array));
    CHECK_THROWS_WITH_AS(static_cast<void>(selected(*connection, "'x' AS age", ValueKind::Integer)),
                         "cannot read column \"age\" as integer: the row holds a text that is "
                         "none; read it as what it "
                         "is, or correct the row",
                         azoth::DataError);
}

TEST_CASE("SQLite: values that it would change silently are refused when they are bound") {
    const auto connection = open_memory();
    auto statement = connection->prepare("SELECT ?");

    const auto code_of = [&](int parameter, const ValueView& value) -> std::string {
        try {
            statement->bind(parameter, value);
        } catch (const azoth::Error& error) {
            return std::string{error.code()};
        }
        return "";
    };

    CHECK(code_of(0, ValueView::real(std::nan(""))) == "unsupported-value");
    CHECK(code_of(0, Value::array({1}).view()) == "unsupported-value");
    CHECK(code_of(0, ValueView::ranged(ValueKind::Uuid, "short")) == "unsupported-value");
    const auto decimal = [](std::string_view text) {
        return ValueView::ranged(ValueKind::Decimal, text);
    };
    CHECK(code_of(0, decimal("-1234567890.12345")) == "");
    CHECK(code_of(0, decimal("0.000000000000000000001")) == "");
    CHECK(code_of(0, decimal("9223372036854775807")) == "");
    CHECK(code_of(0, decimal("1234567890.123456")) == "unsupported-value");
    CHECK(code_of(0, decimal("9223372036854775808")) == "unsupported-value");
    CHECK(code_of(0, decimal("1e999")) == "unsupported-value");
    CHECK(code_of(0, decimal("NaN")) == "unsupported-value");
    CHECK(code_of(1, ValueView::integer(1)) == "parameter-index");
    CHECK(code_of(1, ValueView::temporal(ValueKind::Date, 1)) == "parameter-index");
    CHECK(code_of(-1, ValueView::integer(1)) == "parameter-index");
}

TEST_CASE(
    "SQLite: empty texts and bytes are not NULL, and texts may be huge and hold any character") {
    const auto connection = open_memory();
    const std::string huge(20'000'000, 'x');

    CHECK(stored(*connection, "TEXT", Value{std::string{}}, ValueKind::Text) == Value{""});
    CHECK(stored(*connection, "BLOB", Value::ranged(ValueKind::Bytes, {}), ValueKind::Bytes) ==
          Value::ranged(ValueKind::Bytes, {}));
    CHECK(stored(*connection,
                 "TEXT",
                 ValueView::text({}).kind == ValueKind::Text ? Value{std::string_view{}} : Value{},
                 ValueKind::Text) == Value{""});
    CHECK(stored(*connection, "TEXT", huge, ValueKind::Text) == Value{huge});
    CHECK(stored(*connection, "TEXT", std::string{"a\0b", 3}, ValueKind::Text) ==
          Value{std::string{"a\0b", 3}});
}
