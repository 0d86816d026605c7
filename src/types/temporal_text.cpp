// SPDX-License-Identifier: MIT
#include <azoth/types/text_form.hpp>

#include <charconv>
#include <limits>

namespace azoth::text_form {

namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t microseconds_per_day = 86'400 * microseconds_per_second;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) noexcept {
    return value / by - (value % by < 0 ? 1 : 0);
}

/// Appends to a Short; its room is enough for every form written here.
class Writer {
public:
    explicit Writer(Short& target) noexcept : target_(target) {}

    void character(char c) noexcept { target_.characters[target_.size++] = c; }
    void word(std::string_view text) noexcept {
        for (const char c : text) {
            character(c);
        }
    }
    void padded(std::int64_t value, int width) noexcept {
        for (int i = width - 1; i >= 0; --i) {
            target_.characters[static_cast<std::size_t>(target_.size + i)] =
                static_cast<char>('0' + value % 10);
            value /= 10;
        }
        target_.size = static_cast<std::uint8_t>(target_.size + width);
    }
    void number(std::int64_t value) noexcept {
        char* const begin = target_.characters.data();
        char* const end =
            std::to_chars(begin + target_.size, begin + target_.characters.size(), value).ptr;
        target_.size = static_cast<std::uint8_t>(end - begin);
    }
    void date(std::int64_t days) noexcept {
        const CivilDate civil = civil_from_days(days);
        if (civil.year >= 0 && civil.year <= 9999) {
            padded(civil.year, 4);
        } else {
            character(civil.year < 0 ? '-' : '+');
            const std::int64_t year = civil.year < 0 ? -civil.year : civil.year;
            year <= 9999 ? padded(year, 4) : number(year);
        }
        character('-');
        padded(civil.month, 2);
        character('-');
        padded(civil.day, 2);
    }
    void time(std::int64_t microseconds, StoredForm form) noexcept {
        const std::int64_t seconds = microseconds / microseconds_per_second;
        padded(seconds / 3600, 2);
        character(':');
        padded(seconds / 60 % 60, 2);
        character(':');
        padded(seconds % 60, 2);
        const std::int64_t fraction = microseconds % microseconds_per_second;
        if (fraction != 0 || form == StoredForm::SqlAlchemy) {
            character('.');
            padded(fraction, 6);
        }
    }

private:
    Short& target_;
};

/// Takes pieces off the front of a text.
class Reader {
public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] char front() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }
    bool take(char c) noexcept {
        if (front() != c) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] std::size_t digit_count() const noexcept {
        const auto end = rest_.find_first_not_of("0123456789");
        return end == std::string_view::npos ? rest_.size() : end;
    }
    bool digits(std::size_t count, std::int64_t& value) noexcept {
        if (count == 0 || count > 18 || digit_count() < count) {
            return false;
        }
        std::from_chars(rest_.data(), rest_.data() + count, value);
        rest_.remove_prefix(count);
        return true;
    }
    /// Digits after a point as microseconds; more than six are refused unless they are zeros.
    bool fraction(std::int64_t& microseconds) noexcept {
        const std::size_t count = digit_count();
        if (count == 0) {
            return false;
        }
        microseconds = 0;
        for (std::size_t i = 0; i < 6; ++i) {
            microseconds = microseconds * 10 + (i < count ? rest_[i] - '0' : 0);
        }
        const bool exact = count <= 6 || rest_.substr(6, count - 6).find_first_not_of('0') ==
                                             std::string_view::npos;
        rest_.remove_prefix(count);
        return exact;
    }

private:
    std::string_view rest_;
};

bool is_leap(std::int64_t year) noexcept {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool read_date(Reader& reader, std::int64_t& days) noexcept {
    const bool negative = reader.take('-');
    const bool signed_year = negative || reader.take('+');
    const std::size_t width = reader.digit_count();
    std::int64_t year = 0;
    std::int64_t month = 0;
    std::int64_t day = 0;
    if (width < 4 || width > 6 || (width > 4 && !signed_year) || !reader.digits(width, year) ||
        !reader.take('-') || !reader.digits(2, month) || !reader.take('-') ||
        !reader.digits(2, day)) {
        return false;
    }
    constexpr std::array<int, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || day > lengths[static_cast<std::size_t>(month - 1)]) {
        return false;
    }
    year = negative ? -year : year;
    if (month == 2 && day == 29 && !is_leap(year)) {
        return false;
    }
    days = days_from_civil({year, static_cast<int>(month), static_cast<int>(day)});
    return true;
}

