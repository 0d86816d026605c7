// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/text_form.hpp>

#include "drivers/sqlite3/connection.hpp"
#include "drivers/sqlite3/row_table.hpp"

#include <deque>
#include <vector>

namespace azoth::drivers::sqlite {

/// A statement of the SQLite library.
///
/// SQLite has four kinds of values; the others are stored as SQLAlchemy stores them: Boolean as 0
/// and 1, dates and times as ISO text (DateTimeTz as UTC without zone; in the default StoredForm a
/// fraction of zero is left out), Uuid as 32 hexadecimal digits, Json as text. Decimal is text and
/// Interval an ISO 8601 duration. A column with NUMERIC affinity turns decimals into binary
/// numbers, which keep 15 digits; declare columns that need more with TEXT affinity. Arrays,
/// not-a-number, and dates outside of the years 1 to 9999 are refused.
class Statement final : public drivers::Statement {
public:
    Statement(Connection& connection, Prepared prepared);
    ~Statement() override;

    void bind(int parameter, const ValueView& value) override;
    void bind_rows(const RowBlock& rows) override;
    void execute() override;
    bool next() override;
    void reset() noexcept override;

    int parameter_count() const override;
    int column_count() const override { return column_count_; }
    std::string_view column_name(int column) const override;
    ValueKind column_kind(int column) const override;
    std::int64_t affected_rows() const override { return affected_rows_; }
    KeyRange inserted_keys() const override;
    bool is_schema_checked() const override { return checked_compilation_ == compilation(); }
    void mark_schema_checked() override { checked_compilation_ = compilation(); }

    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::span<const std::byte> bytes(int column) const override;
    bool read(int column, std::int64_t& value) const override;
    bool read(int column, double& value) const override;
    bool read(int column, std::string_view& value) const override;
    Value value(int column, ValueKind wanted) const override;

private:
    enum class State : std::uint8_t { Idle, FirstRow, Row };

    /// The column of the current row. "Unprotected" only means that no other thread may use the
    /// connection.
    [[nodiscard]] sqlite3_value* cell(int column) const noexcept {
        return sqlite3_column_value(statement(), column);
    }
    [[nodiscard]] sqlite3_stmt* statement() const noexcept { return prepared_.get(); }
    [[nodiscard]] std::string_view sql() const noexcept { return sqlite3_sql(statement()); }

    /// The library compiles a statement anew when the schema has changed.
    [[nodiscard]] int compilation() const noexcept {
        return sqlite3_stmt_status(statement(), SQLITE_STMTSTATUS_REPREPARE, 0);
    }

    struct ParameterTarget;
    /// Keeps a bound text alive that was made here; valid until the parameter is bound again.
    text_form::Short& kept(int parameter);
    void finish(int code);
    void require_values() const;

    // Conversions of what is not stored in the wanted form (statement_read.cpp).
    [[nodiscard]] std::int64_t converted_integer(int column) const;
    [[nodiscard]] double converted_real(int column) const;
    [[nodiscard]] std::string_view converted_text(int column) const;
    [[nodiscard]] Value natural_value(int column) const;
    [[nodiscard]] Value boolean_value(int column) const;
    [[nodiscard]] Value temporal_value(int column, ValueKind kind) const;
    [[nodiscard]] Value interval_value(int column) const;
    [[nodiscard]] Value decimal_value(int column) const;
    [[nodiscard]] Value uuid_value(int column) const;
    [[noreturn]] void refuse_column(int column, ValueKind wanted) const;

    Connection& connection_;
    Prepared prepared_;
    std::uint64_t forks_ = fork_count();
    int column_count_;
    int parameter_count_;
    int bound_count_ = 0;  ///< parameters that have had a value
    State state_ = State::Idle;
    std::int64_t affected_rows_ = 0;
    std::int64_t total_changes_before_ = 0;
    std::int64_t all_changes_ = 0;  ///< of the last execute, by triggers too
    int checked_compilation_ = -1;
    ShownRows rows_{};
    std::vector<text_form::Short> kept_texts_;
    mutable std::deque<std::string>
        converted_;  ///< numbers of the current row that were read as text
};

}  // namespace azoth::drivers::sqlite
