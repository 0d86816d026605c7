// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/unique_values.hpp"

#include "orm/state/view_row.hpp"

#include <azoth/tree/node.hpp>

#include <algorithm>
#include <unordered_set>

namespace azoth::orm {

using mapping::MappedColumn;

namespace {

/// Nothing where one of the names is no member.
template <class Names>
std::optional<ColumnSet> positions_of(const EntityStore& family, const Names& names) {
    ColumnSet columns;
    for (const std::string& name : names) {
        const auto found = std::ranges::find_if(family.columns, [&](const MappedColumn& column) {
            return column.column->name == name;
        });
        if (found == family.columns.end()) {
            return std::nullopt;
        }
        columns.push_back(static_cast<std::uint16_t>(found - family.columns.begin()));
    }
    return columns.empty() ? std::nullopt : std::optional{columns};
}

std::vector<std::string> column_names(const schema::Index& index) {
    std::vector<std::string> names;
    for (const schema::IndexElement& element : index.elements) {
        names.push_back(element.column);  // an expression's is empty, and no member's
    }
    return names;
}

bool is_given(const EntityStore& family) {
    return std::ranges::none_of(family.key, &MappedColumn::generated_key);
}

/// Nothing where a value is NULL: NULLs are not alike.
template <class ValueOf>
std::optional<std::uint64_t> hash_of_values(const Cell& cell,
                                            const ColumnSet& columns,
                                            ValueOf&& value_of) {
    std::uint64_t hash = 0;
    for (const std::uint16_t position : columns) {
        const MappedColumn& column = cell.family->columns[position];
        Value scratch;
        const ValueView view = column.codec->view(value_of(cell, column), scratch);
        if (view.is_null()) {
            return std::nullopt;
        }
        hash = tree::mixed(hash, hash_of(view));
    }
    return hash;
}

bool holds(const Cell& holder, const Cell& taker, const ColumnSet& columns) {
    return std::ranges::all_of(columns, [&](std::uint16_t position) {
        const MappedColumn& column = holder.family->columns[position];
        Value held;
        Value wanted;
        return is_same(column.codec->view(known_value(holder, column), held),
                       column.codec->view(member_of(taker, column), wanted));
    });
}

}  // namespace

std::vector<UniqueKey> unique_keys(const EntityStore& family) {
    std::vector<UniqueKey> keys;
    const auto add = [&](std::optional<ColumnSet> columns) {
        if (columns) {
            keys.push_back({*std::move(columns)});
        }
    };
    const schema::Table& table = family.mapper.table();
    for (const schema::UniqueConstraint& unique : table.uniques) {
        add(positions_of(family, unique.columns));
    }
    for (const schema::Index& index : table.indexes) {
        if (index.unique) {
            add(positions_of(family, column_names(index)));
        }
    }
    if (is_given(family)) {
        UniqueKey& key = keys.emplace_back(UniqueKey{.is_primary = true});
        for (const std::size_t position : family.mapper.primary_key()) {
            key.columns.push_back(static_cast<std::uint16_t>(position));
        }
    }
    return keys;
}

void UniqueValues::add_row(Cell& cell) {
    for (std::size_t key = 0; key < keys_.size(); ++key) {
        if (const auto hash = hash_of_values(cell, keys_[key].columns, known_value)) {
            rows_.emplace(*hash, std::pair{key, &cell});
        }
    }
}

Cell* UniqueValues::holder(const Cell& taker, std::size_t key) const {
    const ColumnSet& columns = keys_[key].columns;
    const auto hash = hash_of_values(taker, columns, member_of);
    if (!hash) {
        return nullptr;
    }
    const auto [first, last] = rows_.equal_range(*hash);
    for (auto entry = first; entry != last; ++entry) {
        Cell* cell = entry->second.second;
        if (entry->second.first == key && cell != &taker && holds(*cell, taker, columns)) {
            return cell;
        }
    }
    return nullptr;
}

UniqueRounds::UniqueRounds(std::span<const UniqueKey> keys, std::span<Cell* const> changed)
    : keys_(keys), open_(changed.begin(), changed.end()) {
    if (changed.size() < 2) {
        return;
    }
    UniqueValues values{keys};
    for (Cell* cell : changed) {
        values.add_row(*cell);
    }
    for (Cell* cell : changed) {
        for (std::size_t key = 0; key < keys.size(); ++key) {
            if (Cell* holder = values.holder(*cell, key)) {
                waits_[cell].push_back({holder, key});
            }
        }
    }
}

bool UniqueRounds::is_free(Cell* cell) const {
    const auto waits = waits_.find(cell);
    return waits == waits_.end() || waits->second.empty();
}

std::vector<Cell*> UniqueRounds::next() {
    std::vector<Cell*> round;
    std::vector<Cell*> rest;
    for (Cell* cell : open_) {
        (is_free(cell) ? round : rest).push_back(cell);
    }
    open_ = std::move(rest);
    if (!open_.empty()) {
        const std::unordered_set<const Cell*> done{round.begin(), round.end()};
        for (auto& [cell, waits] : waits_) {
            std::erase_if(waits, [&](const Wait& wait) { return done.contains(wait.holder); });
        }
    }
    return round;
}

std::vector<Cell*> UniqueRounds::waiting() const {
    return open_;
}

std::optional<UniqueRounds::Parking> UniqueRounds::parking() const {
    for (Cell* cell : open_) {
        for (const Wait& wait : waits_.at(cell)) {
            for (const std::uint16_t position : keys_[wait.key].columns) {
                const MappedColumn& column = wait.holder->family->columns[position];
                if (column.codec->nullable && column.column->nullable && !column.primary_key) {
                    return Parking{wait.holder, position};
                }
            }
        }
    }
    return std::nullopt;
}

void UniqueRounds::parked(const Parking& parking) {
    const auto frees = [&](const Wait& wait) {
        return wait.holder == parking.cell &&
               std::ranges::find(keys_[wait.key].columns, parking.column) !=
                   keys_[wait.key].columns.end();
    };
    for (auto& [cell, waits] : waits_) {
        std::erase_if(waits, frees);
    }
}

}  // namespace azoth::orm