bool read_time(Reader& reader, std::int64_t& microseconds) noexcept {
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    std::int64_t fraction = 0;
    if (!reader.digits(2, hour) || !reader.take(':') || !reader.digits(2, minute)) {
        return false;
    }
    if (reader.take(':') && !reader.digits(2, second)) {
        return false;
    }
    if (reader.take('.') && !reader.fraction(fraction)) {
        return false;
    }
    microseconds = ((hour * 60 + minute) * 60 + second) * microseconds_per_second + fraction;
    return minute < 60 && second < 60 && microseconds <= microseconds_per_day;
}

/// Reads what is left as a zone; no zone is UTC.
bool read_zone(Reader& reader, std::int64_t& offset) noexcept {
    offset = 0;
    if (reader.take('Z') || reader.take('z') || reader.at_end()) {
        return reader.at_end();
    }
    const bool west = reader.front() == '-';
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (!(reader.take('-') || reader.take('+')) || !reader.digits(2, hours)) {
        return false;
    }
    if (!reader.at_end()) {
        static_cast<void>(reader.take(':'));
        if (!reader.digits(2, minutes)) {
            return false;
        }
    }
    offset = (hours * 60 + minutes) * 60 * microseconds_per_second * (west ? -1 : 1);
    return reader.at_end() && hours < 24 && minutes < 60;
}

std::optional<std::int64_t> read_infinity(ValueKind kind, std::string_view text) noexcept {
    if (kind == ValueKind::Time || (text != "infinity" && text != "-infinity")) {
        return std::nullopt;
    }
    const bool negative = text.front() == '-';
    if (kind == ValueKind::Date) {
        return negative ? std::numeric_limits<std::int32_t>::min()
                        : std::numeric_limits<std::int32_t>::max();
    }
    return negative ? std::numeric_limits<std::int64_t>::min()
                    : std::numeric_limits<std::int64_t>::max();
}

std::string_view infinity_name(ValueKind kind, std::int64_t value) noexcept {
    const bool is_date = kind == ValueKind::Date;
    using Narrow = std::numeric_limits<std::int32_t>;
    using Wide = std::numeric_limits<std::int64_t>;
    if (value == (is_date ? Narrow::max() : Wide::max())) {
        return "infinity";
    }
    return value == (is_date ? Narrow::min() : Wide::min()) ? std::string_view{"-infinity"}
                                                            : std::string_view{};
}

}  // namespace

