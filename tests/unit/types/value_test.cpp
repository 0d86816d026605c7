// SPDX-License-Identifier: MIT
#include <azoth/types/value.hpp>

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <limits>

using azoth::Value;
using azoth::ValueKind;
using azoth::ValueView;

namespace {

std::vector<Value> one_of_each_kind() {
    return {Value{},
            Value{true},
            Value{-5},
            Value{2.5},
            Value{"it's"},
            Value{std::as_bytes(std::span{"\0\xff", 2})},
            Value::temporal(ValueKind::Date, 20'777),
            Value::temporal(ValueKind::Time, 45'296'000'007),
            Value::temporal(ValueKind::DateTime, -1),
            Value::temporal(ValueKind::DateTimeTz, 0),
            Value::interval({-4'500'000, 3, 14}),
            Value::ranged(ValueKind::Decimal, "12.50"),
            Value::ranged(ValueKind::Uuid, std::string(16, '\x2a')),
            Value::ranged(ValueKind::Json, R"({"a": 1})"),
            Value::array({Value{1}, Value{}, Value{"x"}})};
}

}  // namespace

TEST_CASE("a value is written for logs as SQL writes it") {
    std::vector<std::string> written;

    for (const Value& value : one_of_each_kind()) {
        written.push_back(value.to_string());
    }

    CHECK(written == std::vector<std::string>{"NULL",
                                              "true",
                                              "-5",
                                              "2.5",
                                              "'it''s'",
                                              "x'00ff'",
                                              "2026-11-20",
                                              "12:34:56.000007",
                                              "1969-12-31 23:59:59.999999",
                                              "1970-01-01 00:00:00.000000+00:00",
                                              "P14M3DT-4.500000S",
                                              "12.50",
                                              "2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a",
                                              R"('{"a": 1}')",
                                              "[1, NULL, 'x']"});
}

TEST_CASE("a copy of a value's view equals the value, for every kind") {
    for (const Value& value : one_of_each_kind()) {
        CAPTURE(value.to_string());

        const Value copy = Value::copy_of(value.view());

        CHECK(copy == value);
        CHECK(copy.kind() == value.view().kind);
    }
}

TEST_CASE("values of different kinds are never equal") {
    const auto values = one_of_each_kind();

    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < values.size(); ++j) {
            CHECK((values[i] == values[j]) == (i == j));
        }
    }

    CHECK_FALSE(Value{1} == Value{true});
    CHECK_FALSE(Value{"a"} == Value{"b"});
    CHECK(Value{std::numeric_limits<double>::quiet_NaN()} ==
          Value{std::numeric_limits<double>::quiet_NaN()});
}

TEST_CASE("a value is read as another kind where nothing is lost") {
    CHECK(Value{true}.as_integer() == 1);
    CHECK(Value{1}.as_boolean());
    CHECK_FALSE(Value{0}.as_boolean());
    CHECK(Value{7}.as_real() == 7.0);
    CHECK(Value::temporal(ValueKind::Date, 3).as_integer() == 3);
    CHECK(Value::ranged(ValueKind::Decimal, "1.0").as_text() == "1.0");
    CHECK(Value::ranged(ValueKind::Uuid, std::string(16, 'u')).as_bytes().size() == 16);
    CHECK(Value::interval({1, 2, 3}).as_interval() == azoth::IntervalParts{1, 2, 3});
    CHECK(Value::array({Value{1}}).as_array().at(0) == Value{1});
}

TEST_CASE("a value is not read as another kind where something would be lost") {
    CHECK_THROWS_AS(static_cast<void>(Value{2}.as_boolean()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{2.0}.as_integer()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{(1LL << 53) + 1}.as_real()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{5}.as_text()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{"x"}.as_bytes()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{}.as_array()), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Value{1}.as_interval()), azoth::ArgumentError);
    CHECK_THROWS_WITH_AS(
        static_cast<void>(Value{}.as_integer()),
        "cannot read a value of kind NULL as integer: it would lose something; ask for its own "
        "kind, or use to_string()",
        azoth::ArgumentError);
}

TEST_CASE("a null pointer to characters is NULL") {
    const char* nothing = nullptr;

    CHECK(Value{nothing}.is_null());
    CHECK(Value{nullptr}.is_null());
    CHECK(Value{""} == Value{std::string{}});
}
