// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/statement.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "drivers/statement_excerpt.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace azoth::drivers::sqlite {

namespace {

std::string_view text_of(sqlite3_value* cell) noexcept {
    const auto* const data = reinterpret_cast<const char*>(sqlite3_value_text(cell));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(cell))};
}

std::string_view bytes_of(sqlite3_value* cell) noexcept {
    const auto* const data = static_cast<const char*>(sqlite3_value_blob(cell));
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(cell))};
}

/// A decimal that became a binary number has 15 digits; what comes behind them is the error of
/// arithmetic.
std::string decimal_of(double number) {
    constexpr int digits = std::numeric_limits<double>::digits10;
    std::array<char, 32> text{};
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), number, std::chars_format::general, digits);
    return {text.data(), end.ptr};
}

std::string_view storage_name(int storage) noexcept {
    switch (storage) {
        case SQLITE_INTEGER:
            return "an integer";
        case SQLITE_FLOAT:
            return "a real number";
        case SQLITE_TEXT:
            return "a text";
        case SQLITE_BLOB:
            return "bytes";
        default:
            return "NULL";
    }
}

}  // namespace

ValueKind Statement::column_kind(int column) const {
    switch (sqlite3_value_type(cell(column))) {
        case SQLITE_INTEGER:
            return ValueKind::Integer;
        case SQLITE_FLOAT:
            return ValueKind::Real;
        case SQLITE_TEXT:
            return ValueKind::Text;
        case SQLITE_BLOB:
            return ValueKind::Bytes;
        default:
            return ValueKind::Null;
    }
}

bool Statement::is_null(int column) const {
    return sqlite3_value_type(cell(column)) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    sqlite3_value* const value = cell(column);
    if (sqlite3_value_type(value) == SQLITE_INTEGER) [[likely]] {
        return sqlite3_value_int64(value);
    }
    return converted_integer(column);
}

double Statement::real(int column) const {
    sqlite3_value* const value = cell(column);
    if (sqlite3_value_type(value) == SQLITE_FLOAT) [[likely]] {
        return sqlite3_value_double(value);
    }
    return converted_real(column);
}

std::string_view Statement::text(int column) const {
    sqlite3_value* const value = cell(column);
    if (sqlite3_value_type(value) == SQLITE_TEXT) [[likely]] {
        return text_of(value);
    }
    return converted_text(column);
}

std::span<const std::byte> Statement::bytes(int column) const {
    sqlite3_value* const value = cell(column);
    const int storage = sqlite3_value_type(value);
    if (storage != SQLITE_BLOB && storage != SQLITE_TEXT) {
        refuse_column(column, ValueKind::Bytes);
    }
    const std::string_view characters = bytes_of(value);
    return std::as_bytes(std::span{characters.data(), characters.size()});
}

bool Statement::read(int column, std::int64_t& value) const {
    sqlite3_value* const found = cell(column);
    const int storage = sqlite3_value_type(found);
    if (storage == SQLITE_NULL) {
        return false;
    }
    value = storage == SQLITE_INTEGER ? sqlite3_value_int64(found) : converted_integer(column);
    return true;
}

bool Statement::read(int column, double& value) const {
    sqlite3_value* const found = cell(column);
    const int storage = sqlite3_value_type(found);
    if (storage == SQLITE_NULL) {
        return false;
    }
    value = storage == SQLITE_FLOAT ? sqlite3_value_double(found) : converted_real(column);
    return true;
}

bool Statement::read(int column, std::string_view& value) const {
    sqlite3_value* const found = cell(column);
    const int storage = sqlite3_value_type(found);
    if (storage == SQLITE_NULL) {
        return false;
    }
    value = storage == SQLITE_TEXT ? text_of(found) : converted_text(column);
    return true;
}

std::int64_t Statement::converted_integer(int column) const {
    sqlite3_value* const value = cell(column);
    const int storage = sqlite3_value_type(value);
    if (storage == SQLITE_FLOAT) {
        const double number = sqlite3_value_double(value);
        // Both ends are exact doubles; the upper one does not fit itself.
        if (number >= -0x1p63 && number < 0x1p63 && std::trunc(number) == number) {
            return static_cast<std::int64_t>(number);
        }
    }
    if (storage == SQLITE_TEXT) {
        if (const auto number = text_form::parse_integer(text_of(value))) {
            return *number;
        }
    }
    refuse_column(column, ValueKind::Integer);
}

double Statement::converted_real(int column) const {
    sqlite3_value* const value = cell(column);
    const int storage = sqlite3_value_type(value);
    if (storage == SQLITE_INTEGER) {
        const std::int64_t number = sqlite3_value_int64(value);
        const auto result = static_cast<double>(number);
        if (result < 0x1p63 && static_cast<std::int64_t>(result) == number) {
            return result;
        }
    }
    if (storage == SQLITE_TEXT) {
        if (const auto number = text_form::parse_real(text_of(value))) {
            return *number;
        }
    }
    refuse_column(column, ValueKind::Real);
}

std::string_view Statement::converted_text(int column) const {
    sqlite3_value* const value = cell(column);
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return converted_.emplace_back(std::to_string(sqlite3_value_int64(value)));
        case SQLITE_FLOAT:
            // SQLite itself would write 15 digits only.
            return converted_.emplace_back(text_form::of_real(sqlite3_value_double(value)).view());
        default:
            refuse_column(column, ValueKind::Text);
    }
}

