// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>

#include <chrono>
#include <compare>

/// Dates and times. A header of its own: <chrono> takes longer to compile than the rest of azoth.
namespace azoth {

/// A day, without time zone. The ends of the range mean infinity where the database has it.
using Date = std::chrono::sys_days;

/// A point in time as a calendar and a clock on the wall show it, in no zone or one that the
/// program knows.
using DateTime = std::chrono::sys_time<std::chrono::microseconds>;

/// A point in time, kept as UTC.
struct DateTimeTz {
    DateTime utc{};

    DateTimeTz() = default;
    DateTimeTz(DateTime time) noexcept : utc(time) {}  // NOLINT(google-explicit-constructor)
    /// The present, to the microsecond.
    [[nodiscard]] static DateTimeTz now();

    friend bool operator==(const DateTimeTz&, const DateTimeTz&) = default;
    friend auto operator<=>(const DateTimeTz&, const DateTimeTz&) = default;
};

/// A time of day.
struct Time {
    std::chrono::microseconds since_midnight{};

    Time() = default;
    explicit Time(std::chrono::microseconds since) noexcept : since_midnight(since) {}
    /// Hours, minutes, seconds as on a clock; they are not checked.
    [[nodiscard]] static Time of(int hours,
                                 int minutes,
                                 int seconds = 0,
                                 int microseconds = 0) noexcept;

    friend bool operator==(const Time&, const Time&) = default;
    friend auto operator<=>(const Time&, const Time&) = default;
};

/// A span as SQL keeps it: months, days and a time apart, because a month has no fixed number of
/// days and a day none of hours. Equal when all three are.
struct Interval {
    std::int32_t months = 0;
    std::int32_t days = 0;
    std::chrono::microseconds time{};

    friend bool operator==(const Interval&, const Interval&) = default;
};

/// `2026-11-20`, `12:34:56.000000`, `2026-11-20 12:34:56.000000`, `P1M2DT3S`.
[[nodiscard]] std::string to_string(Date date);
[[nodiscard]] std::string to_string(DateTime time);
[[nodiscard]] std::string to_string(DateTimeTz time);
[[nodiscard]] std::string to_string(Time time);
[[nodiscard]] std::string to_string(const Interval& interval);

namespace detail {

[[nodiscard]] std::int64_t load_temporal(const RowReader& row, int column, ValueKind kind);
[[nodiscard]] IntervalParts load_interval(const RowReader& row, int column);

template <>
struct Conversion<Date> {
    static constexpr ValueKind kind = ValueKind::Date;
    static SqlType type() { return sql::Date(); }
    static ValueView view(Date value, Value&) noexcept {
        return ValueView::temporal(kind, value.time_since_epoch().count());
    }
    static Date load(const RowReader& row, int column) {
        return Date{std::chrono::days{load_temporal(row, column, kind)}};
    }
};

template <>
struct Conversion<DateTime> {
    static constexpr ValueKind kind = ValueKind::DateTime;
    static SqlType type() { return sql::DateTime(); }
    static ValueView view(DateTime value, Value&) noexcept {
        return ValueView::temporal(kind, value.time_since_epoch().count());
    }
    static DateTime load(const RowReader& row, int column) {
        return DateTime{std::chrono::microseconds{load_temporal(row, column, kind)}};
    }
};

template <>
struct Conversion<DateTimeTz> {
    static constexpr ValueKind kind = ValueKind::DateTimeTz;
    static SqlType type() { return sql::DateTimeTz(); }
    static ValueView view(DateTimeTz value, Value&) noexcept {
        return ValueView::temporal(kind, value.utc.time_since_epoch().count());
    }
    static DateTimeTz load(const RowReader& row, int column) {
        return DateTime{std::chrono::microseconds{load_temporal(row, column, kind)}};
    }
};

template <>
struct Conversion<Time> {
    static constexpr ValueKind kind = ValueKind::Time;
    static SqlType type() { return sql::Time(); }
    static ValueView view(Time value, Value&) noexcept {
        return ValueView::temporal(kind, value.since_midnight.count());
    }
    static Time load(const RowReader& row, int column) {
        return Time{std::chrono::microseconds{load_temporal(row, column, kind)}};
    }
};

template <>
struct Conversion<Interval> {
    static constexpr ValueKind kind = ValueKind::Interval;
    static SqlType type() { return sql::Interval(); }
    static ValueView view(const Interval& value, Value&) noexcept {
        return {
            kind,
            {.interval = {
                 .microseconds = value.time.count(), .days = value.days, .months = value.months}}};
    }
    static Interval load(const RowReader& row, int column) {
        const IntervalParts parts = load_interval(row, column);
        return {parts.months, parts.days, std::chrono::microseconds{parts.microseconds}};
    }
};

}  // namespace detail
}  // namespace azoth
