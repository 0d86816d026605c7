// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/statement.hpp"

#include <azoth/base/error.hpp>

#include "drivers/sqlite3/store_value.hpp"
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
      column_count_(sqlite3_column_count(prepared_.get())),
      parameter_count_(sqlite3_bind_parameter_count(prepared_.get())) {}

// It may outlive its connection, so it counts for itself.
Statement::~Statement() {
    if (forks_ != fork_count()) {
        static_cast<void>(prepared_.release());
    }
}

int Statement::parameter_count() const {
    return parameter_count_;
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

/// A parameter of a statement.
struct Statement::ParameterTarget {
    Statement& statement;
    int parameter;

    [[nodiscard]] sqlite3_stmt* handle() const { return statement.statement(); }
    int null() const { return sqlite3_bind_null(handle(), parameter + 1); }
    int integer(std::int64_t value) const {
        return sqlite3_bind_int64(handle(), parameter + 1, value);
    }
    int real(double value) const { return sqlite3_bind_double(handle(), parameter + 1, value); }
    int text(const char* data, std::size_t size) const {
        return sqlite3_bind_text64(handle(), parameter + 1, data, size, SQLITE_STATIC, SQLITE_UTF8);
    }
    int blob(const char* data, std::size_t size) const {
        return sqlite3_bind_blob64(handle(), parameter + 1, data, size, SQLITE_STATIC);
    }
    int short_text(const text_form::Short& text) const {
        text_form::Short& own = statement.kept(parameter);
        own = text;
        return this->text(own.characters.data(), own.size);
    }
    [[nodiscard]] StoredForm stored_form() const { return statement.connection_.stored_form(); }
    [[noreturn]] void refuse(std::string_view why) const {
        refuse_value(statement.sql(), parameter, why);
    }
};

void Statement::bind(int parameter, const ValueView& value) {
    if (state_ != State::Idle) [[unlikely]] {
        finish(SQLITE_DONE);
    }
    const int code = store_value(ParameterTarget{*this, parameter}, value);
    if (code == SQLITE_RANGE) {
        throw ArgumentError{"parameter-index",
                            "cannot bind parameter " + std::to_string(parameter + 1) + " of " +
                                excerpt(sql()) + ": it has " + std::to_string(parameter_count()) +
                                "; bind only those"};
    }
    if (code != SQLITE_OK) {
        connection_.fail(code, sql());
    }
    bound_count_ = std::max(bound_count_, parameter + 1);
}

void Statement::bind_rows(const RowBlock& rows) {
    if (state_ != State::Idle) [[unlikely]] {
        finish(SQLITE_DONE);
    }
    rows_.block = rows;
    rows_.stored_form = connection_.stored_form();
    const int code = bind_row_table(statement(), 1, rows_);
    if (code != SQLITE_OK) {
        connection_.fail(code, sql());
    }
    bound_count_ = std::max(bound_count_, 1);
}

// SQLite would take NULL for a parameter that has never had a value.
void Statement::require_values() const {
    if (bound_count_ < parameter_count_) [[unlikely]] {
        throw ArgumentError{"missing-parameter",
                            "cannot execute " + excerpt(sql()) + ": parameter " +
                                std::to_string(bound_count_ + 1) + " of " +
                                std::to_string(parameter_count_) +
                                " has no value; give it one (in text statements parameters are "
                                "written :name)"};
    }
}

void Statement::execute() {
    connection_.require_own(sql());
    if (state_ != State::Idle) {
        finish(SQLITE_DONE);
    }
    require_values();
    connection_.start_watch();
    affected_rows_ = 0;
    total_changes_before_ = total_changes(connection_.database());
    int code = connection_.step(statement());
    if (code == SQLITE_ROW) {
        // Data-changing statements have done all their work before the first row of RETURNING.
        column_count_ = sqlite3_column_count(statement());
        state_ = State::FirstRow;
        connection_.counters().most_rows = 1;
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
    all_changes_ = total_changes(database) - total_changes_before_;
    affected_rows_ =
        all_changes_ != 0 && sqlite3_stmt_readonly(statement()) == 0 ? changes(database) : 0;
    state_ = State::Idle;
    converted_.clear();
    if (code == SQLITE_DONE) [[likely]] {
        sqlite3_reset(statement());
        column_count_ = sqlite3_column_count(statement());
        return;
    }
    // The connection's message is that of the failed step; reset would keep it, but take no chance.
    try {
        if (rows_.failure) {
            std::rethrow_exception(std::exchange(rows_.failure, nullptr));
        }
        connection_.fail(code, sql());
    } catch (...) {
        sqlite3_reset(statement());
        throw;
    }
}

void Statement::reset() noexcept {
    if (connection_.is_inherited()) {
        return;
    }
    if (state_ != State::Idle) {
        finish(SQLITE_DONE);
    }
    sqlite3_clear_bindings(statement());
}

// Without triggers, keys follow one another; with them, only that of a single row is sure.
KeyRange Statement::inserted_keys() const {
    const std::int64_t last = sqlite3_last_insert_rowid(connection_.database());
    const bool is_sure = affected_rows_ == 1 || affected_rows_ == all_changes_;
    return is_sure && affected_rows_ > 0 ? KeyRange{last - affected_rows_ + 1, affected_rows_}
                                         : KeyRange{};
}

}  // namespace azoth::drivers::sqlite
