// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operation.hpp>

#include <utility>

#include "migrate/operations/column_property.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/operations/operation_traits.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Statements = std::vector<ddl::Statement>;

/// A step that is its own statement.
template <class Step>
concept IsStatement =
    requires(const Step& step) { ddl::Statement{std::in_place_type<Step>, step}; };

Statements create(const schema::Table& table) {
    Statements result;
    schema::Table without_indexes = table;
    without_indexes.indexes.clear();
    result.emplace_back(ddl::CreateTable{std::move(without_indexes), ddl::IfExists::No});
    for (const schema::Index& index : table.indexes) {
        result.emplace_back(ddl::CreateIndex{name_of(table), index, Concurrently::No});
    }
    return result;
}

// Any other value.
SqlType unlike(const SqlType& /*type*/) {
    return Native("?");
}
bool unlike(bool value) {
    return !value;
}
std::string unlike(const std::string& text) {
    return text.empty() ? "?" : "";
}
std::optional<std::string> unlike(const std::optional<std::string>& text) {
    return text ? std::nullopt : std::optional{"?"};
}
schema::Identity unlike(schema::Identity identity) {
    return identity == schema::Identity::No ? schema::Identity::ByDefault : schema::Identity::No;
}

/// What is changed but whose old state nobody said must still differ, or no statement would come of
/// it.
schema::Column before(const AlterColumn& step) {
    schema::Column column{.name = step.column};
    for_each_property([&](const auto& property) {
        if (const auto& after = step.modified.*property.of_properties) {
            column.*property.of_column = unlike(*after);
        }
    });
    assign(column, step.existing);
    return column;
}

/// A new type that says nothing of a collation changes none; it goes only where the step says that
/// there was one.
bool keeps_collation(const AlterColumn& step) {
    if (!step.modified.type || !step.modified.type->collation.empty()) {
        return false;
    }
    const TypeKind kind = step.modified.type->kind;
    const bool is_text = kind == TypeKind::String || kind == TypeKind::Text;
    return is_text && !(step.existing.type && !step.existing.type->collation.empty());
}

Statements alter(const AlterColumn& step, const schema::Table* live) {
    const schema::Column* known = live == nullptr ? nullptr : live->find_column(step.column);
    ddl::AlterColumn statement{.table = step.table,
                               .existing = known != nullptr ? *known : before(step),
                               .using_expression = step.using_expression,
                               .renamed_labels = step.renamed_labels,
                               .label_use = step.label_use};
    statement.modified = statement.existing;
    schema::rename_labels(statement.modified, step.renamed_labels);
    assign(statement.modified, step.modified);
    if (keeps_collation(step)) {
        statement.modified.type.collation = statement.existing.type.collation;
    }
    return {std::move(statement)};
}

Statements add(const AddConstraint& step) {
    return std::visit(Overloaded{
                          [&](const schema::PrimaryKey& c) {
                              return Statements{ddl::AddPrimaryKey{step.table, c}};
                          },
                          [&](const schema::UniqueConstraint& c) {
                              return Statements{ddl::AddUnique{step.table, c}};
                          },
                          [&](const schema::CheckConstraint& c) {
                              return Statements{ddl::AddCheck{step.table, c}};
                          },
                          [&](const schema::ForeignKey& c) {
                              return Statements{ddl::AddForeignKey{step.table, c}};
                          },
                      },
                      step.constraint);
}

/// A constraint without a name is told apart by its content.
void identify(ddl::DropConstraint& statement, const Constraint& constraint) {
    std::visit(Overloaded{
                   [](const schema::PrimaryKey&) {},
                   [&](const schema::UniqueConstraint& c) { statement.columns = c.columns; },
                   [&](const schema::CheckConstraint& c) { statement.expression = c.expression; },
                   [&](const schema::ForeignKey& c) { statement.columns = c.columns; },
               },
               constraint);
}

/// The constraint as the table has it, or as the step says that it is.
std::optional<Constraint> found_or_said(const std::optional<Constraint>& found,
                                        const std::optional<Constraint>& said) {
    return found ? found : said;
}

Statements drop(const DropConstraint& step, const schema::Table* live) {
    const auto found = live == nullptr
                           ? std::nullopt
                           : resolve_constraint(*live, step.name, step.kind, step.definition);
    const auto constraint = found_or_said(found, step.definition);
    ddl::DropConstraint statement{.table = step.table, .name = found ? name_of(*found) : step.name};
    if (step.kind) {
        statement.kind = *step.kind;
    } else if (constraint) {
        statement.kind = kind_of(*constraint);
    }
    if (constraint && statement.name.empty()) {
        identify(statement, *constraint);
    }
    return {std::move(statement)};
}

/// One without name is dropped and added again with the new one.
Statements rename(const RenameConstraint& step, const schema::Table* live) {
    const auto found =
        live == nullptr ? std::nullopt : resolve_constraint(*live, step.name, {}, step.definition);
    const std::string& name = found ? name_of(*found) : step.name;
    if (!name.empty()) {
        return {ddl::RenameConstraint{step.table, name, step.new_name}};
    }
    auto constraint = found_or_said(found, step.definition);
    if (!constraint) {
        return {};
    }
    Statements result = drop({step.table, {}, kind_of(*constraint), constraint}, live);
    std::visit([&](auto& one) { one.name = step.new_name; }, *constraint);
    for (ddl::Statement& statement : add({step.table, *constraint})) {
        result.push_back(std::move(statement));
    }
    return result;
}

/// Types that only this column used go with it.
Statements drop(const DropColumn& step, const schema::Table* live) {
    const schema::Column* known = step.definition   ? &*step.definition
                                  : live == nullptr ? nullptr
                                                    : live->find_column(step.column);
    ddl::DropColumn statement{step.table, step.column};
    if (known != nullptr) {
        statement.enum_types = ddl::enum_types_of(schema::Table{.columns = {*known}});
    }
    return {std::move(statement)};
}

}  // namespace

std::vector<ddl::Statement> to_ddl(const Operation& operation, const schema::Table* live) {
    return std::visit(
        Overloaded{
            [](const IsStatement auto& s) { return Statements{s}; },
            [](const CreateTable& s) { return create(s.table); },
            [&](const DropTable& s) {
                // Types that only this table used go with it.
                const schema::Table* known = s.definition ? &*s.definition : live;
                auto types =
                    known == nullptr ? std::vector<std::string>{} : ddl::enum_types_of(*known);
                return Statements{ddl::DropTable{s.table, ddl::IfExists::No, std::move(types)}};
            },
            [](const SetTableComment& s) {
                return Statements{ddl::SetTableComment{s.table, s.modified}};
            },
            [&](const DropColumn& s) { return drop(s, live); },
            [&](const AlterColumn& s) { return alter(s, live); },
            [](const DropIndex& s) {
                return Statements{ddl::DropIndex{s.table, s.name, s.concurrently}};
            },
            [](const AddConstraint& s) { return add(s); },
            [&](const DropConstraint& s) { return drop(s, live); },
            [&](const RenameConstraint& s) { return rename(s, live); },
            [](const CreateEnum& s) {
                return Statements{ddl::CreateEnum{s.type, s.schema, ddl::IfExists::No}};
            },
            // The last table that had the type may have taken it along.
            [](const DropEnum& s) {
                return Statements{ddl::DropEnum{{s.type.name, s.schema}, ddl::IfExists::Yes}};
            },
            [](const Opaque auto&) { return Statements{}; },
        },
        operation);
}

}  // namespace azoth::migrate
