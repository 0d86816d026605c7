// SPDX-License-Identifier: MIT
#include "migrate/runtime/early_references.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "migrate/operations/operation_traits.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Name = std::pair<std::string, std::string>;

Name key_of(const TableName& table) {
    return {table.schema, table.name};
}

const schema::ForeignKey* added_reference(const Operation& step) {
    const auto* add = std::get_if<AddConstraint>(&step);
    return add == nullptr ? nullptr : std::get_if<schema::ForeignKey>(&add->constraint);
}

bool drops_reference(const Operation& step) {
    const auto* drop = std::get_if<DropConstraint>(&step);
    return drop != nullptr && drop->kind == ddl::ConstraintKind::ForeignKey;
}

bool is_opaque(const Operation& step) {
    return traits_of(step).subject == Subject::Unknown;
}

/// Keys of tables that these steps create go into the CREATE TABLE.
std::vector<Operation> with_added(std::span<const Operation> steps) {
    std::vector<Operation> result;
    std::map<Name, std::size_t> created;
    for (const Operation& step : steps) {
        const TableName* table = table_of(step);
        const auto found = table == nullptr ? created.end() : created.find(key_of(*table));
        const schema::ForeignKey* reference = added_reference(step);
        if (found != created.end() && reference != nullptr) {
            std::get<CreateTable>(result[found->second]).table.foreign_keys.push_back(*reference);
            continue;
        }
        if (const auto* create = std::get_if<CreateTable>(&step)) {
            created[key_of(name_of(create->table))] = result.size();
        } else if (is_opaque(step)) {
            created.clear();
        } else if (found != created.end() && !std::holds_alternative<CreateIndex>(step)) {
            created.erase(found);
        }
        result.push_back(step);
    }
    return result;
}

/// Keys of tables that these steps drop go with them.
std::vector<Operation> without_dropped(std::vector<Operation> steps) {
    std::set<Name> dropped;
    std::vector<Operation> backwards;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const TableName* table = table_of(*step);
        const bool goes = table != nullptr && dropped.contains(key_of(*table));
        if (goes && drops_reference(*step)) {
            continue;
        }
        if (std::holds_alternative<DropTable>(*step)) {
            dropped.insert(key_of(*table));
        } else if (is_opaque(*step)) {
            dropped.clear();
        } else if (goes) {
            dropped.erase(key_of(*table));
        }
        backwards.push_back(std::move(*step));
    }
    std::ranges::reverse(backwards);
    return backwards;
}

}  // namespace

std::vector<Operation> with_early_references(std::span<const Operation> steps,
                                             const dialects::Dialect& dialect) {
    if (!dialect.capabilities().references_before_tables) {
        return {steps.begin(), steps.end()};
    }
    return without_dropped(with_added(steps));
}

}  // namespace azoth::migrate
