// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"
#include "orm/unit_of_work/row_batch.hpp"

namespace azoth::orm {

/// Positions of mapped columns.
using ColumnSet = std::vector<std::uint16_t>;

/// Rows of mapped objects that are written alike.
class ObjectBatch : public RowBatch {
public:
    ObjectBatch(Family& family, compiler::RowOperation operation, ColumnSet columns);

    std::vector<Cell*> cells{};
    Cell** failed = nullptr;  ///< told which object is at fault

    void send(Connection& connection);
    [[nodiscard]] std::size_t size() const noexcept override { return cells.size(); }
    [[nodiscard]] ValueView view(std::size_t row,
                                 std::size_t parameter,
                                 Value& scratch) const override;
    [[nodiscard]] ValueKind returned_kind(std::size_t column) const noexcept override {
        return family_.columns[returning_[column]].codec->kind;
    }
    void written(std::size_t first, std::size_t count, ReturnedRows& returned) override;
    [[noreturn]] void fail(std::size_t row, const DatabaseError& error) const override;
    [[noreturn]] void fail_stale(std::size_t row) const override;
    /// The columns that changed must still hold what they held when they were read.
    void guard() { guards_ = columns_; }

private:
    void match_returned(std::size_t first, std::size_t count, ReturnedRows& returned) const;
    void match_by_key(std::size_t first, std::size_t count, ReturnedRows& returned) const;
    void read_back(Cell& cell, std::size_t row, const ReturnedRows& returned);
    void read_back(Cell& cell, const record::MappedColumn& column, const ValueView& value);
    void inserted(Cell& cell);
    void updated(Cell& cell);
    void deleted(Cell& cell);
    [[nodiscard]] compiler::RowShape shape() const;

    Family& family_;
    compiler::RowOperation operation_;
    ColumnSet columns_;
    ColumnSet guards_{};
    ColumnSet returning_{};
    std::size_t read_back_ = 0;  ///< so many of `returning_` go into members; the others find them
    const record::MappedColumn* generated_key_ = nullptr;
};

/// The columns an INSERT of this object writes. Puts defaults in. Throws ArgumentError
/// (`required-member`).
void columns_to_insert(Cell& cell, UndoLevel& level, ColumnSet& set);

}  // namespace azoth::orm
