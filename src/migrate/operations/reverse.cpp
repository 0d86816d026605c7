// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operation.hpp>

#include "migrate/operations/column_property.hpp"
#include "migrate/operations/operation_traits.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Reversed = std::optional<Operation>;

/// Everything that `modified` changes must be known of before.
bool covers(const ColumnProperties& existing, const ColumnProperties& modified) {
    return all_properties([&](const auto& property) {
        return !(modified.*property.of_properties) || existing.*property.of_properties;
    });
}

/// What is changed goes back to what it was; the other old properties only accompany the step.
Reversed reverse_alteration(const AlterColumn& step) {
    if (!covers(step.existing, step.modified)) {
        return std::nullopt;
    }
    AlterColumn back{.table = step.table, .column = step.column, .existing = step.existing};
    for_each_property([&](const auto& property) {
        const auto of = property.of_properties;
        if (step.modified.*of) {
            back.existing.*of = step.modified.*of;
            back.modified.*of = step.existing.*of;
        }
    });
    for (const schema::RenamedLabel& label : step.renamed_labels) {
        back.renamed_labels.push_back({.from = label.to, .to = label.from});
    }
    return back;
}

/// What the step leaves behind.
std::optional<Constraint> renamed(const RenameConstraint& step) {
    std::optional<Constraint> result = step.definition;
    if (result) {
        std::visit([&](auto& one) { one.name = step.new_name; }, *result);
    }
    return result;
}

Reversed reverse_enum_rename(const RenameEnum& step) {
    const std::size_t dot = step.type.name.find('.');
    const std::size_t local = dot == std::string::npos ? 0 : dot + 1;
    return RenameEnum{
        {.name = step.type.name.substr(0, local) + step.new_name, .schema = step.type.schema},
        step.type.name.substr(local)};
}

template <class Undo, class Definition>
Reversed with(const std::optional<Definition>& definition, Undo undo) {
    return definition ? Reversed{undo(*definition)} : std::nullopt;
}

}  // namespace

std::optional<Operation> reverse(const Operation& operation) {
    return std::visit(
        Overloaded{
            [](const CreateTable& s) -> Reversed { return DropTable{name_of(s.table), s.table}; },
            [](const DropTable& s) -> Reversed {
                return with(s.definition, [](const schema::Table& t) { return CreateTable{t}; });
            },
            [](const RenameTable& s) -> Reversed {
                return RenameTable{{s.new_name, s.table.schema}, s.table.name};
            },
            [](const SetTableComment& s) -> Reversed {
                return SetTableComment{s.table, s.modified, s.existing};
            },
            [](const AddColumn& s) -> Reversed {
                return DropColumn{s.table, s.column.name, s.column};
            },
            [](const DropColumn& s) -> Reversed {
                return with(s.definition,
                            [&](const schema::Column& c) { return AddColumn{s.table, c}; });
            },
            [](const RenameColumn& s) -> Reversed {
                return RenameColumn{s.table, s.new_name, s.column};
            },
            [](const AlterColumn& s) -> Reversed { return reverse_alteration(s); },
            [](const CreateIndex& s) -> Reversed {
                return DropIndex{s.table, s.index.name, s.index, s.concurrently};
            },
            [](const DropIndex& s) -> Reversed {
                return with(s.definition, [&](const schema::Index& index) {
                    return CreateIndex{s.table, index, s.concurrently};
                });
            },
            [](const RenameIndex& s) -> Reversed {
                return RenameIndex{s.table, s.new_name, s.name};
            },
            [](const AddConstraint& s) -> Reversed {
                return DropConstraint{
                    s.table, name_of(s.constraint), kind_of(s.constraint), s.constraint};
            },
            [](const DropConstraint& s) -> Reversed {
                return with(s.definition,
                            [&](const Constraint& c) { return AddConstraint{s.table, c}; });
            },
            [](const RenameConstraint& s) -> Reversed {
                return RenameConstraint{s.table, s.new_name, s.name, renamed(s)};
            },
            [](const CreateEnum& s) -> Reversed { return DropEnum{s.type, s.schema}; },
            [](const DropEnum& s) -> Reversed {
                return s.type.values.empty() ? Reversed{} : CreateEnum{s.type, s.schema};
            },
            [](const RenameEnum& s) -> Reversed { return reverse_enum_rename(s); },
            [](const Opaque auto&) -> Reversed { return std::nullopt; },
        },
        operation);
}

std::vector<Operation> reverse(std::span<const Operation> operations) {
    std::vector<Operation> result;
    for (std::size_t i = operations.size(); i-- > 0;) {
        if (std::optional<Operation> back = reverse(operations[i])) {
            result.push_back(std::move(*back));
        } else {
            result.emplace_back(
                Irreversible{"nobody can tell how to take back: " + describe(operations[i])});
        }
    }
    return result;
}

}  // namespace azoth::migrate
