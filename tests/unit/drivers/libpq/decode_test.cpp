// SPDX-License-Identifier: MIT
#include "drivers/libpq/decode.hpp"

#include "drivers/libpq/encode.hpp"
#include "drivers/libpq/type_oids.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>

using azoth::Value;
using azoth::ValueKind;
using namespace azoth::drivers::libpq;

namespace {

struct Sample {
    Oid type;
    Value value;
};

std::vector<Sample> samples() {
    return {{oid::boolean, true},
            {oid::int2, -7},
            {oid::int4, 1'000'000},
            {oid::int8, -1},
            {oid::object, 4'000'000'000U},
            {oid::float4, 0.5},
            {oid::float8, 0.1},
            {oid::text, "ü"},
            {oid::bytea, Value::ranged(ValueKind::Bytes, "\x01\x02")},
            {oid::date, Value::temporal(ValueKind::Date, -1)},
            {oid::time, Value::temporal(ValueKind::Time, 1)},
            {oid::timestamp, Value::temporal(ValueKind::DateTime, -5)},
            {oid::timestamptz, Value::temporal(ValueKind::DateTimeTz, 5)},
            {oid::interval, Value::interval({1, 2, 3})},
            {oid::numeric, Value::ranged(ValueKind::Decimal, "-1.50")},
            {oid::uuid, Value::ranged(ValueKind::Uuid, std::string(16, '\x11'))},
            {oid::json, Value::ranged(ValueKind::Json, "[1]")},
            {oid::jsonb, Value::ranged(ValueKind::Json, "[1]")},
            {1007, Value::array({1, {}, 3})},
            {1009, Value::array({Value::array({"a"}), Value::array({"b"})})}};
}

}  // namespace

TEST_CASE("what was encoded for a type is decoded as the same value") {
    for (const auto& [type, value] : samples()) {
        CAPTURE(type);
        std::string bytes;

        CHECK(append_binary(bytes, value.view(), type) == Encoded::Yes);

        CHECK(natural_value({type, bytes}) == value);
        CHECK(kind_of(type) == value.kind());
    }
}

TEST_CASE("a kind that does not belong to the type is not encoded") {
    std::string buffer;
    for (const auto& [type, value] : samples()) {
        if (value.kind() != ValueKind::Text && value.kind() != ValueKind::Json) {
            CHECK(append_binary(buffer, value.view(), oid::text) == Encoded::NotOfThisType);
        }
    }
    CHECK(append_binary(buffer, Value{"5"}.view(), oid::int4) == Encoded::NotOfThisType);
    CHECK(append_binary(buffer, Value{5}.view(), oid::numeric) == Encoded::NotOfThisType);
    CHECK(buffer.empty());
}

TEST_CASE("numbers outside the type are told apart from wrong kinds") {
    std::string buffer;

    CHECK(append_binary(buffer, Value{32'768}.view(), oid::int2) == Encoded::OutOfRange);
    CHECK(append_binary(buffer, Value{-1}.view(), oid::object) == Encoded::OutOfRange);
    CHECK(append_binary(buffer, Value{1e39}.view(), oid::float4) == Encoded::OutOfRange);
    CHECK(append_binary(buffer, Value::temporal(ValueKind::Time, -1).view(), oid::time) ==
          Encoded::OutOfRange);
    CHECK(append_binary(buffer, Value::temporal(ValueKind::Date, 1LL << 40).view(), oid::date) ==
          Encoded::OutOfRange);
    CHECK(append_binary(buffer, Value::array({1, 70'000}).view(), 1005) == Encoded::OutOfRange);
    CHECK(buffer.empty());
}

TEST_CASE("types that are not known come as text, as array, or as bytes") {
    constexpr Oid unknown_type = 99'999;
    std::string array;
    REQUIRE(append_binary(array, Value::array({1, 2}).view(), 1007) == Encoded::Yes);
    const std::string composite{"\0\0\0\1\0\0\0\x17", 8};

    CHECK(natural_value({unknown_type, "über"}) == Value{"über"});
    CHECK(natural_value({unknown_type, array}) == Value::array({1, 2}));
    CHECK(natural_value({unknown_type, composite})->kind() == ValueKind::Bytes);
    CHECK_FALSE(decode({unknown_type, composite}, ValueKind::Text).has_value());
}

TEST_CASE("plain text is UTF-8 without control characters") {
    CHECK(is_plain_text(""));
    CHECK(is_plain_text("a\tü漢🜍\n"));
    CHECK_FALSE(is_plain_text(std::string_view{"a\0", 2}));
    CHECK_FALSE(is_plain_text("\x01"));
    CHECK_FALSE(is_plain_text("\xff"));
    CHECK_FALSE(is_plain_text("\xc3"));
    CHECK_FALSE(is_plain_text("\xe6\xbc"));
}

TEST_CASE("damaged bytes are decoded or refused, never more") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};

    for (int i = 0; i < 2'000; ++i) {
        for (const auto& [type, value] : samples()) {
            std::string bytes;
            REQUIRE(append_binary(bytes, value.view(), type) == Encoded::Yes);
            if (!bytes.empty()) {
                bytes[random() % bytes.size()] = static_cast<char>(random());
            }
            bytes.resize(random() % (bytes.size() + 3));
            static_cast<void>(natural_value({type, bytes}));
            static_cast<void>(decode({99'999, bytes}, ValueKind::Text));
        }
    }
}
