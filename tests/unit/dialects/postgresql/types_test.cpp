// SPDX-License-Identifier: MIT
#include "dialects/postgresql/types.hpp"

#include "dialects/postgresql/dialect.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <array>

namespace {

using namespace azoth;
using dialects::postgresql::dialect;
using dialects::postgresql::parse_type;

TEST_CASE("types have PostgreSQL's names") {
    CHECK(dialect().type(Boolean()) == "BOOLEAN");
    CHECK(dialect().type(SmallInteger()) == "SMALLINT");
    CHECK(dialect().type(Integer()) == "INTEGER");
    CHECK(dialect().type(BigInteger()) == "BIGINT");
    CHECK(dialect().type(Float()) == "REAL");
    CHECK(dialect().type(Float(24)) == "REAL");
    CHECK(dialect().type(Float(53)) == "DOUBLE PRECISION");
    CHECK(dialect().type(Double()) == "DOUBLE PRECISION");
    CHECK(dialect().type(Numeric(10, 2)) == "NUMERIC(10, 2)");
    CHECK(dialect().type(String()) == "VARCHAR");
    CHECK(dialect().type(String(30, "C")) == "VARCHAR(30)");
    CHECK(dialect().type(Text()) == "TEXT");
    CHECK(dialect().type(LargeBinary(8)) == "BYTEA");
    CHECK(dialect().type(sql::Time(3)) == "TIME(3) WITHOUT TIME ZONE");
    CHECK(dialect().type(sql::DateTime()) == "TIMESTAMP WITHOUT TIME ZONE");
    CHECK(dialect().type(sql::DateTimeTz()) == "TIMESTAMP WITH TIME ZONE");
    CHECK(dialect().type(sql::Interval()) == "INTERVAL");
    CHECK(dialect().type(sql::Uuid()) == "UUID");
    CHECK(dialect().type(sql::Json()) == "JSONB");
    CHECK(dialect().type(Enum("Mood", {"a"})) == "\"Mood\"");
    CHECK(dialect().type(Enum("auth.mood", {"a"})) == "auth.mood");
    CHECK(dialect().type(Array(SqlType{Array(Integer())})) == "INTEGER[][]");
    CHECK(dialect().type(Native("tsvector")) == "tsvector");
    CHECK_THROWS_AS((void)dialect().type(Enum("", {"a"})), CompileError);
    CHECK_THROWS_AS((void)dialect().type(Array()), CompileError);
}

TEST_CASE("types are read from the spelling of format_type") {
    CHECK(parse_type("character varying(30)") == String(30));
    CHECK(parse_type("character varying") == String());
    CHECK(parse_type("numeric(10,2)") == Numeric(10, 2));
    CHECK(parse_type("numeric(10,-2)") == Native("numeric(10,-2)"));
    CHECK(parse_type("timestamp(3) with time zone") == sql::DateTimeTz(3));
    CHECK(parse_type("timestamp(0) without time zone") == Native("timestamp(0) without time zone"));
    CHECK(parse_type("time without time zone") == sql::Time());
    CHECK(parse_type("integer[]") == Array(Integer()));
    CHECK(parse_type("interval day to second") == Native("interval day to second"));
    CHECK(parse_type("json") == Native("json"));
    CHECK(parse_type("geometry(Point,4326)") == Native("geometry(Point,4326)"));
    CHECK(parse_type("character(10)") == Native("character(10)"));
}

TEST_CASE("literals carry their type where the text alone would not") {
    const std::array bytes{std::byte{0}, std::byte{255}};
    const auto array = Value::array({Value{1}, Value{nullptr}});

    CHECK(dialect().literal(ValueView::boolean(true)) == "TRUE");
    CHECK(dialect().literal(ValueView::text("it's \\ so")) == "E'it''s \\\\ so'");
    CHECK(dialect().literal(ValueView::bytes(bytes)) == "E'\\\\x00ff'::bytea");
    CHECK(dialect().literal(ValueView::temporal(ValueKind::Date, 0)) == "'1970-01-01'::date");
    CHECK(dialect().literal(ValueView::temporal(ValueKind::DateTimeTz, 0)) ==
          "'1970-01-01 00:00:00.000000+00'::timestamptz");
    CHECK(dialect().literal(ValueView::ranged(ValueKind::Decimal, "12.50")) == "12.50");
    CHECK(dialect().literal(ValueView::ranged(ValueKind::Decimal, "NaN")) == "'NaN'::numeric");
    CHECK(dialect().literal(ValueView::ranged(ValueKind::Json, "{}")) == "'{}'::jsonb");
    CHECK(dialect().literal(array.view()) == "ARRAY[1, NULL]");
    CHECK_THROWS_AS((void)dialect().literal(ValueView::text(std::string_view{"a\0b", 3})),
                    CompileError);
}

TEST_CASE("names are quoted where they have to be") {
    CHECK(dialect().identifier("name") == "name");
    CHECK(dialect().identifier("user") == "\"user\"");
    CHECK(dialect().identifier("Größe") == "\"Größe\"");
}

}  // namespace