// Days to year, month and day and back: http://howardhinnant.github.io/date_algorithms.html, eras
// of 400 years.
CivilDate civil_from_days(std::int64_t days) noexcept {
    days += 719'468;
    const std::int64_t era = floor_divide(days, 146'097);
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const auto month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t days_from_civil(CivilDate date) noexcept {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = floor_divide(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year =
        (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Short of_temporal(ValueKind kind, std::int64_t value, StoredForm form) noexcept {
    Short result;
    Writer writer{result};
    if (kind == ValueKind::Time) {
        writer.time(value, form);
        return result;
    }
    if (const auto infinity = infinity_name(kind, value); !infinity.empty()) {
        writer.word(infinity);
    } else if (kind == ValueKind::Date) {
        writer.date(value);
    } else {
        const std::int64_t days = floor_divide(value, microseconds_per_day);
        writer.date(days);
        writer.character(' ');
        writer.time(value - days * microseconds_per_day, form);
    }
    return result;
}

std::optional<std::int64_t> parse_temporal(ValueKind kind, std::string_view text) noexcept {
    if (const auto infinity = read_infinity(kind, text)) {
        return infinity;
    }
    Reader reader{text};
    std::int64_t days = 0;
    std::int64_t time = 0;
    std::int64_t offset = 0;
    if (kind == ValueKind::Time) {
        return read_time(reader, time) && reader.at_end() ? std::optional{time} : std::nullopt;
    }
    if (!read_date(reader, days)) {
        return std::nullopt;
    }
    if (!reader.at_end()) {
        const bool separated = reader.take(' ') || reader.take('T') || reader.take('t');
        if (!separated || !read_time(reader, time) || !read_zone(reader, offset)) {
            return std::nullopt;
        }
    }
    if (kind == ValueKind::Date) {
        return time == 0 && offset == 0 ? std::optional{days} : std::nullopt;
    }
    // Whole days are widened last: the first representable day would overflow on its own.
    constexpr std::int64_t most_days =
        std::numeric_limits<std::int64_t>::max() / microseconds_per_day - 2;
    if (days > most_days || days < -most_days) {
        return std::nullopt;
    }
    return days * microseconds_per_day + time - offset;
}

Short of_interval(IntervalParts parts) noexcept {
    Short result;
    Writer writer{result};
    writer.character('P');
    if (parts.months != 0) {
        writer.number(parts.months);
        writer.character('M');
    }
    if (parts.days != 0) {
        writer.number(parts.days);
        writer.character('D');
    }
    if (parts.microseconds != 0 || (parts.months == 0 && parts.days == 0)) {
        const std::int64_t seconds = parts.microseconds / microseconds_per_second;
        const std::int64_t fraction = parts.microseconds % microseconds_per_second;
        writer.character('T');
        if (parts.microseconds < 0 && seconds == 0) {
            writer.character('-');
        }
        writer.number(seconds);
        if (fraction != 0) {
            writer.character('.');
            writer.padded(fraction < 0 ? -fraction : fraction, 6);
        }
        writer.character('S');
    }
    return result;
}

namespace {

/// One number of a duration with its letter.
struct Component {
    std::int64_t whole = 0;
    std::int64_t microseconds = 0;
    bool has_fraction = false;
    char unit = '\0';
};

bool read_component(Reader& reader, std::string_view units, Component& component) noexcept {
    const bool negative = reader.take('-');
    if (!negative) {
        static_cast<void>(reader.take('+'));
    }
    if (!reader.digits(reader.digit_count(), component.whole)) {
        return false;
    }
    if (reader.take('.')) {
        component.has_fraction = true;
        if (!reader.fraction(component.microseconds)) {
            return false;
        }
    }
    component.unit = reader.front();
    if (negative) {
        component.whole = -component.whole;
        component.microseconds = -component.microseconds;
    }
    return units.find(component.unit) != std::string_view::npos && reader.take(component.unit);
}

bool add_scaled(std::int64_t value, std::int64_t factor, std::int64_t& sum) noexcept {
    std::int64_t product = 0;
    return !__builtin_mul_overflow(value, factor, &product) &&
           !__builtin_add_overflow(sum, product, &sum);
}

bool add_component(const Component& component,
                   bool is_time,
                   std::int64_t& months,
                   std::int64_t& days,
                   std::int64_t& microseconds) noexcept {
    if (component.has_fraction && !(is_time && component.unit == 'S')) {
        return false;
    }
    switch (component.unit) {
        case 'Y':
            return add_scaled(component.whole, 12, months);
        case 'W':
            return add_scaled(component.whole, 7, days);
        case 'D':
            return add_scaled(component.whole, 1, days);
        case 'H':
            return add_scaled(component.whole, 3600 * microseconds_per_second, microseconds);
        case 'S':
            return add_scaled(component.whole, microseconds_per_second, microseconds) &&
                   add_scaled(component.microseconds, 1, microseconds);
        default:
            return is_time ? add_scaled(component.whole, 60 * microseconds_per_second, microseconds)
                           : add_scaled(component.whole, 1, months);
    }
}

bool fits_32_bits(std::int64_t value) noexcept {
    return value >= std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max();
}

}  // namespace

std::optional<IntervalParts> parse_interval(std::string_view text) noexcept {
    Reader reader{text};
    if (!reader.take('P') || reader.at_end()) {
        return std::nullopt;
    }
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t microseconds = 0;
    bool is_time = false;
    while (!reader.at_end()) {
        if (!is_time && reader.take('T')) {
            is_time = true;
        }
        Component component;
        if (!read_component(reader, is_time ? "HMS" : "YMWD", component) ||
            !add_component(component, is_time, months, days, microseconds)) {
            return std::nullopt;
        }
    }
    if (!fits_32_bits(months) || !fits_32_bits(days)) {
        return std::nullopt;
    }
    return IntervalParts{
        microseconds, static_cast<std::int32_t>(days), static_cast<std::int32_t>(months)};
}

}  // namespace azoth::text_form
