// SPDX-License-Identifier: MIT
#include "migrate/runtime/batches.hpp"

#include <algorithm>

#include "migrate/operations/operation_traits.hpp"
#include "migrate/runtime/early_references.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

bool rebuilds(const Operation& step, const dialects::Dialect& dialect) {
    return !traits_of(step).is_whole_table &&
           std::ranges::any_of(to_ddl(step), [&](const ddl::Statement& statement) {
               return dialect.needs_rebuild(statement);
           });
}

/// Index names belong to the schema: an index that comes forward must not meet one that is still to
/// go.
std::string taken_index_name(const Operation& step) {
    if (const auto* create = std::get_if<CreateIndex>(&step)) {
        return create->index.name;
    }
    const auto* rename = std::get_if<RenameIndex>(&step);
    return rename == nullptr ? std::string{} : rename->new_name;
}

std::string freed_index_name(const Operation& step) {
    if (const auto* drop = std::get_if<DropIndex>(&step)) {
        return drop->name;
    }
    const auto* rename = std::get_if<RenameIndex>(&step);
    return rename == nullptr ? std::string{} : rename->name;
}

class Planner {
public:
    Planner(std::span<const Operation> steps, const dialects::Dialect& dialect)
        : steps_{steps}, dialect_{dialect}, used_(steps.size(), false) {}

    std::vector<Batch> run() {
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            if (used_[i]) {
                continue;
            }
            if (rebuilds(steps_[i], dialect_)) {
                result_.push_back(rebuild_from(i));
            } else {
                result_.push_back({.steps = {steps_[i]}});
            }
        }
        return std::move(result_);
    }

private:
    /// All further steps on the table up to the last that needs the rebuild too.
    Batch rebuild_from(std::size_t first) {
        const TableName table = *table_of(steps_[first]);
        std::vector<std::size_t> members{first};
        std::size_t needed = 1;
        std::vector<std::string> freed_later;
        for (std::size_t i = first + 1; i < steps_.size(); ++i) {
            const TableName* other = table_of(steps_[i]);
            const bool is_own = other != nullptr && *other == table;
            if (used_[i]) {
                continue;
            }
            if (stops(steps_[i], is_own, freed_later)) {
                break;
            }
            if (!is_own) {
                freed_later.push_back(freed_index_name(steps_[i]));
                continue;
            }
            members.push_back(i);
            needed = rebuilds(steps_[i], dialect_) ? members.size() : needed;
        }
        members.resize(needed);
        Batch batch{.is_rebuild = true};
        for (const std::size_t member : members) {
            used_[member] = true;
            batch.steps.push_back(steps_[member]);
        }
        return batch;
    }

    static bool stops(const Operation& step,
                      bool is_own,
                      const std::vector<std::string>& freed_later) {
        const bool own_rename = is_own && std::holds_alternative<RenameColumn>(step);
        if (traits_of(step).is_barrier && !own_rename) {
            return true;
        }
        const std::string name = taken_index_name(step);
        return is_own && !name.empty() && std::ranges::find(freed_later, name) != freed_later.end();
    }

    std::span<const Operation> steps_;
    const dialects::Dialect& dialect_;
    std::vector<bool> used_;
    std::vector<Batch> result_{};
};

}  // namespace

std::vector<Batch> plan_batches(std::span<const Operation> operations,
                                const dialects::Dialect& dialect) {
    const std::vector<Operation> steps = with_early_references(operations, dialect);
    return Planner{steps, dialect}.run();
}

bool needs_rebuild_protocol(std::span<const Operation> operations,
                            const dialects::Dialect& dialect) {
    if (dialect.rebuild_protocol().before_transaction.empty()) {
        return false;
    }
    return std::ranges::any_of(with_early_references(operations, dialect), [&](const auto& step) {
        const auto* text = std::get_if<Execute>(&step);
        const bool is_marked =
            text != nullptr && text->sql.find(rebuild_marker) != std::string::npos;
        return is_marked || std::holds_alternative<DropTable>(step) || rebuilds(step, dialect);
    });
}

}  // namespace azoth::migrate
