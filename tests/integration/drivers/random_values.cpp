// SPDX-License-Identifier: MIT
#include "integration/drivers/random_values.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace test_support {

using azoth::Value;
using azoth::ValueKind;

namespace {

using Random = std::mt19937_64;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>{low, high}(random);
}

std::int64_t edgy_integer(Random& random) {
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr std::array<std::int64_t, 11> edges{0,
                                                 1,
                                                 -1,
                                                 127,
                                                 -128,
                                                 32'767,
                                                 -32'769,
                                                 2'147'483'647,
                                                 -2'147'483'649,
                                                 Limits::max(),
                                                 Limits::min()};
    return between(random, 0, 2) == 0
               ? edges[static_cast<std::size_t>(between(random, 0, 10))]
               : between(random, Limits::min(), Limits::max()) >> between(random, 0, 62);
}

double edgy_real(Random& random) {
    using Limits = std::numeric_limits<double>;
    constexpr std::array<double, 8> edges{0.0,
                                          -0.0,
                                          0.1,
                                          1.0 / 3.0,
                                          Limits::max(),
                                          Limits::min(),
                                          Limits::denorm_min(),
                                          -Limits::max()};
    if (between(random, 0, 3) == 0) {
        return edges[static_cast<std::size_t>(between(random, 0, 7))];
    }
    const auto number = std::bit_cast<double>(random());
    return std::isfinite(number) ? number : 2.5;
}

std::string random_text(Random& random) {
    constexpr std::array<const char*, 10> pieces{
        "a", "'", "\"", "\\", "ü", "漢字", "🜍", "\n", " ", "{,}"};
    std::string text;
    const auto count = between(random, 0, 3) == 0 ? 0 : between(random, 1, 40);
    for (std::int64_t i = 0; i < count; ++i) {
        text += pieces[static_cast<std::size_t>(between(random, 0, 9))];
    }
    return text;
}

std::string random_bytes(Random& random, std::int64_t count) {
    std::string bytes;
    for (std::int64_t i = 0; i < count; ++i) {
        bytes += static_cast<char>(between(random, -128, 127));
    }
    return bytes;
}

/// Without needless zeros, as every database gives it back.
std::string random_decimal(Random& random) {
    std::string digits = between(random, 0, 1) == 0 ? "-" : "";
    digits += std::to_string(between(random, 1, 999'999'999));
    for (auto more = between(random, 0, 3); more > 0; --more) {
        digits += std::to_string(between(random, 1'000'000, 9'999'999));
    }
    const auto places = between(random, 0, 12);
    if (places > 0) {
        digits += '.';
        for (auto i = places; i > 0; --i) {
            digits += static_cast<char>('0' + between(random, 0, 9));
        }
        digits.back() = '7';
    }
    return digits;
}

}  // namespace

Value random_value(ValueKind kind, Random& random) {
    constexpr std::int64_t day = 86'400'000'000;
    constexpr std::int64_t first_day = -719'162;  // 0001-01-01
    constexpr std::int64_t last_day = 2'932'896;  // 9999-12-31
    switch (kind) {
        case ValueKind::Null:
            return {};
        case ValueKind::Boolean:
            return between(random, 0, 1) == 1;
        case ValueKind::Integer:
            return static_cast<long long>(edgy_integer(random));
        case ValueKind::Real:
            return edgy_real(random);
        case ValueKind::Text:
            return random_text(random);
        case ValueKind::Bytes:
            return Value::ranged(kind, random_bytes(random, between(random, 0, 60)));
        case ValueKind::Date:
            return Value::temporal(kind, between(random, first_day, last_day));
        case ValueKind::Time:
            return Value::temporal(kind, between(random, 0, day - 1));
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return Value::temporal(
                kind, between(random, first_day, last_day) * day + between(random, 0, day - 1));
        case ValueKind::Interval:
            return Value::interval({between(random, -day * 9, day * 9),
                                    static_cast<std::int32_t>(between(random, -99, 99)),
                                    static_cast<std::int32_t>(between(random, -99, 99))});
        case ValueKind::Decimal:
            return Value::ranged(kind, random_decimal(random));
        case ValueKind::Uuid:
            return Value::ranged(kind, random_bytes(random, 16));
        case ValueKind::Json:
            return Value::ranged(
                kind, R"({"n": )" + std::to_string(between(random, 0, 99)) + R"(, "t": "ü"})");
        case ValueKind::Array:
            return Value::array({static_cast<long long>(edgy_integer(random)), {}, 7});
    }
    return {};
}

}  // namespace test_support
