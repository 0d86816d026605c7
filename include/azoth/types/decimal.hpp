// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>

#include <compare>

namespace azoth {

/// An exact decimal number of any length, for money and the like: what NUMERIC columns hold. Kept
/// as normalised text; compared exactly; no arithmetic (do that in integers of the smallest unit,
/// or in the database).
class Decimal {
public:
    /// Zero.
    Decimal() : text_("0") {}
    template <detail::PlainInteger T>
    Decimal(T value)
        : text_(std::to_string(value)) {}  // NOLINT(google-explicit-constructor): exact
    Decimal(double) = delete;              ///< 0.1 is no decimal fraction; write Decimal{"0.1"}
    /// `-12.50`, `1E-7`, `NaN`. Throws ArgumentError (`bad-decimal`) for any other text.
    explicit Decimal(std::string_view text);
    explicit Decimal(const char* text) : Decimal(std::string_view{text}) {}
    /// Nothing where the text is no decimal number.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    /// Without exponent, leading zeros or zeros at the end: `12.5`, `-0.0000001`, `1000`, `NaN`,
    /// `Infinity`.
    [[nodiscard]] const std::string& to_string() const noexcept { return text_; }
    /// With this many digits after the point, `12.50`. Throws ArgumentError (`decimal-digits`)
    /// where it has more.
    [[nodiscard]] std::string to_string(int digits_after_point) const;
    /// The nearest double.
    [[nodiscard]] double to_double() const;
    /// Nothing where it has a fraction or does not fit.
    [[nodiscard]] std::optional<std::int64_t> to_integer() const noexcept;

    friend bool operator==(const Decimal&, const Decimal&) = default;
    /// By value. NaN equals itself and comes after everything else, as in PostgreSQL.
    friend std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) noexcept;

private:
    std::string text_;
};

namespace detail {

[[nodiscard]] Decimal load_decimal(const RowReader& row, int column);

template <>
struct Conversion<Decimal> {
    static constexpr ValueKind kind = ValueKind::Decimal;
    static SqlType type() { return sql::Numeric(); }
    static ValueView view(const Decimal& value, Value&) noexcept {
        return ValueView::ranged(kind, value.to_string());
    }
    static Decimal load(const RowReader& row, int column) { return load_decimal(row, column); }
};

}  // namespace detail
}  // namespace azoth
