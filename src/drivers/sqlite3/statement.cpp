// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/statement.hpp"

#include <azoth/base/error.hpp>

#include "drivers/statement_excerpt.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace azoth::drivers::sqlite {

namespace {

std::int64_t total_changes(sqlite3* database) noexcept {
#if SQLITE_VERSION_NUMBER >= 3037000
    return sqlite3_total_changes64(database);
#else
    return sqlite3_total_changes(database);
#endif
}

std::int64_t changes(sqlite3* database) noexcept {
#if SQLITE_VERSION_NUMBER >= 3037000
    return sqlite3_changes64(database);
#else
    return sqlite3_changes(database);
#endif
}

/// A null pointer would bind NULL.
const char* never_null(const char* data) noexcept {
    return data == nullptr ? "" : data;
}

/// A column with NUMERIC affinity makes 64-bit integers and doubles of decimals; a double keeps 15
/// digits.
bool survives_numeric_affinity(std::string_view decimal) {
    if (text_form::parse_integer(decimal)) {
        return true;
    }
    constexpr std::ptrdiff_t digits_of_a_double = 15;
    const std::string_view digits = decimal.substr(0, decimal.find_first_of("eE"));
    const auto first = std::ranges::find_if(digits, [](char c) { return c >= '1' && c <= '9'; });
    const auto significant = std::count_if(first, digits.end(), [](char c) { return c != '.'; });
    const auto number = text_form::parse_real(decimal);
    return text_form::is_decimal(decimal) && number && std::isfinite(*number) &&
           significant <= digits_of_a_double;
}

[[noreturn]] void refuse_value(std::string_view sql, int parameter, std::string_view why) {
    throw DataError{"unsupported-value",
                    "cannot bind parameter " + std::to_string(parameter + 1) + " of " +
                        excerpt(sql) + ": " + std::string{why},
                    {.statement = std::string{sql}}};
}

}  // namespace

Statement::Statement(Connection& connection, Prepared prepared)
    : connection_(connection),
      prepared_(std::move(prepared)),
      column_count_(sqlite3_column_count(prepared_.get())) {}

int Statement::parameter_count() const {
    return sqlite3_bind_parameter_count(statement());
}

std::string_view Statement::column_name(int column) const {
    const char* const name = sqlite3_column_name(statement(), column);
    return name == nullptr ? std::string_view{} : name;
}

text_form::Short& Statement::kept(int parameter) {
    if (kept_texts_.empty()) {
        // Never resized again: SQLite is handed pointers into it.
        kept_texts_.resize(static_cast<std::size_t>(parameter_count()));
    }
    const auto index = static_cast<std::size_t>(parameter);
    if (index >= kept_texts_.size()) {
        throw ArgumentError{"parameter-index",
                            "cannot bind parameter " + std::to_string(parameter + 1) + " of " +
                                excerpt(sql()) + ": it has " + std::to_string(parameter_count()) +
                                "; bind only those"};
    }
    return kept_texts_[index];
}

int Statement::bind_short(int parameter, const text_form::Short& text) {
    text_form::Short& own = kept(parameter);
    own = text;
    return sqlite3_bind_text64(
        statement(), parameter + 1, own.characters.data(), own.size, SQLITE_STATIC, SQLITE_UTF8);
}

int Statement::bind_characters(int parameter, const ValueView& value) {
    const auto [data, size] = value.payload.range;
    if (value.kind == ValueKind::Bytes) {
        return sqlite3_bind_blob64(
            statement(), parameter + 1, never_null(data), size, SQLITE_STATIC);
    }
    if (value.kind == ValueKind::Uuid) {
        text_form::Short digits;
        const std::string text = text_form::hexadecimal(value.characters());
        if (text.size() != 32) {
            refuse_value(sql(), parameter, "a UUID has 16 bytes; give all of them");
        }
        text.copy(digits.characters.data(), text.size());
        digits.size = 32;
        return bind_short(parameter, digits);
    }
    return sqlite3_bind_text64(
        statement(), parameter + 1, never_null(data), size, SQLITE_STATIC, SQLITE_UTF8);
}

