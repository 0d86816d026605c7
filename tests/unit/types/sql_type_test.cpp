// SPDX-License-Identifier: MIT
#include <azoth/types/sql_type.hpp>

#include <doctest/doctest.h>

using namespace azoth;

TEST_CASE("a type is written as it is written in C++") {
    CHECK(to_string(Boolean()) == "Boolean()");
    CHECK(to_string(String()) == "String()");
    CHECK(to_string(String(30)) == "String(30)");
    CHECK(to_string(String(30, "C")) == "String(30, \"C\")");
    CHECK(to_string(Text("nocase")) == "Text(\"nocase\")");
    CHECK(to_string(Numeric()) == "Numeric()");
    CHECK(to_string(Numeric(10, 2)) == "Numeric(10, 2)");
    CHECK(to_string(LargeBinary(16)) == "LargeBinary(16)");
    CHECK(to_string(sql::Date()) == "sql::Date()");
    CHECK(to_string(sql::DateTime(3)) == "sql::DateTime(3)");
    CHECK(to_string(Enum("mood", {"sad", "ok"})) == "Enum(\"mood\", {\"sad\", \"ok\"})");
    CHECK(to_string(Array(Integer())) == "Array(Integer())");
    CHECK(to_string(Float()) == "Float()");
    CHECK(to_string(Float(53)) == "Float(53)");
    CHECK(to_string(Native("tsvector")) == "Native(\"tsvector\")");
}

TEST_CASE("a type says how its values travel") {
    CHECK(value_kind_of(SmallInteger()) == ValueKind::Integer);
    CHECK(value_kind_of(Float()) == ValueKind::Real);
    CHECK(value_kind_of(Numeric(10, 2)) == ValueKind::Decimal);
    CHECK(value_kind_of(Enum("mood", {"sad"})) == ValueKind::Text);
    CHECK(value_kind_of(LargeBinary()) == ValueKind::Bytes);
    CHECK(value_kind_of(sql::DateTimeTz()) == ValueKind::DateTimeTz);
    CHECK(value_kind_of(Array(Text())) == ValueKind::Array);
    CHECK(value_kind_of(Native("tsvector")) == ValueKind::Null);
}

TEST_CASE("types are equal when everything said about them is") {
    CHECK(SqlType{String(30)} == SqlType{String(30)});
    CHECK_FALSE(SqlType{String(30)} == SqlType{String(31)});
    CHECK_FALSE(SqlType{Enum("mood", {"a", "b"})} == SqlType{Enum("mood", {"b", "a"})});
}
