// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/types/codec_of.hpp>
#include <azoth/types/value_reader.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>

namespace {

using azoth::Decimal;
using azoth::Value;
using azoth::ValueKind;

TEST_CASE("a decimal number is kept in one form") {
    const std::pair<const char*, const char*> forms[] = {
        {"0", "0"},
        {"-0.00", "0"},
        {"+12.50", "12.5"},
        {"0012", "12"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-1E-7", "-0.0000001"},
        {"1.5e3", "1500"},
        {"12.345E1", "123.45"},
        {"NaN", "NaN"},
        {"-Infinity", "-Infinity"},
        {"123456789012345678901234567890.1", "123456789012345678901234567890.1"}};

    for (const auto& [written, kept] : forms) {
        CAPTURE(written);
        CHECK(Decimal{written}.to_string() == kept);
    }
    CHECK(Decimal{}.to_string() == "0");
    CHECK(Decimal{-5}.to_string() == "-5");
    CHECK(Decimal{18'446'744'073'709'551'615U}.to_string() == "18446744073709551615");
}

TEST_CASE("what is no decimal number is refused") {
    for (const char* text : {"", "1,5", "abc", "1e999999999", "--1", "0x10"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Decimal{text}, azoth::ArgumentError);
        CHECK(Decimal::parse(text) == std::nullopt);
    }
    CHECK_THROWS_WITH(
        Decimal{"1,5"},
        "cannot make a decimal number of \"1,5\": it is none; write digits with a point, such as "
        "\"-12.50\"");
}

template <class Call>
std::string code_of(Call call) {
    try {
        call();
    } catch (const azoth::Error& error) {
        return std::string{error.code()};
    }
    return {};
}

TEST_CASE("a refused decimal number has a code") {
    CHECK(code_of([] { static_cast<void>(Decimal{"1,5"}); }) == "bad-decimal");
    CHECK(code_of([] { static_cast<void>(Decimal{"1.55"}.to_string(1)); }) == "decimal-digits");
}

TEST_CASE("decimal numbers compare by value") {
    const char* ascending[] = {"-Infinity",
                               "-100",
                               "-99.9",
                               "-1.25",
                               "-1.2",
                               "0",
                               "0.001",
                               "0.01",
                               "1.2",
                               "1.25",
                               "9",
                               "10",
                               "10.01",
                               "1E9",
                               "Infinity",
                               "NaN"};

    for (std::size_t i = 0; i < std::size(ascending); ++i) {
        for (std::size_t j = 0; j < std::size(ascending); ++j) {
            CAPTURE(ascending[i]);
            CAPTURE(ascending[j]);
            CHECK(((Decimal{ascending[i]} <=> Decimal{ascending[j]}) == (i <=> j)));
        }
    }
    CHECK(Decimal{"1.50"} == Decimal{"1.5"});
}

TEST_CASE("random decimals compare as their numbers do") {
    const std::uint32_t seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 source{seed};
    std::uniform_int_distribution<std::int64_t> numbers{-100'000, 100'000};

    for (int round = 0; round < 2000; ++round) {
        const auto left = numbers(source);
        const auto right = numbers(source);
        const Decimal first{std::to_string(left) + "E-3"};
        const Decimal second{std::to_string(right) + "E-3"};
        CAPTURE(first.to_string());
        CAPTURE(second.to_string());
        CHECK(((first <=> second) == (left <=> right)));
        CHECK(std::abs(first.to_double() - static_cast<double>(left) / 1000) < 1e-9);
    }
}

TEST_CASE("a decimal number is written with the digits that are asked for") {
    CHECK(Decimal{"12.5"}.to_string(2) == "12.50");
    CHECK(Decimal{"12"}.to_string(2) == "12.00");
    CHECK(Decimal{"12"}.to_string(0) == "12");
    CHECK_THROWS_AS(static_cast<void>(Decimal{"12.345"}.to_string(2)), azoth::ArgumentError);
    CHECK_THROWS_AS(static_cast<void>(Decimal{"NaN"}.to_string(2)), azoth::ArgumentError);
}

TEST_CASE("a decimal number is turned into others where it is one") {
    CHECK(Decimal{"12"}.to_integer() == 12);
    CHECK(Decimal{"12.5"}.to_integer() == std::nullopt);
    CHECK(Decimal{"1E30"}.to_integer() == std::nullopt);
    CHECK(Decimal{"12.5"}.to_double() == 12.5);
    CHECK(std::isnan(Decimal{"NaN"}.to_double()));
    CHECK(std::isinf(Decimal{"-Infinity"}.to_double()));
}

TEST_CASE("a decimal number travels as exact text") {
    const Decimal price{"19.90"};
    Value scratch;

    const auto view = azoth::codec_of<Decimal>.view(&price, scratch);
    Decimal back;
    azoth::assign_value(
        azoth::codec_of<Decimal>, &back, Value::ranged(ValueKind::Decimal, "19.900"));

    CHECK(view.kind == ValueKind::Decimal);
    CHECK(view.characters() == "19.9");
    CHECK(back == price);
    CHECK(azoth::codec_of<Decimal>.default_type() == azoth::Numeric());
    azoth::assign_value(azoth::codec_of<Decimal>, &back, Value{7});
    CHECK(back == 7);
    CHECK_THROWS_AS(azoth::assign_value(
                        azoth::codec_of<Decimal>, &back, Value::ranged(ValueKind::Decimal, "1_0")),
                    azoth::DataError);
}

}  // namespace