Value Statement::natural_value(int column) const {
    sqlite3_value* const value = cell(column);
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return static_cast<long long>(sqlite3_value_int64(value));
        case SQLITE_FLOAT:
            return sqlite3_value_double(value);
        case SQLITE_TEXT:
            return text_of(value);
        case SQLITE_BLOB:
            return Value::ranged(ValueKind::Bytes, std::string{bytes_of(value)});
        default:
            return {};
    }
}

Value Statement::boolean_value(int column) const {
    sqlite3_value* const value = cell(column);
    const int storage = sqlite3_value_type(value);
    if (storage == SQLITE_INTEGER) {
        const std::int64_t number = sqlite3_value_int64(value);
        if (number == 0 || number == 1) {
            return number == 1;
        }
    }
    if (storage == SQLITE_TEXT) {
        const std::string_view word = text_of(value);
        if (text_utility::equals_ignoring_case(word, "true") ||
            text_utility::equals_ignoring_case(word, "false")) {
            return word.size() == 4;
        }
    }
    refuse_column(column, ValueKind::Boolean);
}

Value Statement::temporal_value(int column, ValueKind kind) const {
    sqlite3_value* const value = cell(column);
    if (sqlite3_value_type(value) == SQLITE_TEXT) {
        if (const auto moment = text_form::parse_temporal(kind, text_of(value))) {
            return Value::temporal(kind, *moment);
        }
    }
    refuse_column(column, kind);
}

Value Statement::interval_value(int column) const {
    sqlite3_value* const value = cell(column);
    if (sqlite3_value_type(value) == SQLITE_TEXT) {
        const std::string_view text = text_of(value);
        if (const auto parts = text_form::parse_interval(text)) {
            return Value::interval(*parts);
        }
        // SQLAlchemy keeps intervals as the moment that lies so far after 1970.
        if (const auto moment = text_form::parse_temporal(ValueKind::DateTime, text)) {
            return Value::interval({.microseconds = *moment});
        }
    }
    refuse_column(column, ValueKind::Interval);
}

Value Statement::decimal_value(int column) const {
    sqlite3_value* const value = cell(column);
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER:
            return Value::ranged(ValueKind::Decimal, std::to_string(sqlite3_value_int64(value)));
        case SQLITE_FLOAT:
            if (const double number = sqlite3_value_double(value); std::isfinite(number)) {
                return Value::ranged(ValueKind::Decimal, decimal_of(number));
            }
            break;
        case SQLITE_TEXT:
            if (const std::string_view text = text_of(value); text_form::is_decimal(text)) {
                return Value::ranged(ValueKind::Decimal, std::string{text});
            }
            break;
        default:
            break;
    }
    refuse_column(column, ValueKind::Decimal);
}

Value Statement::uuid_value(int column) const {
    sqlite3_value* const value = cell(column);
    const int storage = sqlite3_value_type(value);
    if (storage == SQLITE_TEXT) {
        if (auto parsed = text_form::parse_uuid(text_of(value))) {
            return Value::ranged(ValueKind::Uuid, *std::move(parsed));
        }
    }
    if (storage == SQLITE_BLOB && sqlite3_value_bytes(value) == 16) {
        return Value::ranged(ValueKind::Uuid, std::string{bytes_of(value)});
    }
    refuse_column(column, ValueKind::Uuid);
}

Value Statement::value(int column, ValueKind wanted) const {
    if (is_null(column)) {
        return {};
    }
    switch (wanted) {
        case ValueKind::Null:
            return natural_value(column);
        case ValueKind::Boolean:
            return boolean_value(column);
        case ValueKind::Integer:
            return static_cast<long long>(integer(column));
        case ValueKind::Real:
            return real(column);
        case ValueKind::Text:
            return text(column);
        case ValueKind::Bytes:
            return bytes(column);
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return temporal_value(column, wanted);
        case ValueKind::Interval:
            return interval_value(column);
        case ValueKind::Decimal:
            return decimal_value(column);
        case ValueKind::Uuid:
            return uuid_value(column);
        case ValueKind::Json:
            return Value::ranged(ValueKind::Json, std::string{text(column)});
        case ValueKind::Array:
            break;
    }
    refuse_column(column, wanted);
}

namespace {

/// A moment whose date is one, but which no DateTime holds.
bool is_too_far(sqlite3_value* cell, ValueKind wanted) noexcept {
    if (sqlite3_value_type(cell) != SQLITE_TEXT ||
        (wanted != ValueKind::DateTime && wanted != ValueKind::DateTimeTz)) {
        return false;
    }
    const std::string_view text = text_of(cell);
    const auto day =
        text_form::parse_temporal(ValueKind::Date, text.substr(0, text.find_first_of(" Tt")));
    return day && !text_form::parse_temporal(wanted, text) &&
           (*day > 106'000'000 || *day < -106'000'000);
}

}  // namespace

void Statement::refuse_column(int column, ValueKind wanted) const {
    if (is_too_far(cell(column), wanted)) {
        throw DataError{
            "column-conversion",
            "cannot read column " + text_utility::quoted(column_name(column)) + " as " +
                std::string{name_of(wanted)} +
                ": the moment lies outside of the years -290307 to 294247, which it can hold; read "
                "it as text",
            {.statement = std::string{sql()}, .column = std::string{column_name(column)}}};
    }
    throw DataError{"column-conversion",
                    "cannot read column " + text_utility::quoted(column_name(column)) + " as " +
                        std::string{name_of(wanted)} + ": the row holds " +
                        std::string{storage_name(sqlite3_value_type(cell(column)))} +
                        " that is none; read it as what it is, or correct the row",
                    {.statement = std::string{sql()}, .column = std::string{column_name(column)}}};
}

}  // namespace azoth::drivers::sqlite
