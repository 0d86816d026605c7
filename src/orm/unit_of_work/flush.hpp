// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"
#include "orm/unit_of_work/dependency.hpp"

#include <azoth/engine/connection.hpp>

namespace azoth::orm {

/// Which touched objects a flush compares with their image.
enum class Comparison : std::uint8_t {
    Hot,     ///< those handed out since they were last compared
    Recent,  ///< those, and a few that were handed out before
    All,
};

/// Writes what is pending, changed and removed, in dependency order: inserts, updates, rows of
/// secondary tables, deletes. Members and states change as the server confirms. When it throws,
/// `failed` is the object at fault, if one is.
class Flush {
public:
    Flush(Store& store, Connection& connection, Comparison comparison) noexcept
        : store_(store), connection_(connection), comparison_(comparison) {}
    void run();
    [[nodiscard]] Cell* failed() const noexcept { return failed_; }

private:
    void insert_pending();
    void insert_group(Family& family, std::span<Cell* const> cells);
    [[nodiscard]] bool take_over_row(Cell& cell, ColumnSet& columns);
    void send_new(std::vector<ObjectBatch>& batches);
    void delete_links(Family& family, std::span<Cell* const> cells);
    void sync_new(Cell& cell);
    void update_changed();
    void update_changed(Family& family);
    template <class Wanted>
    void send_changed(Family& family, Wanted&& is_wanted);
    void free_unique_values(Family& family);
    void write_secondary();
    void delete_removed();
    void cut_keys(std::span<const CutKey> cut);
    void settle();
    void sync_changed(Cell& child);
    void show_in_links(std::span<Cell* const> inserted);

    Store& store_;
    Connection& connection_;
    Comparison comparison_;
    Cell* failed_ = nullptr;
    std::vector<Cell*> postponed_{};
    std::vector<const Family*> freed_{};  ///< whose unique values are free for new rows
};

/// The touched objects of a family that a comparison of this extent looks at. Those that have not
/// changed grow cold.
[[nodiscard]] std::vector<Cell*> changed_objects(Family& family, Comparison comparison);
/// Whether there is one: stops at the first. Objects grow cold when there is none.
[[nodiscard]] bool has_changed_objects(Family& family, Comparison comparison);

}  // namespace azoth::orm
