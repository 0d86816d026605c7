// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <array>
#include <optional>

/// The text forms of values that are kept as numbers or bytes: ISO 8601 dates and times, RFC 4122
/// UUIDs, hexadecimal.
///
/// The calendar is the proleptic Gregorian one; years before 0 and after 9999 are written with a
/// sign. The ends of the representable range mean infinity (`infinity`, `-infinity`): INT32_MAX and
/// INT32_MIN for Date, INT64_MAX and INT64_MIN for DateTime and DateTimeTz. No function here
/// throws.
namespace azoth::text_form {

struct CivilDate {
    std::int64_t year = 1970;
    int month = 1;
    int day = 1;
    friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

[[nodiscard]] CivilDate civil_from_days(std::int64_t days) noexcept;
[[nodiscard]] std::int64_t days_from_civil(CivilDate date) noexcept;

/// A short text without memory of its own on the heap.
struct Short {
    std::array<char, 55> characters{};
    std::uint8_t size = 0;
    [[nodiscard]] std::string_view view() const noexcept { return {characters.data(), size}; }
};

/// Date `2026-11-20`, Time `12:34:56.000000`, DateTime and DateTimeTz (as UTC) `2026-11-20
/// 12:34:56.000000`. The default form leaves out a fraction that is zero, the way SQL's own
/// functions do.
[[nodiscard]] Short of_temporal(ValueKind kind,
                                std::int64_t value,
                                StoredForm form = StoredForm::SqlAlchemy) noexcept;
/// The reverse, also without seconds or fraction, with `T` between date and time, and with a zone
/// (`Z`, `+02:00`,
/// `+0200`, `+02`), which is applied so that the result is UTC. A date alone is midnight; a
/// DateTime read as Date must be midnight. Nothing when the text is no such thing or would lose
/// digits.
[[nodiscard]] std::optional<std::int64_t> parse_temporal(ValueKind kind,
                                                         std::string_view text) noexcept;

/// ISO 8601 duration with months, days and seconds kept apart: `P14M3DT-4.5S`; `PT0S` for nothing.
[[nodiscard]] Short of_interval(IntervalParts parts) noexcept;
/// Reads `P1Y2M3W4DT5H6M7.5S`, each number with a sign of its own if need be.
[[nodiscard]] std::optional<IntervalParts> parse_interval(std::string_view text) noexcept;

/// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` of 16 bytes in network order.
[[nodiscard]] std::string of_uuid(std::string_view sixteen_bytes);
/// 16 bytes from 32 hexadecimal digits, with or without dashes and braces.
[[nodiscard]] std::optional<std::string> parse_uuid(std::string_view text);

/// Lower-case hexadecimal digits, two for each byte.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

/// Integer without fraction or sign `+`, all of the text; nothing when it is out of range.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;
[[nodiscard]] std::optional<double> parse_real(std::string_view text) noexcept;
/// The shortest text that reads back as the same number: `0.1`, `1e+300`, `5.0`, `inf`, `nan`.
[[nodiscard]] Short of_real(double value) noexcept;
[[nodiscard]] Short of_float(float value) noexcept;
/// True for `-12.50`, `1E-7`, `NaN`, `Infinity`: what an exact decimal may be written as.
[[nodiscard]] bool is_decimal(std::string_view text) noexcept;

}  // namespace azoth::text_form
