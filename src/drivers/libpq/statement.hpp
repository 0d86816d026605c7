// SPDX-License-Identifier: MIT
#pragma once

#include "drivers/libpq/byte_order.hpp"
#include "drivers/libpq/cursor.hpp"
#include "drivers/libpq/decode.hpp"

#include <deque>

namespace azoth::drivers::libpq {

/// A statement that is prepared on the server when it is first executed, in the same round trip.
///
/// On that first time the types of its parameters are not known, so their values travel as text,
/// but for those that were declared; from then on in binary form. Results always come in binary
/// form: whole, or in batches by a cursor.
class Statement final : public drivers::Statement {
public:
    Statement(Connection& connection, std::string_view sql);
    ~Statement() override;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void declare(std::span<const TypeKind> types) override;
    void bind(int parameter, const ValueView& value) override;
    void bind_rows(const RowBlock& rows) override;
    void fetch_by(std::uint32_t rows) override { rows_per_batch_ = rows; }
    void execute() override;
    bool next() override;
    void reset() noexcept override;

    int parameter_count() const override;
    int column_count() const override;
    std::string_view column_name(int column) const override;
    ValueKind column_kind(int column) const override;
    std::int64_t affected_rows() const override { return affected_rows_; }

    bool is_null(int column) const override {
        return PQgetisnull(result_.get(), row_, column) != 0;
    }
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::span<const std::byte> bytes(int column) const override;
    bool read(int column, std::int64_t& value) const override;
    bool read(int column, double& value) const override;
    bool read(int column, std::string_view& value) const override;
    Value value(int column, ValueKind wanted) const override;

private:
    [[nodiscard]] Oid type_of(int column) const noexcept {
        return static_cast<std::size_t>(column) < column_types_.size()
                   ? column_types_[static_cast<std::size_t>(column)]
                   : Oid{0};
    }
    [[nodiscard]] const char* data(int column) const noexcept {
        return PQgetvalue(result_.get(), row_, column);
    }
    /// An empty cell may be NULL, whose bytes must not be read; none of the fixed forms is empty.
    [[nodiscard]] bool is_empty(int column) const noexcept {
        return PQgetlength(result_.get(), row_, column) == 0;
    }
    [[nodiscard]] std::string_view characters(int column) const noexcept {
        return {data(column), static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
    }

    /// Round trips for a statement that is not known to the server yet, and for one that is.
    [[nodiscard]] Outcome run_first();
    [[nodiscard]] Outcome run_again();
    [[nodiscard]] Outcome run();
    [[nodiscard]] Outcome run_by_cursor();
    [[nodiscard]] bool next_batch();
    void take(Result result);
    void learn_types(const PGresult* description);
    void describe() const;
    /// The server's copy is gone or out of date.
    [[nodiscard]] bool can_start_over(const std::vector<std::string>& deferred);
    void forget_preparation();
    void encode();
    [[nodiscard]] Oid type_of_parameter(std::size_t index) const noexcept;
    [[nodiscard]] Value checked_value(int column, ValueKind wanted) const;
    [[nodiscard]] bool is_too_late(int column) const;
    [[noreturn]] void refuse_column(int column, ValueKind wanted) const;

    Connection& connection_;
    std::shared_ptr<RetiredNames> retired_;
    std::string sql_;
    std::string name_;
    bool is_prepared_ = false;
    bool is_described_ = false;
    std::vector<ValueView> bound_;
    RowBlock rows_{};                  ///< of a batch: a column is an array
    std::vector<Oid> declared_types_;  ///< what the program knows; 0 where the server is to find it
    std::vector<Oid> parameter_types_;
    Parameters parameters_;
    Result description_;

    std::uint32_t rows_per_batch_ = 0;
    std::unique_ptr<Cursor> cursor_;  ///< where rows come in batches
    Result result_;
    int row_ = -1;
    int row_count_ = 0;
    std::int64_t affected_rows_ = 0;
    std::vector<Oid> column_types_;
    mutable std::deque<std::string>
        converted_;  ///< values of the current row that were read as text
};

}  // namespace azoth::drivers::libpq