int Statement::bind_value(int parameter, const ValueView& value) {
    const int position = parameter + 1;
    switch (value.kind) {
        case ValueKind::Null:
            return sqlite3_bind_null(statement(), position);
        case ValueKind::Boolean:
            return sqlite3_bind_int(statement(), position, value.payload.boolean ? 1 : 0);
        case ValueKind::Integer:
            return sqlite3_bind_int64(statement(), position, value.payload.integer);
        case ValueKind::Real:
            if (std::isnan(value.payload.real)) {
                refuse_value(sql(),
                             parameter,
                             "SQLite stores not-a-number as NULL; store NULL or another number");
            }
            return sqlite3_bind_double(statement(), position, value.payload.real);
        case ValueKind::Decimal:
            if (!survives_numeric_affinity(value.characters())) {
                refuse_value(
                    sql(),
                    parameter,
                    "SQLite keeps 15 digits of a decimal number; store longer ones as text");
            }
            return bind_characters(parameter, value);
        case ValueKind::Text:
        case ValueKind::Bytes:
        case ValueKind::Uuid:
        case ValueKind::Json:
            return bind_characters(parameter, value);
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return bind_short(parameter, text_form::of_temporal(value.kind, value.payload.integer));
        case ValueKind::Interval:
            return bind_short(parameter, text_form::of_interval(value.payload.interval));
        case ValueKind::Array:
            refuse_value(sql(),
                         parameter,
                         "SQLite has no arrays; store JSON, or rows of a table of their own");
    }
    return SQLITE_MISUSE;
}

void Statement::bind(int parameter, const ValueView& value) {
    if (state_ != State::Idle) [[unlikely]] {
        finish(SQLITE_DONE);
    }
    const int code = bind_value(parameter, value);
    if (code == SQLITE_RANGE) {
        throw ArgumentError{"parameter-index",
                            "cannot bind parameter " + std::to_string(parameter + 1) + " of " +
                                excerpt(sql()) + ": it has " + std::to_string(parameter_count()) +
                                "; bind only those"};
    }
    if (code != SQLITE_OK) {
        connection_.fail(code, sql());
    }
}

void Statement::execute() {
    if (state_ != State::Idle) {
        finish(SQLITE_DONE);
    }
    connection_.start_watch();
    affected_rows_ = 0;
    total_changes_before_ = total_changes(connection_.database());
    int code = connection_.step(statement());
    if (code == SQLITE_ROW) {
        // Data-changing statements have done all their work before the first row of RETURNING.
        column_count_ = sqlite3_column_count(statement());
        state_ = State::FirstRow;
        return;
    }
    finish(code);
}

bool Statement::next() {
    if (state_ == State::Row) [[likely]] {
        if (!converted_.empty()) {
            converted_.clear();
        }
        const int code = connection_.step(statement());
        if (code == SQLITE_ROW) [[likely]] {
            return true;
        }
        finish(code);
        return false;
    }
    if (state_ == State::FirstRow) {
        state_ = State::Row;
        return true;
    }
    return false;
}

/// Takes the counts, releases locks and memory of the result, and reports a failure.
void Statement::finish(int code) {
    sqlite3* const database = connection_.database();
    const bool has_changed = total_changes(database) != total_changes_before_;
    affected_rows_ = has_changed && sqlite3_stmt_readonly(statement()) == 0 ? changes(database) : 0;
    state_ = State::Idle;
    converted_.clear();
    if (code == SQLITE_DONE) [[likely]] {
        sqlite3_reset(statement());
        column_count_ = sqlite3_column_count(statement());
        return;
    }
    // The connection's message is that of the failed step; reset would keep it, but take no chance.
    try {
        connection_.fail(code, sql());
    } catch (...) {
        sqlite3_reset(statement());
        throw;
    }
}

void Statement::reset() noexcept {
    if (state_ != State::Idle) {
        finish(SQLITE_DONE);
    }
    sqlite3_clear_bindings(statement());
}

std::int64_t Statement::last_inserted_key() const {
    return sqlite3_last_insert_rowid(connection_.database());
}

}  // namespace azoth::drivers::sqlite
