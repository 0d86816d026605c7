// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operation.hpp>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/operation_traits.hpp"

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

template <class Question>
Applied in_table(Live live, const TableName& name, Question question) {
    const schema::Table* table = find_table(live, name);
    return table == nullptr ? Applied::Unknown : question(*table);
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
    return resolve_constraint(table, name_of(constraint), kind_of(constraint), constraint)
        .has_value();
}

Applied dropped(const schema::Table& table, const DropConstraint& step) {
    if (step.name.empty() && !step.definition) {
        return Applied::Unknown;
    }
    return yes_if(!resolve_constraint(table, step.name, step.kind, step.definition).has_value());
}

class AppliedCheck {
public:
    explicit AppliedCheck(Live live) : live_{live} {}

    Applied operator()(const CreateTable& s) const { return yes_if(has_table(name_of(s.table))); }
    Applied operator()(const DropTable& s) const { return yes_if(!has_table(s.table)); }
    Applied operator()(const RenameTable& s) const {
        return renamed(has_table(s.table), has_table({s.new_name, s.table.schema}));
    }
    Applied operator()(const SetTableComment& s) const {
        return in_table(
            live_, s.table, [&](const auto& t) { return yes_if(t.comment == s.modified); });
    }
    Applied operator()(const AddColumn& s) const {
        return in_table(
            live_, s.table, [&](const auto& t) { return yes_if(has(t, s.column.name)); });
    }
    Applied operator()(const DropColumn& s) const {
        return in_table(live_, s.table, [&](const auto& t) { return yes_if(!has(t, s.column)); });
    }
    Applied operator()(const RenameColumn& s) const {
        return in_table(live_, s.table, [&](const auto& t) {
            return renamed(has(t, s.column), has(t, s.new_name));
        });
    }
    Applied operator()(const AlterColumn& s) const {
        return in_table(live_, s.table, [&](const auto& t) { return altered(t, s); });
    }
    Applied operator()(const CreateIndex& s) const {
        return in_table(live_, s.table, [&](const auto& t) {
            const schema::Index* index = find_index(t, s.index.name);
            return yes_if(index != nullptr && index->is_valid);
        });
    }
    Applied operator()(const DropIndex& s) const {
        return in_table(live_, s.table, [&](const auto& t) {
            return yes_if(find_index(t, s.name) == nullptr);
        });
    }
    Applied operator()(const RenameIndex& s) const {
        return in_table(live_, s.table, [&](const auto& t) {
            return renamed(find_index(t, s.name) != nullptr, find_index(t, s.new_name) != nullptr);
        });
    }
    Applied operator()(const AddConstraint& s) const {
        return in_table(
            live_, s.table, [&](const auto& t) { return yes_if(has_constraint(t, s.constraint)); });
    }
    Applied operator()(const DropConstraint& s) const {
        return in_table(live_, s.table, [&](const auto& t) { return dropped(t, s); });
    }
    Applied operator()(const RenameConstraint& s) const {
        return in_table(live_, s.table, [&](const auto& t) {
            return renamed(find_constraint(t, s.name, std::nullopt).has_value(),
                           find_constraint(t, s.new_name, std::nullopt).has_value());
        });
    }
    Applied operator()(const OfType auto&) const { return Applied::Unknown; }
    Applied operator()(const Opaque auto&) const { return Applied::Unknown; }

private:
    [[nodiscard]] bool has_table(const TableName& name) const {
        return find_table(live_, name) != nullptr;
    }
    static bool has(const schema::Table& table, const std::string& column) {
        return table.find_column(column) != nullptr;
    }

    Live live_;
};

}  // namespace

Applied is_applied(const Operation& operation, std::span<const schema::Table> live) {
    return std::visit(AppliedCheck{live}, operation);
}

}  // namespace azoth::migrate
