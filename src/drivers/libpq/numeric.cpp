// SPDX-License-Identifier: MIT
#include "drivers/libpq/numeric.hpp"

#include <azoth/types/text_form.hpp>

#include "drivers/libpq/byte_order.hpp"

#include <algorithm>

namespace azoth::drivers::libpq {

namespace {

constexpr std::uint16_t sign_positive = 0x0000;
constexpr std::uint16_t sign_negative = 0x4000;
constexpr std::uint16_t sign_nan = 0xC000;
constexpr std::uint16_t sign_infinity = 0xD000;
constexpr std::uint16_t sign_minus_infinity = 0xF000;
constexpr std::int64_t group_size = 4;
constexpr std::int64_t greatest_scale = 16'383;
constexpr std::int64_t most_whole_digits = 131'072;

void append_header(std::string& buffer,
                   std::size_t groups,
                   std::int64_t weight,
                   std::uint16_t sign,
                   std::int64_t scale) {
    append_integer(buffer, static_cast<std::int16_t>(groups));
    append_integer(buffer, static_cast<std::int16_t>(weight));
    append_integer(buffer, sign);
    append_integer(buffer, static_cast<std::int16_t>(scale));
}

/// Digits without sign, point and exponent: the number is 0.DIGITS times ten to the power `point`.
struct Digits {
    std::string digits{};
    std::int64_t point = 0;
    std::int64_t scale = 0;
    bool negative = false;
};

std::optional<Digits> split(std::string_view text) {
    Digits result;
    if (text.front() == '-' || text.front() == '+') {
        result.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto exponent_at = text.find_first_of("eE");
    std::int64_t exponent = 0;
    if (exponent_at != std::string_view::npos) {
        std::string_view exponent_text = text.substr(exponent_at + 1);
        exponent_text.remove_prefix(exponent_text.starts_with('+') ? 1 : 0);
        const auto parsed = text_form::parse_integer(exponent_text);
        if (!parsed || *parsed > most_whole_digits || *parsed < -most_whole_digits) {
            return std::nullopt;
        }
        exponent = *parsed;
        text = text.substr(0, exponent_at);
    }
    const auto point_at = std::min(text.find('.'), text.size());
    result.digits = text.substr(0, point_at);
    const std::string_view fraction =
        point_at < text.size() ? text.substr(point_at + 1) : std::string_view{};
    result.digits += fraction;
    result.point = static_cast<std::int64_t>(point_at) + exponent;
    result.scale = std::max<std::int64_t>(0, static_cast<std::int64_t>(fraction.size()) - exponent);
    const auto first = result.digits.find_first_not_of('0');
    const std::size_t zeros = first == std::string::npos ? result.digits.size() : first;
    result.digits.erase(0, zeros);
    result.point -= static_cast<std::int64_t>(zeros);
    while (!result.digits.empty() && result.digits.back() == '0') {
        result.digits.pop_back();
    }
    if (result.digits.size() > static_cast<std::size_t>(most_whole_digits) ||
        result.point > most_whole_digits || result.scale > greatest_scale) {
        return std::nullopt;
    }
    return result;
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) noexcept {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// The text of the whole part and of the fraction, `digit_at(i)` being the group with weight `i`.
class Groups {
public:
    explicit Groups(std::string_view bytes) noexcept
        : bytes_(bytes.substr(8)),
          count_(read_integer<std::int16_t>(bytes.data())),
          weight_(read_integer<std::int16_t>(bytes.data() + 2)) {}

    [[nodiscard]] bool is_complete() const noexcept {
        return count_ >= 0 && bytes_.size() == static_cast<std::size_t>(count_) * 2;
    }
    [[nodiscard]] int weight() const noexcept { return weight_; }
    [[nodiscard]] int at(int weight) const noexcept {
        const int index = weight_ - weight;
        if (index < 0 || index >= count_) {
            return 0;
        }
        return read_integer<std::int16_t>(bytes_.data() + static_cast<std::size_t>(index) * 2);
    }

private:
    std::string_view bytes_;
    int count_;
    int weight_;
};

void append_group(std::string& text, int group) {
    for (const int unit : {1000, 100, 10, 1}) {
        text += static_cast<char>('0' + group / unit % 10);
    }
}

std::string digits_text(const Groups& groups, bool negative, std::size_t scale) {
    std::string whole;
    for (int weight = groups.weight(); weight >= 0; --weight) {
        append_group(whole, groups.at(weight));
    }
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    std::string result = negative ? "-" : "";
    result += whole.empty() ? "0" : whole;
    if (scale > 0) {
        std::string fraction;
        for (int weight = -1; fraction.size() < scale; --weight) {
            append_group(fraction, groups.at(weight));
        }
        result += '.';
        result.append(fraction, 0, scale);
    }
    return result;
}

}  // namespace

bool append_numeric(std::string& buffer, std::string_view decimal) {
    if (!text_form::is_decimal(decimal)) {
        return false;
    }
    if (decimal == "NaN") {
        append_header(buffer, 0, 0, sign_nan, 0);
        return true;
    }
    if (decimal.ends_with("Infinity")) {
        append_header(
            buffer, 0, 0, decimal.front() == '-' ? sign_minus_infinity : sign_infinity, 0);
        return true;
    }
    auto number = split(decimal);
    if (!number) {
        return false;
    }
    if (number->digits.empty()) {
        append_header(buffer, 0, 0, sign_positive, number->scale);
        return true;
    }
    // Groups are aligned to the point: fill up on both sides.
    const std::int64_t weight = floor_divide(number->point - 1, group_size);
    const auto missing_before = static_cast<std::size_t>((weight + 1) * group_size - number->point);
    number->digits.insert(0, missing_before, '0');
    const auto surplus = number->digits.size() % group_size;
    number->digits.append(surplus == 0 ? 0 : group_size - surplus, '0');
    append_header(buffer,
                  number->digits.size() / group_size,
                  weight,
                  number->negative ? sign_negative : sign_positive,
                  number->scale);
    for (std::size_t i = 0; i < number->digits.size(); i += group_size) {
        const auto group =
            text_form::parse_integer(std::string_view{number->digits}.substr(i, group_size));
        append_integer(buffer, static_cast<std::int16_t>(group.value_or(0)));
    }
    return true;
}

std::optional<std::string> numeric_text(std::string_view bytes) {
    if (bytes.size() < 8) {
        return std::nullopt;
    }
    const auto sign = read_integer<std::uint16_t>(bytes.data() + 4);
    const auto scale = read_integer<std::uint16_t>(bytes.data() + 6);
    const Groups groups{bytes};
    switch (sign) {
        case sign_nan:
            return "NaN";
        case sign_infinity:
            return "Infinity";
        case sign_minus_infinity:
            return "-Infinity";
        case sign_positive:
        case sign_negative:
            return groups.is_complete()
                       ? std::optional{digits_text(groups, sign == sign_negative, scale)}
                       : std::nullopt;
        default:
            return std::nullopt;
    }
}

}  // namespace azoth::drivers::libpq
