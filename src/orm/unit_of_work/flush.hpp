// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"
#include "orm/unit_of_work/candidates.hpp"
#include "orm/unit_of_work/dependency.hpp"
#include "orm/unit_of_work/unique_values.hpp"

#include <azoth/engine/connection.hpp>

#include <functional>

namespace azoth::orm {

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
    void insert_group(EntityStore& family, std::span<Cell* const> cells);
    [[nodiscard]] bool take_over_row(Cell& cell, ColumnSet& columns);
    void send_new(std::vector<ObjectBatch>& batches);
    void delete_links(EntityStore& family, std::span<Cell* const> cells);
    void sync_new(Cell& cell);
    void update_changed();
    void update_changed(EntityStore& family);
    void refuse_emptied(Cell& cell, const ColumnSet& changed);
    using Wanted = std::function<bool(const Cell& cell, const ColumnSet& changed)>;
    void send_changed(EntityStore& family, const Wanted& is_wanted);
    [[nodiscard]] RowGuard guard_of(const Cell& cell) const noexcept;
    void send_updates(std::vector<ObjectBatch>& batches);
    void send_updates(std::span<Cell* const> changed);
    void send_in_rounds(UniqueRounds rounds);
    void send_exchange(std::span<Cell* const> waiting);
    void park(Cell& cell, std::uint16_t position);
    void free_unique_values(EntityStore& family);
    void make_room();
    void append_in_the_way(EntityStore& family,
                           std::span<Cell* const> removed,
                           std::vector<Cell*>& found);
    void sync_known_parents(EntityStore& family);
    void lead_away_from(std::span<Cell* const> removed);
    void write_secondary();
    [[nodiscard]] std::vector<Cell*> removed_rows() const;
    void delete_rows(std::vector<Cell*> removed);
    void follow_database(std::vector<Cell*> gone);
    void cut_keys(std::span<const CutKey> cut);
    void settle();
    void sync_changed(Cell& child);
    void show_in_links(std::span<Cell* const> inserted);

    Store& store_;
    Connection& connection_;
    Comparison comparison_;
    Cell* failed_ = nullptr;
    std::vector<Cell*> postponed_{};
    std::vector<const EntityStore*> freed_{};  ///< whose unique values are free for new rows
};

}  // namespace azoth::orm
