// SPDX-License-Identifier: MIT
#include "drivers/value_conversion.hpp"

#include <doctest/doctest.h>

#include <limits>

using azoth::Value;
using azoth::ValueKind;
using azoth::drivers::converted;

TEST_CASE("a value becomes another kind where nothing is lost") {
    const Value uuid = Value::ranged(ValueKind::Uuid, std::string(16, 'u'));

    CHECK(converted(Value{}, ValueKind::Integer)->is_null());
    CHECK(converted(Value{5}, ValueKind::Null) == Value{5});
    CHECK(converted(Value{true}, ValueKind::Integer) == Value{1});
    CHECK(converted(Value{"True"}, ValueKind::Boolean) == Value{true});
    CHECK(converted(Value{2.0}, ValueKind::Integer) == Value{2});
    CHECK(converted(Value{"12"}, ValueKind::Integer) == Value{12});
    CHECK(converted(Value::ranged(ValueKind::Decimal, "12.000"), ValueKind::Integer) == Value{12});
    CHECK(converted(Value::ranged(ValueKind::Decimal, "12.5"), ValueKind::Real) == Value{12.5});
    CHECK(converted(Value{7}, ValueKind::Decimal) == Value::ranged(ValueKind::Decimal, "7"));
    CHECK(converted(Value{0.5}, ValueKind::Decimal) == Value::ranged(ValueKind::Decimal, "0.5"));
    CHECK(converted(Value::temporal(ValueKind::Date, 1), ValueKind::DateTime) ==
          Value::temporal(ValueKind::DateTime, 86'400'000'000));
    CHECK(converted(Value::temporal(ValueKind::DateTime, -86'400'000'000), ValueKind::Date) ==
          Value::temporal(ValueKind::Date, -1));
    CHECK(converted(Value{"2026-11-20"}, ValueKind::Date) ==
          Value::temporal(ValueKind::Date, 20'777));
    CHECK(converted(Value{"PT1S"}, ValueKind::Interval) == Value::interval({1'000'000, 0, 0}));
    CHECK(converted(uuid, ValueKind::Text) == Value{"75757575-7575-7575-7575-757575757575"});
    CHECK(converted(uuid, ValueKind::Bytes) ==
          Value::ranged(ValueKind::Bytes, std::string(16, 'u')));
    CHECK(converted(Value{"75757575757575757575757575757575"}, ValueKind::Uuid) == uuid);
    CHECK(converted(Value{5}, ValueKind::Json) == Value::ranged(ValueKind::Json, "5"));
    CHECK(converted(Value::temporal(ValueKind::DateTimeTz, 0), ValueKind::Text) ==
          Value{"1970-01-01 00:00:00.000000+00:00"});
}

TEST_CASE("a value does not become another kind where something would be lost") {
    const auto refused = [](const Value& value, ValueKind wanted) {
        return !converted(value, wanted).has_value();
    };

    CHECK(refused(2, ValueKind::Boolean));
    CHECK(refused(2.5, ValueKind::Integer));
    CHECK(refused(0x1p63, ValueKind::Integer));
    CHECK(refused(std::numeric_limits<double>::quiet_NaN(), ValueKind::Integer));
    CHECK(refused("12.5", ValueKind::Integer));
    CHECK(refused(std::numeric_limits<long long>::max(), ValueKind::Real));
    CHECK(refused("x", ValueKind::Real));
    CHECK(refused(std::numeric_limits<double>::infinity(), ValueKind::Decimal));
    CHECK(refused(Value::temporal(ValueKind::DateTime, 1), ValueKind::Date));
    CHECK(refused(Value::temporal(ValueKind::DateTimeTz, 0), ValueKind::DateTime));
    CHECK(refused(Value::temporal(ValueKind::DateTime, 0), ValueKind::DateTimeTz));
    CHECK(refused(Value::ranged(ValueKind::Bytes, "x"), ValueKind::Text));
    CHECK(refused(Value::ranged(ValueKind::Bytes, "x"), ValueKind::Uuid));
    CHECK(refused(5, ValueKind::Bytes));
    CHECK(refused(5, ValueKind::Interval));
    CHECK(refused("[1]", ValueKind::Array));
}
