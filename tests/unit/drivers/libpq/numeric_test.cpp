// SPDX-License-Identifier: MIT
#include "drivers/libpq/numeric.hpp"

#include <azoth/types/text_form.hpp>

#include <doctest/doctest.h>

#include <random>

using azoth::drivers::libpq::append_numeric;
using azoth::drivers::libpq::numeric_text;

namespace {

std::string through(std::string_view text) {
    std::string bytes;
    REQUIRE(append_numeric(bytes, text));
    return numeric_text(bytes).value_or("unreadable");
}

std::string form_of(std::string_view text) {
    std::string bytes;
    REQUIRE(append_numeric(bytes, text));
    return azoth::text_form::hexadecimal(bytes);
}

}  // namespace

TEST_CASE("numbers have the form that the server documents") {
    CHECK(form_of("0") == "0000000000000000");
    CHECK(form_of("1") == "00010000000000000001");
    CHECK(form_of("-12345.678") == "0003000140000003000109291a7c");
    CHECK(form_of("0.0001") == "0001ffff000000040001");
    CHECK(form_of("NaN") == "00000000c0000000");
}

TEST_CASE("numbers keep their digits and their scale") {
    for (const auto* text : {"0",
                             "0.00",
                             "1",
                             "-1",
                             "10",
                             "9999",
                             "10000",
                             "100000000",
                             "0.1",
                             "0.0001",
                             "0.00001",
                             "-123456789012345678901234567890.0987654321",
                             "1.10",
                             "NaN",
                             "Infinity",
                             "-Infinity"}) {
        CHECK(through(text) == text);
    }
    CHECK(through("+5") == "5");
    CHECK(through("007.50") == "7.50");
    CHECK(through(".5") == "0.5");
    CHECK(through("5.") == "5");
    CHECK(through("-0") == "0");
    CHECK(through("1e3") == "1000");
    CHECK(through("1.5E+1") == "15");
    CHECK(through("12E-3") == "0.012");
}

TEST_CASE("what is no number, or too long for the form, is left to the server") {
    std::string bytes;
    for (const auto* text : {"", "x", "1,5", "1e", "1e999999999999", "1e-99999", "1e200000"}) {
        CAPTURE(text);
        CHECK_FALSE(append_numeric(bytes, text));
        CHECK(bytes.empty());
    }
}

TEST_CASE("any bytes are read as a number or refused, never more") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};

    for (int i = 0; i < 20'000; ++i) {
        std::string bytes;
        CHECK(append_numeric(bytes, "-1234567.00089"));
        bytes[random() % bytes.size()] = static_cast<char>(random());
        bytes.resize(random() % (bytes.size() + 4));
        static_cast<void>(numeric_text(bytes));
    }
}
