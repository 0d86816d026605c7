// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operation.hpp>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Live = std::span<const schema::Table>;

Applied yes_if(bool applied) {
    return applied ? Applied::Yes : Applied::No;
}

/// Old name gone and new name there; anything else but the reverse is not for a program to judge.
Applied renamed(bool has_old, bool has_new) {
    if (has_old == has_new) {
        return Applied::Unknown;
    }
    return yes_if(has_new);
}

template <class Judge>
Applied in_table(Live live, const TableName& name, Judge judge) {
    const schema::Table* table = find_table(live, name);
    return table == nullptr ? Applied::Unknown : judge(*table);
}

Applied altered(const schema::Table& table, const AlterColumn& step) {
    const schema::Column* column = table.find_column(step.column);
    if (column == nullptr) {
        return Applied::Unknown;
    }
    schema::Column wanted = *column;
    assign(wanted, step.modified);
    if (wanted == *column) {
        return Applied::Yes;
    }
    schema::Column old = *column;
    assign(old, step.existing);
    return old == *column ? Applied::No : Applied::Unknown;
}

bool has_constraint(const schema::Table& table, const Constraint& constraint) {
    if (!name_of(constraint).empty()) {
        return find_constraint(table, name_of(constraint), kind_of(constraint)).has_value();
    }
    for (const Constraint& other : constraints_of(table)) {
        if (same_content(constraint, other)) {
            return true;
        }
    }
    return false;
}

Applied dropped(const schema::Table& table, const DropConstraint& step) {
    if (step.name.empty()) {
        return step.definition ? yes_if(!has_constraint(table, *step.definition))
                               : Applied::Unknown;
    }
    return yes_if(!find_constraint(table, step.name, step.kind).has_value());
}

}  // namespace

Applied is_applied(const Operation& operation, std::span<const schema::Table> live) {
    using schema::Table;
    return std::visit(
        Overloaded{
            [&](const CreateTable& s) {
                return yes_if(find_table(live, name_of(s.table)) != nullptr);
            },
            [&](const DropTable& s) { return yes_if(find_table(live, s.table) == nullptr); },
            [&](const RenameTable& s) {
                return renamed(find_table(live, s.table) != nullptr,
                               find_table(live, {s.new_name, s.table.schema}) != nullptr);
            },
            [&](const SetTableComment& s) {
                return in_table(
                    live, s.table, [&](const Table& t) { return yes_if(t.comment == s.modified); });
            },
            [&](const AddColumn& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return yes_if(t.find_column(s.column.name) != nullptr);
                });
            },
            [&](const DropColumn& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return yes_if(t.find_column(s.column) == nullptr);
                });
            },
            [&](const RenameColumn& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return renamed(t.find_column(s.column) != nullptr,
                                   t.find_column(s.new_name) != nullptr);
                });
            },
            [&](const AlterColumn& s) {
                return in_table(live, s.table, [&](const Table& t) { return altered(t, s); });
            },
            [&](const CreateIndex& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return yes_if(find_index(t, s.index.name) != nullptr);
                });
            },
            [&](const DropIndex& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return yes_if(find_index(t, s.name) == nullptr);
                });
            },
            [&](const RenameIndex& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return renamed(find_index(t, s.name) != nullptr,
                                   find_index(t, s.new_name) != nullptr);
                });
            },
            [&](const AddConstraint& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return yes_if(has_constraint(t, s.constraint));
                });
            },
            [&](const DropConstraint& s) {
                return in_table(live, s.table, [&](const Table& t) { return dropped(t, s); });
            },
            [&](const RenameConstraint& s) {
                return in_table(live, s.table, [&](const Table& t) {
                    return renamed(find_constraint(t, s.name, std::nullopt).has_value(),
                                   find_constraint(t, s.new_name, std::nullopt).has_value());
                });
            },
            [](const CreateEnum&) { return Applied::Unknown; },
            [](const DropEnum&) { return Applied::Unknown; },
            [](const Execute&) { return Applied::Unknown; },
            [](const BulkInsert&) { return Applied::Unknown; },
            [](const Irreversible&) { return Applied::Unknown; },
            [](const Run&) { return Applied::Unknown; },
        },
        operation);
}

}  // namespace azoth::migrate
