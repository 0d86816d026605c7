// SPDX-License-Identifier: MIT
#include <azoth/types/text_form.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <random>

using azoth::IntervalParts;
using azoth::ValueKind;
using namespace azoth::text_form;

namespace {

constexpr std::int64_t day = 86'400'000'000;

}  // namespace

TEST_CASE("dates and times are written in ISO form") {
    CHECK(of_temporal(ValueKind::Date, 0).view() == "1970-01-01");
    CHECK(of_temporal(ValueKind::Date, -719'528).view() == "0000-01-01");
    CHECK(of_temporal(ValueKind::Date, -719'529).view() == "-0001-12-31");
    CHECK(of_temporal(ValueKind::Date, 2'932'897).view() == "+10000-01-01");
    CHECK(of_temporal(ValueKind::Time, 0).view() == "00:00:00.000000");
    CHECK(of_temporal(ValueKind::Time, day - 1).view() == "23:59:59.999999");
    CHECK(of_temporal(ValueKind::DateTime, -day).view() == "1969-12-31 00:00:00.000000");
    CHECK(of_temporal(ValueKind::DateTime, std::numeric_limits<std::int64_t>::max()).view() ==
          "infinity");
    CHECK(of_temporal(ValueKind::Date, std::numeric_limits<std::int32_t>::min()).view() ==
          "-infinity");
}

TEST_CASE("dates and times are read in the forms that databases hold") {
    CHECK(parse_temporal(ValueKind::Date, "2024-02-29") == 19'782);
    CHECK(parse_temporal(ValueKind::Date, "1970-01-02 00:00:00") == 1);
    CHECK(parse_temporal(ValueKind::Time, "12:34") == 45'240'000'000);
    CHECK(parse_temporal(ValueKind::Time, "12:34:56.5") == 45'296'500'000);
    CHECK(parse_temporal(ValueKind::DateTime, "1970-01-02") == day);
    CHECK(parse_temporal(ValueKind::DateTime, "1970-01-01T00:00:01") == 1'000'000);
    CHECK(parse_temporal(ValueKind::DateTime, "1970-01-01 00:00:00.000001000") == 1);
    CHECK(parse_temporal(ValueKind::DateTimeTz, "1970-01-01 02:00:00+02:00") == 0);
    CHECK(parse_temporal(ValueKind::DateTimeTz, "1969-12-31T19:00:00-0500") == 0);
    CHECK(parse_temporal(ValueKind::DateTimeTz, "1970-01-01T00:00:00Z") == 0);
    CHECK(parse_temporal(ValueKind::DateTimeTz, "1970-01-01 01:00:00+01") == 0);
}

TEST_CASE("a text that is no date or time, or would lose something, is refused") {
    for (const auto* text : {"",
                             "x",
                             "2026-13-01",
                             "2026-00-01",
                             "2023-02-29",
                             "1900-02-29",
                             "2026-1-1",
                             "2026-01-01 ",
                             "2026-01-01 25:00:00",
                             "2026-01-01 10:60:00",
                             "2026-01-01 10:00:00.",
                             "2026-01-01 10:00:00.0000001",
                             "2026-01-01 10:00:00+",
                             "2026-01-01 10:00:00+1",
                             "2026-01-01 10:00:00 Europe",
                             "20260101",
                             "12026-01-01"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_temporal(ValueKind::DateTime, text).has_value());
    }
    CHECK_FALSE(parse_temporal(ValueKind::Date, "2026-01-01 00:00:01").has_value());
    CHECK_FALSE(parse_temporal(ValueKind::Time, "12:34:56 ").has_value());
    CHECK_FALSE(parse_temporal(ValueKind::Time, "24:00:01").has_value());
}

TEST_CASE("what was written reads back the same") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    std::uniform_int_distribution<std::int64_t> days{-1'000'000, 3'000'000};
    std::uniform_int_distribution<std::int64_t> times{0, day - 1};

    for (int i = 0; i < 20'000; ++i) {
        const std::int64_t date = days(random);
        const std::int64_t time = times(random);
        REQUIRE(parse_temporal(ValueKind::Date, of_temporal(ValueKind::Date, date).view()) == date);
        REQUIRE(parse_temporal(ValueKind::Time, of_temporal(ValueKind::Time, time).view()) == time);
        const std::int64_t moment = date * day + time;
        REQUIRE(parse_temporal(ValueKind::DateTime,
                               of_temporal(ValueKind::DateTime, moment).view()) == moment);
        REQUIRE(days_from_civil(civil_from_days(date)) == date);
    }
}

TEST_CASE("intervals keep months, days and seconds apart") {
    CHECK(of_interval({}).view() == "PT0S");
    CHECK(of_interval({1'500'000, -2, 14}).view() == "P14M-2DT1.500000S");
    CHECK(of_interval({-1, 0, 0}).view() == "PT-0.000001S");
    for (const IntervalParts parts : {IntervalParts{},
                                      IntervalParts{1'500'000, -2, 14},
                                      IntervalParts{-1, 0, 0},
                                      IntervalParts{std::numeric_limits<std::int64_t>::min() + 1,
                                                    std::numeric_limits<std::int32_t>::min(),
                                                    std::numeric_limits<std::int32_t>::max()}}) {
        CHECK(parse_interval(of_interval(parts).view()) == parts);
    }
    CHECK(parse_interval("P1Y2M3W4DT5H6M7.5S") == IntervalParts{18'367'500'000, 25, 14});
    for (const auto* text :
         {"", "P", "PT", "P1", "P1.5D", "1D", "PT1D", "P1H", "P99999999999M", "PT1S "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_interval(text).has_value());
    }
}

TEST_CASE("a UUID is read with and without dashes") {
    const std::string bytes{"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x00\x11\x22\x33\x44\x55\x66\x77", 16};

    CHECK(of_uuid(bytes) == "12345678-9abc-def0-0011-223344556677");
    CHECK(parse_uuid("12345678-9ABC-def0-0011-223344556677") == bytes);
    CHECK(parse_uuid("{12345678-9abc-def0-0011-223344556677}") == bytes);
    CHECK(parse_uuid("123456789abcdef00011223344556677") == bytes);
    CHECK_FALSE(parse_uuid("123456789abcdef000112233445566").has_value());
    CHECK_FALSE(parse_uuid("123456789abcdef0001122334455667g").has_value());
    CHECK_FALSE(parse_uuid("").has_value());
}

TEST_CASE("numbers are read only when they are all of the text") {
    CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(parse_integer("9223372036854775808").has_value());
    CHECK_FALSE(parse_integer("1 ").has_value());
    CHECK(parse_real("1e3") == 1000.0);
    CHECK_FALSE(parse_real("1e3x").has_value());
    CHECK(of_real(5).view() == "5.0");
    CHECK(of_real(0.1).view() == "0.1");
    for (const auto* text : {"0", "-12.50", "+.5", "5.", "1E-7", "NaN", "-Infinity"}) {
        CAPTURE(text);
        CHECK(is_decimal(text));
    }
    for (const auto* text : {"", ".", "-", "1e", "1.2.3", "0x1", "nan", "--1", "1 "}) {
        CAPTURE(text);
        CHECK_FALSE(is_decimal(text));
    }
}
