// SPDX-License-Identifier: MIT
#include "dialects/sqlite/types.hpp"

#include "dialects/sqlite/dialect.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <array>
#include <limits>

namespace {

using namespace azoth;
using dialects::sqlite::dialect;
using dialects::sqlite::parse_type;

TEST_CASE("types are spelled as SQLAlchemy spells them") {
    CHECK(dialect().type(Boolean()) == "BOOLEAN");
    CHECK(dialect().type(SmallInteger()) == "SMALLINT");
    CHECK(dialect().type(Integer()) == "INTEGER");
    CHECK(dialect().type(BigInteger()) == "BIGINT");
    CHECK(dialect().type(Float()) == "FLOAT");
    CHECK(dialect().type(Float(53)) == "FLOAT");
    CHECK(dialect().type(Double()) == "DOUBLE");
    CHECK(dialect().type(Numeric()) == "NUMERIC");
    CHECK(dialect().type(Numeric(10, 2)) == "NUMERIC(10, 2)");
    CHECK(dialect().type(String()) == "VARCHAR");
    CHECK(dialect().type(String(30)) == "VARCHAR(30)");
    CHECK(dialect().type(Text()) == "TEXT");
    CHECK(dialect().type(LargeBinary()) == "BLOB");
    CHECK(dialect().type(sql::Date()) == "DATE");
    CHECK(dialect().type(sql::Time()) == "TIME");
    CHECK(dialect().type(sql::DateTime()) == "DATETIME");
    CHECK(dialect().type(sql::DateTimeTz()) == "TIMESTAMP");
    CHECK(dialect().type(sql::Uuid()) == "CHAR(32)");
    CHECK(dialect().type(sql::Json()) == "JSON");
    CHECK(dialect().type(Enum("size", {"s", "größer"})) == "VARCHAR(6)");
    CHECK(dialect().type(Native("GEOMETRY")) == "GEOMETRY");
}

TEST_CASE("arrays are refused with the way out") {
    CHECK_THROWS_WITH_AS(
        (void)dialect().type(Array(Integer())),
        "cannot use the type Array(Integer()) with sqlite: it has no arrays; use sql::Json(), or a "
        "table of its own for the elements",
        CompileError);
}

TEST_CASE("a type that was written is read back as the same type") {
    const std::vector<SqlType> types{Boolean(),
                                     SmallInteger(),
                                     Integer(),
                                     BigInteger(),
                                     Float(),
                                     Double(),
                                     Numeric(),
                                     Numeric(10, 2),
                                     String(),
                                     String(30),
                                     Text(),
                                     LargeBinary(),
                                     LargeBinary(8),
                                     sql::Date(),
                                     sql::Time(),
                                     sql::Time(3),
                                     sql::DateTime(),
                                     sql::DateTimeTz(),
                                     sql::DateTime(6),
                                     sql::Uuid(),
                                     sql::Json(),
                                     sql::Interval(),
                                     Native("GEOMETRY(POINT, 4326)")};

    for (const auto& type : types) {
        CHECK(parse_type(dialect().type(type)) == type);
    }
}

TEST_CASE("other people's spellings are understood, or kept as they are") {
    CHECK(parse_type("varchar ( 30 )") == String(30));
    CHECK(parse_type("decimal(10,2)") == Numeric(10, 2));
    CHECK(parse_type("int") == Integer());
    CHECK(parse_type("double precision") == Double());
    CHECK(parse_type("CHAR(10)") == Native("CHAR(10)"));
    CHECK(parse_type("CHAR") == Native("CHAR"));
    CHECK(parse_type("VARCHAR(30 bytes)") == Native("VARCHAR(30 bytes)"));
    CHECK(parse_type("INTEGER(11)") == Native("INTEGER(11)"));
    CHECK(parse_type("unsigned big int") == Native("unsigned big int"));
    CHECK(parse_type("") == Native(""));
}

TEST_CASE("literals read back as the value that was written") {
    const std::array bytes{std::byte{0}, std::byte{255}};
    const std::string zero{"a\0b", 3};

    CHECK(dialect().literal(ValueView::null()) == "NULL");
    CHECK(dialect().literal(ValueView::boolean(true)) == "1");
    CHECK(dialect().literal(ValueView::integer(-5)) == "-5");
    CHECK(dialect().literal(ValueView::real(5)) == "5.0");
    CHECK(dialect().literal(ValueView::real(std::numeric_limits<double>::infinity())) == "9e999");
    CHECK(dialect().literal(ValueView::text("it's")) == "'it''s'");
    CHECK(dialect().literal(ValueView::text(zero)) == "CAST(x'610062' AS TEXT)");
    CHECK(dialect().literal(ValueView::bytes(bytes)) == "x'00ff'");
    CHECK(dialect().literal(ValueView::temporal(ValueKind::Date, 0)) == "'1970-01-01'");
    CHECK(dialect().literal(ValueView::temporal(ValueKind::DateTime, 1)) ==
          "'1970-01-01 00:00:00.000001'");
    CHECK(dialect().literal(ValueView::ranged(ValueKind::Decimal, "12.50")) == "'12.50'");
    CHECK(dialect().literal(ValueView::ranged(ValueKind::Uuid, "0123456789abcdef")) ==
          "'30313233343536373839616263646566'");
}

TEST_CASE("names are quoted where they have to be") {
    CHECK(dialect().identifier("user_account") == "user_account");
    CHECK(dialect().identifier("order") == "\"order\"");
    CHECK(dialect().identifier("User") == "\"User\"");
    CHECK(dialect().identifier("1st") == "\"1st\"");
    CHECK(dialect().identifier("a\"b") == "\"a\"\"b\"");
    CHECK(dialect().identifier("größe") == "\"größe\"");
    CHECK(dialect().table_name("order", "aux") == "aux.\"order\"");
    CHECK_THROWS_WITH_AS((void)dialect().identifier(""),
                         "cannot use the name \"\": it is empty; give it a name",
                         CompileError);
}

}  // namespace
