// SPDX-License-Identifier: MIT
#include <azoth/types/chrono.hpp>

#include <azoth/types/text_form.hpp>

namespace azoth {

namespace {

std::string text_of(ValueKind kind, std::int64_t value) {
    return std::string{text_form::of_temporal(kind, value).view()};
}

}  // namespace

DateTimeTz DateTimeTz::now() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Time Time::of(int hours, int minutes, int seconds, int microseconds) noexcept {
    return Time{std::chrono::hours{hours} + std::chrono::minutes{minutes} +
                std::chrono::seconds{seconds} + std::chrono::microseconds{microseconds}};
}

std::string to_string(Date date) {
    return text_of(ValueKind::Date, date.time_since_epoch().count());
}

std::string to_string(DateTime time) {
    return text_of(ValueKind::DateTime, time.time_since_epoch().count());
}

std::string to_string(DateTimeTz time) {
    return text_of(ValueKind::DateTimeTz, time.utc.time_since_epoch().count());
}

std::string to_string(Time time) {
    return text_of(ValueKind::Time, time.since_midnight.count());
}

std::string to_string(const Interval& interval) {
    const IntervalParts parts{
        .microseconds = interval.time.count(), .days = interval.days, .months = interval.months};
    return std::string{text_form::of_interval(parts).view()};
}

namespace detail {

std::int64_t load_temporal(const RowReader& row, int column, ValueKind kind) {
    return row.value(column, kind).as_integer();
}

IntervalParts load_interval(const RowReader& row, int column) {
    return row.value(column, ValueKind::Interval).as_interval();
}

}  // namespace detail
}  // namespace azoth
