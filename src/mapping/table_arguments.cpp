// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

namespace {

using text_utility::quoted;

class TableArguments {
public:
    TableArguments(const Declaration& declaration, Draft& draft)
        : declaration_(declaration), draft_(draft) {}

    void operator()(const ColumnDeclaration&) {}
    void operator()(const RelationshipDeclaration&) {}

    void operator()(const MemberUnique& element) {
        schema::UniqueConstraint constraint = element.constraint;
        if (name_columns("a unique constraint", element.members, constraint.columns)) {
            schema::append(draft_.table, std::move(constraint));
        }
    }
    void operator()(const MemberPrimaryKey& element) {
        schema::PrimaryKey constraint = element.constraint;
        if (name_columns("the primary key", element.members, constraint.columns)) {
            schema::append(draft_.table, std::move(constraint));
        }
    }
    void operator()(const MemberIndex& element) {
        schema::Index index = element.index;
        for (std::size_t i = 0; i < element.members.size(); ++i) {
            const Member member = element.members[i];
            if (member.entity == nullptr) {
                known_column("an index", index.elements[i].column);
            } else if (const auto* column = column_of("an index", member)) {
                index.elements[i].column = column->name;
            }
        }
        schema::append(draft_.table, std::move(index));
    }
    void operator()(const MemberForeignKeyConstraint& element) {
        OpenForeignKey open{.constraint = element.constraint, .referred = element.referred};
        if (!name_columns("a foreign key", element.members, open.constraint.columns)) {
            return;
        }
        if (element.members.size() != element.referred.size()) {
            draft_.problems.push_back(MappingError{
                "foreign-key-sizes",
                cannot_map(declaration_,
                           "a foreign key joins " + std::to_string(element.members.size()) +
                               " members with " + std::to_string(element.referred.size()) +
                               "; list as many on either side")});
            return;
        }
        open.member = open.constraint.columns.empty() ? "" : open.constraint.columns.front();
        draft_.open_keys.push_back(std::move(open));
    }

    /// A column that no member holds: the database fills it.
    void operator()(const schema::ColumnElement& element) {
        if (draft_.table.find_column(element.column.name) != nullptr) {
            draft_.problems.push_back(MappingError{
                "duplicate-column",
                cannot_map(declaration_,
                           "column " + quoted(element.column.name) +
                               " is listed beside the member of that name; write column(&T::" +
                               element.column.name + ", …)")});
            return;
        }
        schema::append(draft_.table, element);
    }
    void operator()(const schema::PrimaryKey& constraint) {
        by_name("the primary key", constraint);
    }
    void operator()(const schema::UniqueConstraint& constraint) {
        by_name("a unique constraint", constraint);
    }
    void operator()(const schema::ForeignKey& constraint) { by_name("a foreign key", constraint); }
    void operator()(const schema::Index& index) {
        for (const schema::IndexElement& element : index.elements) {
            known_column("an index", element.column);
        }
        schema::append(draft_.table, index);
    }
    template <class Argument>
    void operator()(const Argument& argument) {
        schema::append(draft_.table, argument);
    }

private:
    template <class Constraint>
    void by_name(std::string_view what, const Constraint& constraint) {
        for (const std::string& column : constraint.columns) {
            known_column(what, column);
        }
        schema::append(draft_.table, constraint);
    }

    /// An empty name is an expression's.
    void known_column(std::string_view what, const std::string& name) {
        if (name.empty() || draft_.table.find_column(name) != nullptr) {
            return;
        }
        std::vector<std::string> names;
        std::ranges::transform(
            draft_.table.columns, std::back_inserter(names), &schema::Column::name);
        draft_.problems.push_back(
            MappingError{"unknown-column",
                         cannot_map(declaration_,
                                    std::string{what} + " names column " + quoted(name) +
                                        ", which the table does not have" +
                                        text_utility::did_you_mean(name, names))});
    }

    const schema::Column* column_of(std::string_view what, Member member) {
        const MappedColumn* mapped = find_column(declaration_, draft_, member);
        if (mapped != nullptr) {
            return &draft_.table.columns[mapped->column_index];
        }
        const std::string owner{member.entity->type_name()};
        draft_.problems.push_back(MappingError{
            "not-a-column",
            cannot_map(declaration_,
                       std::string{what} + " names a member of " + owner +
                           " that is no column of this table; name members of " +
                           std::string{declaration_.mapper.type_name()} +
                           " that are columns (for an inherited one, list it with column<&" +
                           owner + "::member>())")});
        return nullptr;
    }

    bool name_columns(std::string_view what,
                      const std::vector<Member>& members,
                      std::vector<std::string>& names) {
        bool complete = true;
        for (std::size_t i = 0; i < members.size(); ++i) {
            const auto* column = column_of(what, members[i]);
            complete = complete && column != nullptr;
            names[i] = column != nullptr ? column->name : "";
        }
        return complete;
    }

    const Declaration& declaration_;
    Draft& draft_;
};

}  // namespace

void append_table_arguments(const Declaration& declaration, Draft& draft) {
    TableArguments arguments{declaration, draft};
    for (const auto& element : declaration.elements) {
        try {
            std::visit(arguments, element->content);
        } catch (const ArgumentError& error) {
            draft.problems.push_back(
                MappingError{error.code(), cannot_map(declaration, error.message())});
        }
    }
}

}  // namespace azoth::mapping
