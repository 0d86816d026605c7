// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth {

/// How a value is represented on its way to and from a database.
enum class ValueKind : std::uint8_t {
    Null,
    Boolean,
    Integer,  ///< any integer, as 64 bits
    Real,     ///< double
    Text,     ///< UTF-8
    Bytes,
    Date,        ///< days since 1970-01-01
    Time,        ///< microseconds since midnight
    DateTime,    ///< microseconds since 1970-01-01 00:00, no time zone
    DateTimeTz,  ///< microseconds since 1970-01-01 00:00 UTC
    Interval,    ///< months, days and microseconds, as SQL keeps them apart
    Decimal,     ///< exact, as decimal text
    Uuid,        ///< 16 bytes, network order
    Json,        ///< as text
    Array,
};

[[nodiscard]] std::string_view name_of(ValueKind kind) noexcept;

/// How a time is written where a database keeps it as text. Both are read, and both sort; but the
/// same moment is two different texts, so a column should hold one of them.
enum class StoredForm : std::uint8_t {
    Default,     ///< `2026-11-20 12:34:56`; six digits of the second where they are not zeros
    SqlAlchemy,  ///< `2026-11-20 12:34:56.000000`: always six digits
};

struct IntervalParts {
    std::int64_t microseconds = 0;
    std::int32_t days = 0;
    std::int32_t months = 0;
    friend bool operator==(const IntervalParts&, const IntervalParts&) = default;
};

class Value;

/// A value that somebody else owns: what is bound to a statement. Trivial to copy; texts and bytes
/// must outlive it.
struct ValueView {
    struct Range {
        const char* data;
        std::size_t size;
    };
    union Payload {
        bool boolean;
        std::int64_t integer;  ///< Integer, Date, Time, DateTime, DateTimeTz
        double real;
        Range range;  ///< Text, Bytes, Decimal, Uuid, Json
        IntervalParts interval;
        const std::vector<Value>* elements;  ///< Array
    };

    ValueKind kind = ValueKind::Null;
    Payload payload{.integer = 0};

    static constexpr ValueView null() noexcept { return {}; }
    static constexpr ValueView boolean(bool value) noexcept {
        return {ValueKind::Boolean, {.boolean = value}};
    }
    static constexpr ValueView integer(std::int64_t value) noexcept {
        return {ValueKind::Integer, {.integer = value}};
    }
    static constexpr ValueView real(double value) noexcept {
        return {ValueKind::Real, {.real = value}};
    }
    static constexpr ValueView text(std::string_view value) noexcept {
        return ranged(ValueKind::Text, value);
    }
    static ValueView bytes(std::span<const std::byte> value) noexcept {
        return {ValueKind::Bytes,
                {.range = {reinterpret_cast<const char*>(value.data()), value.size()}}};
    }
    /// Date, Time, DateTime and DateTimeTz, in the unit of the kind.
    static constexpr ValueView temporal(ValueKind kind, std::int64_t value) noexcept {
        return {kind, {.integer = value}};
    }
    /// Text, Bytes, Decimal, Uuid and Json.
    static constexpr ValueView ranged(ValueKind kind, std::string_view value) noexcept {
        return {kind, {.range = {value.data(), value.size()}}};
    }

    [[nodiscard]] constexpr bool is_null() const noexcept { return kind == ValueKind::Null; }
    /// The characters of a ranged kind.
    [[nodiscard]] constexpr std::string_view characters() const noexcept {
        return {payload.range.data, payload.range.size};
    }
};

/// A value of any kind that owns what it holds. Null when default-constructed.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) noexcept {}
    Value(bool value) noexcept;
    Value(int value) noexcept;
    Value(long value) noexcept;
    Value(long long value) noexcept;
    Value(unsigned value) noexcept;
    Value(double value) noexcept;
    Value(const char* text);
    Value(std::string text) noexcept;
    Value(std::string_view text);
    Value(std::span<const std::byte> bytes);

    static Value temporal(ValueKind kind, std::int64_t value) noexcept;
    static Value ranged(ValueKind kind, std::string characters) noexcept;
    static Value interval(IntervalParts parts) noexcept;
    static Value array(std::vector<Value> elements) noexcept;
    static Value copy_of(const ValueView& view);

    [[nodiscard]] ValueKind kind() const noexcept { return kind_; }
    [[nodiscard]] bool is_null() const noexcept { return kind_ == ValueKind::Null; }
    /// Valid as long as this value is neither changed nor destroyed.
    [[nodiscard]] ValueView view() const noexcept;

    /// The content, converted where nothing is lost: Boolean -> Integer, Integer 0 and 1 ->
    /// Boolean, Integer up to 2^53 -> Real. `as_integer` gives a date or time in the unit of its
    /// kind, `as_text` the characters of Text, Decimal and Json, `as_bytes` those of Bytes and
    /// Uuid. Throws ArgumentError (`value-kind`) otherwise.
    [[nodiscard]] bool as_boolean() const;
    [[nodiscard]] std::int64_t as_integer() const;
    [[nodiscard]] double as_real() const;
    [[nodiscard]] const std::string& as_text() const;
    [[nodiscard]] std::span<const std::byte> as_bytes() const;
    [[nodiscard]] const std::vector<Value>& as_array() const;
    [[nodiscard]] IntervalParts as_interval() const;

    /// For logs and errors: `NULL`, `5`, `'it''s'`, `x'00ff'`, `2026-11-20`.
    [[nodiscard]] std::string to_string() const;

    /// Same kind and same content; not-a-number equals itself.
    friend bool operator==(const Value& left, const Value& right);

private:
    ValueKind kind_ = ValueKind::Null;
    ValueView::Payload payload_{.integer = 0};  ///< without its range and elements
    std::string characters_{};
    std::vector<Value> elements_{};
};

}  // namespace azoth
