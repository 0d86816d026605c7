// SPDX-License-Identifier: MIT
#include "migrate/compare/part_renames.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {
namespace {

enum class PartKind : std::uint8_t { Index, Constraint };

struct PartRename {
    const TableDifference* table = nullptr;
    PartKind kind = PartKind::Index;
    std::string from{};
    std::string to{};
    std::string first{};  ///< the name that the live table has
};

Operation as_step(const PartRename& one, const std::string& to) {
    const TableName table = name_of(*one.table->wanted);
    if (one.kind == PartKind::Index) {
        return operations::RenameIndex{table, one.from, to};
    }
    auto definition = find_constraint(*one.table->live, one.first, std::nullopt);
    if (definition) {
        std::visit([&](auto& constraint) { constraint.name = one.from; }, *definition);
    }
    return operations::RenameConstraint{table, one.from, to, std::move(definition)};
}

class Ordering {
public:
    explicit Ordering(std::vector<PartRename> pending) : pending_{std::move(pending)} {}

    std::vector<Operation> run() {
        while (!pending_.empty()) {
            const auto next = std::ranges::find_if(
                pending_, [&](const PartRename& one) { return holder_of(one) == nullptr; });
            if (next == pending_.end()) {
                move_aside(*holder_of(pending_.front()));
                continue;
            }
            result_.push_back(as_step(*next, next->to));
            pending_.erase(next);
        }
        return std::move(result_);
    }

private:
    /// Whoever has the name that this one is to get; what goes has gone before.
    PartRename* holder_of(const PartRename& one) {
        const auto found = std::ranges::find_if(pending_, [&](const PartRename& other) {
            return &other != &one && other.from == one.to &&
                   other.table->wanted->schema == one.table->wanted->schema;
        });
        return found == pending_.end() ? nullptr : &*found;
    }

    void move_aside(PartRename& one) {
        std::string aside = one.from + "_old";
        const auto is_taken = [&](const PartRename& other) {
            return other.from == aside || other.to == aside;
        };
        while (std::ranges::any_of(pending_, is_taken)) {
            aside += "_old";
        }
        result_.push_back(as_step(one, aside));
        one.from = aside;
    }

    std::vector<PartRename> pending_;
    std::vector<Operation> result_{};
};

}  // namespace

std::vector<Operation> part_renames(std::span<const TableDifference> tables) {
    std::vector<PartRename> all;
    for (const TableDifference& table : tables) {
        for (const Renamed& one : table.renamed_indexes) {
            all.push_back({&table, PartKind::Index, one.from, one.to, one.from});
        }
        for (const Renamed& one : table.renamed_constraints) {
            all.push_back({&table, PartKind::Constraint, one.from, one.to, one.from});
        }
    }
    return Ordering{std::move(all)}.run();
}

}  // namespace azoth::migrate
