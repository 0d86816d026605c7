// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "integration/drivers/postgresql_support.hpp"
#include "integration/drivers/random_values.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>

using azoth::Value;
using azoth::ValueKind;
using azoth::ValueView;
using test_support::caught;
using test_support::connect_postgresql;

namespace {

struct TypeOfKind {
    ValueKind kind;
    const char* type;
};

constexpr std::array<TypeOfKind, 16> types{{{ValueKind::Boolean, "boolean"},
                                            {ValueKind::Integer, "bigint"},
                                            {ValueKind::Real, "double precision"},
                                            {ValueKind::Text, "text"},
                                            {ValueKind::Text, "varchar"},
                                            {ValueKind::Bytes, "bytea"},
                                            {ValueKind::Date, "date"},
                                            {ValueKind::Time, "time"},
                                            {ValueKind::DateTime, "timestamp"},
                                            {ValueKind::DateTimeTz, "timestamptz"},
                                            {ValueKind::Interval, "interval"},
                                            {ValueKind::Decimal, "numeric"},
                                            {ValueKind::Uuid, "uuid"},
                                            {ValueKind::Json, "json"},
                                            {ValueKind::Json, "jsonb"},
                                            {ValueKind::Array, "bigint[]"}}};

Value selected(azoth::drivers::Connection& connection,
               std::string_view expression,
               ValueKind wanted) {
    auto select = connection.prepare("SELECT " + std::string{expression});
    select->execute();
    REQUIRE(select->next());
    return select->value(0, wanted);
}

/// The value through a parameter of the type: once as text on the first execution, once in binary
/// form on the second.
std::array<Value, 2> echoed(azoth::drivers::Connection& connection,
                            std::string_view type,
                            const Value& value,
                            ValueKind wanted) {
    auto echo = connection.prepare("SELECT $1::" + std::string{type});
    std::array<Value, 2> results;
    for (Value& result : results) {
        echo->bind(0, value.view());
        echo->execute();
        REQUIRE(echo->next());
        result = echo->value(0, wanted);
        echo->reset();
    }
    return results;
}

}  // namespace

TEST_CASE(
    "PostgreSQL: values of every kind come back as they were bound, in text and in binary form") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const auto connection = connect_postgresql();

    for (const auto& [kind, type] : types) {
        for (int i = 0; i < 40; ++i) {
            const Value value = test_support::random_value(kind, random);
            CAPTURE(type);
            CAPTURE(value.to_string());

            const auto [by_text, by_binary] = echoed(*connection, type, value, kind);

            REQUIRE(by_text == value);
            REQUIRE(by_binary == value);
        }
    }
}

TEST_CASE("PostgreSQL: NULL, empty texts and empty bytes are three different things") {
    const auto connection = connect_postgresql();

    CHECK(echoed(*connection, "text", {}, ValueKind::Text)[1].is_null());
    CHECK(echoed(*connection, "int[]", {}, ValueKind::Array)[1].is_null());
    CHECK(echoed(*connection, "text", "", ValueKind::Text)[1] == Value{""});
    CHECK(echoed(*connection, "bytea", Value::ranged(ValueKind::Bytes, ""), ValueKind::Bytes)[1] ==
          Value::ranged(ValueKind::Bytes, ""));
    CHECK(echoed(*connection, "text", Value::copy_of(ValueView::text({})), ValueKind::Text)[0] ==
          Value{""});
}

TEST_CASE("PostgreSQL: huge texts and bytes pass") {
    const auto connection = connect_postgresql();
    const Value text{std::string(20'000'000, 'x') + "ü"};
    std::string raw(5'000'000, '\0');
    raw.back() = '\xff';
    const Value bytes = Value::ranged(ValueKind::Bytes, raw);

    const auto texts = echoed(*connection, "text", text, ValueKind::Text);
    const auto blobs = echoed(*connection, "bytea", bytes, ValueKind::Bytes);

    CHECK((texts[0] == text && texts[1] == text));
    CHECK((blobs[0] == bytes && blobs[1] == bytes));
}

