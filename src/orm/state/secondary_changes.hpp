// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>

#include <azoth/orm/state/cell.hpp>

#include <span>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace azoth::orm {

/// A link through a secondary table that was made or cut and not flushed.
struct SecondaryChange {
    enum class Kind : std::uint8_t { Add, Remove };
    const mapping::Relationship* relationship;  ///< the side that speaks for both
    Cell* local;
    Cell* remote;
    Kind kind;
};

/// Those of a store, one for each pair of objects: a link that is made and cut again is none.
class SecondaryChanges {
public:
    void add(const SecondaryChange& change);
    /// Takes those out that an object is one end of.
    std::vector<SecondaryChange> remove_all_of(const Cell& end);
    void clear() noexcept;
    [[nodiscard]] bool empty() const noexcept { return changes_.empty(); }
    [[nodiscard]] std::span<const SecondaryChange> all() const noexcept { return changes_; }

private:
    using Pair = std::tuple<const mapping::Relationship*, const Cell*, const Cell*>;
    struct Hash {
        [[nodiscard]] std::size_t operator()(const Pair& pair) const noexcept;
    };
    [[nodiscard]] static Pair pair_of(const SecondaryChange& change) noexcept {
        return {change.relationship, change.local, change.remote};
    }

    std::vector<SecondaryChange> changes_{};
    std::unordered_map<Pair, std::size_t, Hash> places_{};
};

}  // namespace azoth::orm
