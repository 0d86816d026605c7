// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"
#include "orm/unit_of_work/flush_error.hpp"
#include "orm/unit_of_work/row_batch.hpp"

namespace azoth::orm {

/// Positions of mapped columns.
using ColumnSet = std::vector<std::uint16_t>;

/// What becomes of an object when its row is written.
enum class WriteResult : std::uint8_t {
    AsSent,
    TakenOver,  ///< an UPDATE gave it the row of a removed object with the same key: it is new
};

/// Rows of mapped objects that are written alike.
class ObjectBatch : public RowBatch {
public:
    ObjectBatch(EntityStore& family,
                compiler::RowOperation operation,
                ColumnSet columns,
                WriteResult result = WriteResult::AsSent);

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
    [[nodiscard]] bool can_match_rows() const noexcept override { return !has_unknown_key_; }
    void written(std::size_t first, std::size_t count, ReturnedRows& returned) override;
    [[noreturn]] void fail(std::size_t row, const DatabaseError& error) const override;
    [[noreturn]] void fail_stale(std::size_t row) const override;
    /// With `Values` the columns that changed must still hold what they held when they were read.
    void guard(RowGuard guard) {
        if (guard == RowGuard::Values) {
            guards_ = columns_;
        }
    }

private:
    /// Where a column's member is, from the start of the cell.
    struct Member {
        ValueView (*view)(const void* member, Value& scratch);
        std::size_t distance;
    };

    void match_returned(std::size_t first, std::size_t count, ReturnedRows& returned) const;
    void match_by_key(std::size_t first, std::size_t count, ReturnedRows& returned) const;
    void read_back(Cell& cell, std::size_t row, const ReturnedRows& returned);
    void read_back(Cell& cell, const mapping::MappedColumn& column, const ValueView& value);
    [[nodiscard]] bool comes_back(std::size_t position) const;
    [[nodiscard]] bool is_for_new_objects() const noexcept {
        return operation_ == compiler::RowOperation::Insert || result_ == WriteResult::TakenOver;
    }
    void settle(Cell& cell);
    void inserted(Cell& cell);
    void updated(Cell& cell);
    void moved(Cell& cell);
    void plan_cells();
    void sort_cells();
    [[nodiscard]] compiler::RowShape shape() const;

    EntityStore& family_;
    compiler::RowOperation operation_;
    WriteResult result_;
    ColumnSet columns_;
    ColumnSet guards_{};
    std::vector<Member> members_{};  ///< of `columns_`
    ColumnSet returning_{};
    std::size_t read_back_ = 0;  ///< so many of `returning_` go into members; the others find them
    const mapping::MappedColumn* generated_key_ = nullptr;
    bool has_unknown_key_ = false;  ///< the database gives it, and not by counting
};

/// The object's row is gone, or another's.
void mark_deleted(Cell& cell);

/// The columns an INSERT of this object writes. Puts defaults in. Throws ArgumentError
/// (`required-member`).
void columns_to_insert(Cell& cell, UndoLevel& level, ColumnSet& set);

}  // namespace azoth::orm
