// SPDX-License-Identifier: MIT
#include <azoth/types/text_form.hpp>

#include <charconv>
#include <cmath>
#include <limits>

namespace azoth::text_form {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::size_t count_digits(std::string_view text) noexcept {
    const auto end = text.find_first_not_of("0123456789");
    return end == std::string_view::npos ? text.size() : end;
}

}  // namespace

std::string hexadecimal(std::string_view bytes) {
    std::string result;
    result.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

std::string of_uuid(std::string_view sixteen_bytes) {
    std::string result = hexadecimal(sixteen_bytes);
    if (result.size() == 32) {
        for (const std::size_t at : {20U, 16U, 12U, 8U}) {
            result.insert(at, 1, '-');
        }
    }
    return result;
}

std::optional<std::string> parse_uuid(std::string_view text) {
    if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
        text = text.substr(1, text.size() - 2);
    }
    std::string result;
    int high = -1;
    for (const char c : text) {
        if (c == '-' && high < 0) {
            continue;
        }
        const int value = digit_value(c);
        if (value < 0) {
            return std::nullopt;
        }
        if (high < 0) {
            high = value;
            continue;
        }
        result += static_cast<char>(high * 16 + value);
        high = -1;
    }
    return result.size() == 16 && high < 0 ? std::optional{result} : std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

std::optional<double> parse_real(std::string_view text) noexcept {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

namespace {

template <class Number>
Short shortest(Number value) noexcept {
    Short result;
    char* const begin = result.characters.data();
    auto [end, error] = std::to_chars(begin, begin + result.characters.size() - 2, value);
    const std::string_view written{begin, static_cast<std::size_t>(end - begin)};
    if (std::isfinite(value) && written.find_first_of(".e") == std::string_view::npos) {
        *end++ = '.';
        *end++ = '0';
    }
    result.size = static_cast<std::uint8_t>(end - begin);
    return result;
}

}  // namespace

Short of_real(double value) noexcept {
    return shortest(value);
}

Short of_float(float value) noexcept {
    return shortest(value);
}

bool is_decimal(std::string_view text) noexcept {
    if (text == "NaN") {
        return true;
    }
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    if (text == "Infinity") {
        return true;
    }
    const std::size_t whole = count_digits(text);
    text.remove_prefix(whole);
    std::size_t fraction = 0;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = count_digits(text);
        text.remove_prefix(fraction);
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (text.empty()) {
        return true;
    }
    if (text.front() != 'e' && text.front() != 'E') {
        return false;
    }
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    return !text.empty() && count_digits(text) == text.size();
}

}  // namespace azoth::text_form
