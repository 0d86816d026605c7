// SPDX-License-Identifier: MIT
#include <azoth/types/decimal.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include <algorithm>
#include <limits>

namespace azoth {

namespace {

/// Longer exponents make texts that no database takes (PostgreSQL: 131,072 digits before the
/// point).
constexpr std::int64_t longest_exponent = 200'000;

bool take_sign(std::string_view& text) noexcept {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    return is_negative;
}

std::optional<std::string> special(std::string_view text, bool is_negative) {
    if (text_utility::equals_ignoring_case(text, "nan")) {
        return "NaN";
    }
    if (text_utility::equals_ignoring_case(text, "infinity") ||
        text_utility::equals_ignoring_case(text, "inf")) {
        return is_negative ? "-Infinity" : "Infinity";
    }
    return std::nullopt;
}

/// `12.50E3`  ->  digits `1250`, two of them after the point, exponent 3
struct Parsed {
    std::string digits{};
    std::int64_t point = 0;  ///< digits before the point, after the exponent is applied
};

std::optional<Parsed> parse_digits(std::string_view text) {
    std::int64_t exponent = 0;
    if (const auto mark = text.find_first_of("eE"); mark != std::string_view::npos) {
        std::string_view number = text.substr(mark + 1);
        if (number.starts_with('+')) {
            number.remove_prefix(1);
        }
        const auto parsed = text_form::parse_integer(number);
        if (!parsed || *parsed > longest_exponent || *parsed < -longest_exponent) {
            return std::nullopt;
        }
        exponent = *parsed;
        text = text.substr(0, mark);
    }
    const auto point = std::min(text.find('.'), text.size());
    Parsed result;
    result.digits = text.substr(0, point);
    result.digits += text.substr(std::min(point + 1, text.size()));
    result.point = static_cast<std::int64_t>(point) + exponent;
    return result;
}

/// Puts the point where it belongs and takes away the zeros that say nothing.
std::string normalised(Parsed parsed, bool is_negative) {
    const auto length = [&] { return static_cast<std::int64_t>(parsed.digits.size()); };
    if (parsed.point < 0) {
        parsed.digits.insert(0, static_cast<std::size_t>(-parsed.point), '0');
        parsed.point = 0;
    }
    if (parsed.point > length()) {
        parsed.digits.append(static_cast<std::size_t>(parsed.point - length()), '0');
    }
    const auto split = static_cast<std::size_t>(parsed.point);
    std::string whole = parsed.digits.substr(0, split);
    std::string fraction = parsed.digits.substr(split);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (whole.empty() && fraction.empty()) {
        return "0";
    }
    std::string text = is_negative ? "-" : "";
    text += whole.empty() ? "0" : whole;
    return fraction.empty() ? text : text + '.' + fraction;
}

std::optional<std::string> normalise(std::string_view text) {
    if (!text_form::is_decimal(text)) {
        return std::nullopt;
    }
    const bool is_negative = take_sign(text);
    if (auto name = special(text, is_negative)) {
        return name;
    }
    auto parsed = parse_digits(text);
    return parsed ? std::optional{normalised(std::move(*parsed), is_negative)} : std::nullopt;
}

/// -Infinity, numbers, Infinity, NaN
int rank(std::string_view text) noexcept {
    if (text == "NaN") {
        return 3;
    }
    if (text == "Infinity") {
        return 2;
    }
    return text == "-Infinity" ? 0 : 1;
}

/// Both without sign.
std::strong_ordering compare_magnitudes(std::string_view left, std::string_view right) noexcept {
    const auto left_whole = std::min(left.find('.'), left.size());
    const auto right_whole = std::min(right.find('.'), right.size());
    if (left_whole != right_whole) {
        return left_whole <=> right_whole;
    }
    return left.compare(right) <=> 0;  // as long before the point; none ends in a zero after it
}

}  // namespace

Decimal::Decimal(std::string_view text) {
    auto normal = normalise(text);
    if (!normal) {
        throw ArgumentError{"bad-decimal",
                            "cannot make a decimal number of " + text_utility::quoted(text) +
                                ": it is none; write digits with a point, such as \"-12.50\""};
    }
    text_ = std::move(*normal);
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
    auto normal = normalise(text);
    if (!normal) {
        return std::nullopt;
    }
    Decimal result;
    result.text_ = std::move(*normal);
    return result;
}

std::string Decimal::to_string(int digits_after_point) const {
    const auto point = std::min(text_.find('.'), text_.size());
    const std::size_t present = point == text_.size() ? 0 : text_.size() - point - 1;
    const auto wanted = static_cast<std::size_t>(std::max(digits_after_point, 0));
    if (present > wanted || rank(text_) != 1) {
        throw ArgumentError{
            "decimal-digits",
            "cannot write " + text_ + " with " + std::to_string(wanted) +
                " digits after the point: something would be lost; give it more digits"};
    }
    std::string padded = text_;
    if (present == 0 && wanted > 0) {
        padded += '.';
    }
    return padded.append(wanted - present, '0');
}

double Decimal::to_double() const {
    switch (rank(text_)) {
        case 0:
            return -std::numeric_limits<double>::infinity();
        case 2:
            return std::numeric_limits<double>::infinity();
        case 3:
            return std::numeric_limits<double>::quiet_NaN();
        default:
            break;
    }
    const auto parsed = text_form::parse_real(text_);
    const double beyond = text_.starts_with('-') ? -std::numeric_limits<double>::infinity()
                                                 : std::numeric_limits<double>::infinity();
    return parsed.value_or(beyond);
}

std::optional<std::int64_t> Decimal::to_integer() const noexcept {
    return text_form::parse_integer(text_);
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) noexcept {
    const auto ranks = rank(left.text_) <=> rank(right.text_);
    if (ranks != 0 || rank(left.text_) != 1) {
        return ranks;
    }
    std::string_view first = left.text_;
    std::string_view second = right.text_;
    const bool first_negative = take_sign(first);
    const bool second_negative = take_sign(second);
    if (first_negative != second_negative) {
        return first_negative ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return first_negative ? compare_magnitudes(second, first) : compare_magnitudes(first, second);
}

namespace detail {

Decimal load_decimal(const RowReader& row, int column) {
    const Value value = row.value(column, ValueKind::Decimal);
    auto decimal = Decimal::parse(value.as_text());
    if (!decimal) {
        throw DataError{"column-conversion",
                        "cannot read column " + std::to_string(column + 1) +
                            " as decimal: " + text_utility::quoted(value.as_text()) +
                            " is no decimal number; read it into std::string"};
    }
    return std::move(*decimal);
}

}  // namespace detail
}  // namespace azoth