TEST_CASE("PostgreSQL: edges of the numbers") {
    const auto connection = connect_postgresql();
    const auto same = [&](const char* type, const Value& value) {
        const auto results = echoed(*connection, type, value, value.kind());
        return results[0] == value && results[1] == value;
    };
    using Limits = std::numeric_limits<double>;

    CHECK(same("smallint", -32'768));
    CHECK(same("integer", 2'147'483'647));
    CHECK(same("bigint", std::numeric_limits<long long>::min()));
    CHECK(same("oid", 4'294'967'295U));
    CHECK(same("real", 0.5));
    CHECK(same("double precision", Limits::quiet_NaN()));
    CHECK(same("double precision", -Limits::infinity()));
    CHECK(same("double precision", Limits::denorm_min()));
    for (const auto* text : {"0",
                             "0.00",
                             "-0.001",
                             "NaN",
                             "Infinity",
                             "-Infinity",
                             "10000",
                             "0.0001",
                             "99999999",
                             "123456789012345678901234567890.123456789012345678901234567890",
                             "1000000000000.0000"}) {
        CAPTURE(text);
        CHECK(same("numeric", Value::ranged(ValueKind::Decimal, text)));
    }
    CHECK(echoed(*connection,
                 "numeric",
                 Value::ranged(ValueKind::Decimal, "-1.50E+3"),
                 ValueKind::Text)[1] == Value{"-1500"});
    CHECK(echoed(*connection,
                 "numeric",
                 Value::ranged(ValueKind::Decimal, "15e-3"),
                 ValueKind::Text)[1] == Value{"0.015"});
    CHECK(selected(*connection, "0.1::real", ValueKind::Text) == Value{"0.1"});
}

TEST_CASE("PostgreSQL: numbers of the server read as the server writes them") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const auto connection = connect_postgresql();
    auto statement = connection->prepare("SELECT $1::numeric, ($1::numeric)::text");

    for (int i = 0; i < 300; ++i) {
        const Value value = test_support::random_value(ValueKind::Decimal, random);
        statement->bind(0, value.view());
        statement->execute();
        REQUIRE(statement->next());
        REQUIRE(statement->value(0, ValueKind::Decimal).as_text() == statement->text(1));
    }
}

TEST_CASE("PostgreSQL: edges of dates and times, infinity among them") {
    const auto connection = connect_postgresql();
    const auto same = [&](const char* type, const Value& value) {
        const auto results = echoed(*connection, type, value, value.kind());
        CAPTURE(results[0].to_string());
        return results[0] == value && results[1] == value;
    };
    constexpr std::int64_t day = 86'400'000'000;
    using Narrow = std::numeric_limits<std::int32_t>;
    using Wide = std::numeric_limits<std::int64_t>;

    CHECK(same("date", Value::temporal(ValueKind::Date, -719'529)));     // 0001-12-31 BC
    CHECK(same("date", Value::temporal(ValueKind::Date, 100'000'000)));  // far beyond 9999
    CHECK(same("date", Value::temporal(ValueKind::Date, Narrow::max())));
    CHECK(same("date", Value::temporal(ValueKind::Date, Narrow::min())));
    CHECK(same("time", Value::temporal(ValueKind::Time, day)));
    CHECK(same("timestamp", Value::temporal(ValueKind::DateTime, -800'000 * day + 1)));
    CHECK(same("timestamp", Value::temporal(ValueKind::DateTime, Wide::max())));
    CHECK(same("timestamptz", Value::temporal(ValueKind::DateTimeTz, Wide::min())));
    CHECK(same("timestamptz", Value::temporal(ValueKind::DateTimeTz, -720'000 * day)));
    CHECK(selected(*connection, "'2026-11-20'::date", ValueKind::Text) == Value{"2026-11-20"});
    CHECK(selected(*connection, "'12:34:56+02:30'::timetz", ValueKind::Null) ==
          Value{"12:34:56.000000+02:30"});
}

TEST_CASE("PostgreSQL: a value that the type cannot hold is refused, never cut") {
    const auto connection = connect_postgresql();
    const auto code_of = [&](const char* type, const Value& value, bool in_binary) {
        auto statement = connection->prepare("SELECT $1::" + std::string{type});
        if (in_binary) {
            CHECK(statement->parameter_count() == 1);
        }
        statement->bind(0, value.view());
        return std::string{caught<azoth::DataError>([&] { statement->execute(); }).code()};
    };

    for (const bool in_binary : {false, true}) {
        CHECK(code_of("smallint", 32'768, in_binary) == "value-out-of-range");
        CHECK(code_of("integer", -2'147'483'649LL, in_binary) == "value-out-of-range");
        CHECK(code_of("real", 1e300, in_binary) == "value-out-of-range");
        CHECK(code_of("text", std::string{"a\0b", 3}, in_binary) == "nul-in-text");
        CHECK(code_of("integer", "five", in_binary) == "bad-value");
        CHECK(code_of("date", "2026-02-30", in_binary) == "bad-value");
    }
    auto statement = connection->prepare("SELECT $1::smallint");
    static_cast<void>(statement->parameter_count());
    statement->bind(0, ValueView::integer(70'000));
    CHECK_THROWS_WITH_AS(
        statement->execute(),
        "cannot bind parameter 1 of \"SELECT $1::smallint\": the value does not fit into smallint, "
        "which holds -32768 to 32767; use a column that is wide enough, or another value",
        azoth::DataError);
}

TEST_CASE("PostgreSQL: texts are parsed by the server where it expects something else") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok', 'über')");
    const auto echo = [&](const char* type, const Value& value, ValueKind wanted) {
        const auto results = echoed(*connection, type, value, wanted);
        CHECK(results[0] == results[1]);
        return results[1];
    };

    CHECK(echo("integer", "5", ValueKind::Integer) == Value{5});
    CHECK(echo("date", "2026-11-20", ValueKind::Date) == Value::temporal(ValueKind::Date, 20'777));
    CHECK(echo("pg_temp.mood", "über", ValueKind::Text) == Value{"über"});
    CHECK(echo("pg_temp.mood[]", Value::array({"ok", {}, "sad"}), ValueKind::Array) ==
          Value::array({"ok", {}, "sad"}));
    CHECK(echo("inet", "10.0.0.1", ValueKind::Text) == Value{"10.0.0.1"});
    CHECK(echo("cidr", "2001:db8::/32", ValueKind::Text) == Value{"2001:db8::/32"});
    CHECK(echo("macaddr", "08:00:2b:01:02:03", ValueKind::Text) == Value{"08:00:2b:01:02:03"});
    CHECK(echo("varbit", "10110", ValueKind::Text) == Value{"10110"});
    CHECK(echo("text", 5, ValueKind::Text) == Value{"5"});
    CHECK(echo("numeric", 0.1, ValueKind::Decimal) == Value::ranged(ValueKind::Decimal, "0.1"));
    CHECK(echo("double precision", 3, ValueKind::Real) == Value{3.0});
}

TEST_CASE("PostgreSQL: arrays of several dimensions and of every type") {
    const auto connection = connect_postgresql();
    const auto same = [&](const char* type, const Value& value) {
        const auto results = echoed(*connection, type, value, ValueKind::Array);
        return results[0] == value && results[1] == value;
    };

    CHECK(same("int[]", Value::array({})));
    CHECK(same("int[]", Value::array({Value::array({1, {}}), Value::array({3, 4})})));
    CHECK(same("text[]", Value::array({"", "a b", "NULL", "x\"y\\z", {}, "{,}"})));
    CHECK(same("boolean[]", Value::array({true, false})));
    CHECK(same("uuid[]", Value::array({Value::ranged(ValueKind::Uuid, std::string(16, '\x7f'))})));
    CHECK(same("timestamptz[]", Value::array({Value::temporal(ValueKind::DateTimeTz, 17)})));
    CHECK(same("numeric[]", Value::array({Value::ranged(ValueKind::Decimal, "1.10")})));
    CHECK(
        same("bytea[]", Value::array({Value::ranged(ValueKind::Bytes, std::string{"\0\x01", 2})})));
    CHECK(same("jsonb[]", Value::array({Value::ranged(ValueKind::Json, R"({"a": [1]})")})));
    auto ragged = connection->prepare("SELECT $1::int[]");
    const Value value = Value::array({Value::array({1}), Value::array({})});
    ragged->bind(0, value.view());
    CHECK_THROWS_AS(ragged->execute(), azoth::DataError);
}

TEST_CASE(
    "PostgreSQL: a column is read as another kind where nothing is lost, and refused otherwise") {
    const auto connection = connect_postgresql();
    const auto refuses = [&](std::string_view expression, ValueKind wanted) {
        return caught<azoth::DataError>([&] {
                   static_cast<void>(selected(*connection, expression, wanted));
               }).code() == "column-conversion";
    };

    CHECK(selected(*connection, "12.00::numeric", ValueKind::Integer) == Value{12});
    CHECK(selected(*connection, "0.5::numeric", ValueKind::Real) == Value{0.5});
    CHECK(selected(*connection, "5", ValueKind::Text) == Value{"5"});
    CHECK(selected(*connection, "true", ValueKind::Text) == Value{"true"});
    CHECK(selected(*connection, "1", ValueKind::Boolean) == Value{true});
    CHECK(selected(*connection, "'2026-11-20'::date", ValueKind::DateTime).as_integer() ==
          20'777LL * 86'400'000'000);
    CHECK(selected(*connection, "'{\"a\": 1}'::jsonb", ValueKind::Text) == Value{"{\"a\": 1}"});
    CHECK(selected(*connection, "'pg_class'::regclass", ValueKind::Integer) == Value{1259});
    CHECK(refuses("12.5", ValueKind::Integer));
    CHECK(refuses("2", ValueKind::Boolean));
    CHECK(refuses("9007199254740993", ValueKind::Real));
    CHECK(refuses("now()", ValueKind::DateTime));
    CHECK(refuses("'x'::text", ValueKind::Uuid));
    CHECK(refuses("row(1, 2)", ValueKind::Text));
    CHECK(refuses("'[1,2)'::int4range", ValueKind::Text));
    CHECK_THROWS_WITH_AS(
        static_cast<void>(selected(*connection, "'x'::text AS age", ValueKind::Integer)),
        "cannot read column \"age\" as integer: the database sent text (type 25); read it as what "
        "it "
        "is, or cast it in the statement",
        azoth::DataError);
}

TEST_CASE("PostgreSQL: the readers without a detour through Value agree with it") {
    const auto connection = connect_postgresql();
    auto select = connection->prepare(
        "SELECT 1::smallint, 2::int, 3::bigint, 0.5::real, 0.25::float8, 'x'::text, "
        "'\\x00ff'::bytea, NULL::int, "
        "1.5::numeric, 7::text, true");
    select->execute();
    REQUIRE(select->next());

    CHECK(select->integer(0) == 1);
    CHECK(select->integer(1) == 2);
    CHECK(select->integer(2) == 3);
    CHECK(select->real(3) == 0.5);
    CHECK(select->real(4) == 0.25);
    CHECK(select->text(5) == "x");
    CHECK(select->bytes(6).size() == 2);
    CHECK(select->is_null(7));
    CHECK_THROWS_AS(static_cast<void>(select->integer(7)), azoth::DataError);
    CHECK(select->real(8) == 1.5);
    CHECK(select->text(8) == "1.5");
    CHECK(select->text(1) == "2");
    CHECK(select->integer(9) == 7);
    CHECK(select->integer(10) == 1);
    CHECK(select->value(10, ValueKind::Null) == Value{true});
    CHECK(select->column_kind(8) == ValueKind::Decimal);
}
