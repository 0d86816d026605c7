// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>
#include <azoth/migrate/render/cpp_body.hpp>
#include <azoth/schema/naming.hpp>

#include <algorithm>

#include "base/escape.hpp"
#include "migrate/operations/column_property.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/render/cpp_elements.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using Arguments = std::vector<std::string>;

Arguments with(Arguments arguments, const Arguments& further) {
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
}

/// A primary key of one column that is called as `op.create_table` would call it needs only the
/// word.
bool is_said_by_column(const schema::Table& table) {
    if (!table.primary_key || table.primary_key->columns.size() != 1) {
        return false;
    }
    schema::Table unnamed = table;
    unnamed.primary_key->name.clear();
    schema::apply_naming(unnamed, default_naming);
    return unnamed.primary_key->name == table.primary_key->name;
}

std::string render(const CreateTable& step) {
    // As in cpp_elements.cpp: no member can be forgotten. The constraints are constraints_of().
    const auto& [name,
                 schema_name,
                 columns,
                 key,
                 uniques,
                 checks,
                 foreign_keys,
                 indexes,
                 comment,
                 renamed_from,
                 options] = step.table;
    const bool key_in_column = is_said_by_column(step.table);
    Arguments arguments{cpp_table({name, schema_name})};
    for (const schema::Column& column : columns) {
        const bool is_key = key_in_column && key->columns[0] == column.name;
        arguments.push_back(cpp_column(column, is_key ? KeyColumn::Yes : KeyColumn::No));
    }
    for (const Constraint& constraint : constraints_of(step.table)) {
        const bool is_said =
            key_in_column && std::holds_alternative<schema::PrimaryKey>(constraint);
        if (!is_said) {
            arguments.push_back(cpp_constraint(constraint));
        }
    }
    for (const schema::Index& index : indexes) {
        const Arguments parts =
            with({cpp_literal(index.name), cpp_index_parts(index)}, cpp_options(index));
        arguments.push_back("index(" + text_utility::join(parts, ", ") + ")");
    }
    if (!comment.empty()) {
        arguments.push_back("comment(" + cpp_literal(comment) + ")");
    }
    for (const auto& [key_of_option, value] : options) {
        arguments.push_back("table_option(" + cpp_literal(key_of_option) + ", " +
                            cpp_literal(value) + ")");
    }
    return "    op.create_table(" + text_utility::join(arguments, ",\n        ") + ");\n";
}

std::string cpp_property(const SqlType& type) {
    return cpp_type(type);
}
std::string cpp_property(bool value) {
    return value ? "true" : "false";
}
std::string cpp_property(const std::string& text) {
    return cpp_literal(text);
}
std::string cpp_property(const std::optional<std::string>& text) {
    return text ? cpp_literal(*text) : "no_default";
}
std::string cpp_property(schema::Identity identity) {
    return cpp_identity(identity);
}

void add_properties(Arguments& members,
                    const ColumnProperties& properties,
                    const ColumnProperties& wanted,
                    const std::string& prefix) {
    for_each_property([&](const auto& property) {
        const auto& value = properties.*property.of_properties;
        if (value && wanted.*property.of_properties) {
            members.push_back("." + prefix + std::string{property.name} + " = " +
                              cpp_property(*value));
        }
    });
}

/// `{.a = 1, .b = 2}`, one member a line where they are too long for one.
std::string initializer(const Arguments& members) {
    constexpr std::size_t width = 92;
    const std::string line = "{" + text_utility::join(members, ", ") + "}";
    return line.size() <= width ? line : "{" + text_utility::join(members, ",\n         ") + "}";
}

/// `{{"old", "new"}}`
std::string cpp_labels(const std::vector<schema::RenamedLabel>& labels) {
    Arguments pairs;
    for (const schema::RenamedLabel& one : labels) {
        pairs.push_back("{" + cpp_literal(one.from) + ", " + cpp_literal(one.to) + "}");
    }
    return "{" + text_utility::join(pairs, ", ") + "}";
}

std::string render(const AlterColumn& step) {
    Arguments members;
    add_properties(members, step.modified, step.modified, "");
    if (!step.using_expression.empty()) {
        members.push_back(".using_expression = " + cpp_literal(step.using_expression));
    }
    if (!step.renamed_labels.empty()) {
        members.push_back(".renamed_labels = " + cpp_labels(step.renamed_labels));
    }
    add_properties(members, step.existing, step.modified, "existing_");
    return cpp_call("op.alter_column",
                    {cpp_table(step.table), cpp_literal(step.column), initializer(members)});
}

std::string render(const AddConstraint& step) {
    const std::string table = cpp_table(step.table);
    const std::string name = cpp_literal(name_of(step.constraint));
    if (name_of(step.constraint).empty()) {
        return cpp_call("op.create_constraint", {cpp_constraint(step.constraint), table});
    }
    return std::visit(
        Overloaded{
            [&](const schema::PrimaryKey& one) {
                return cpp_call("op.create_primary_key", {name, table, cpp_names(one.columns)});
            },
            [&](const schema::UniqueConstraint& one) {
                return one.nulls_not_distinct
                           ? cpp_call("op.create_constraint", {cpp_constraint(one), table})
                           : cpp_call("op.create_unique_constraint",
                                      {name, table, cpp_names(one.columns)});
            },
            [&](const schema::CheckConstraint& one) {
                return cpp_call("op.create_check_constraint",
                                {name, table, cpp_literal(one.expression)});
            },
            [&](const schema::ForeignKey& one) {
                return cpp_call("op.create_foreign_key",
                                with({name,
                                      table,
                                      cpp_table({one.referred_table, one.referred_schema}),
                                      cpp_names(one.columns),
                                      cpp_names(one.referred_columns)},
                                     cpp_options(one)));
            },
        },
        step.constraint);
}

/// The name alone is not enough: databases name what nobody named, each in its own way or not at
/// all.
std::string cpp_reference(const std::optional<Constraint>& definition, const std::string& name) {
    return definition ? cpp_constraint(*definition) : cpp_literal(name);
}

std::string render(const DropConstraint& step) {
    return cpp_call("op.drop_constraint",
                    {cpp_reference(step.definition, step.name), cpp_table(step.table)});
}

std::string render(const RenameConstraint& step) {
    return cpp_call("op.rename_constraint",
                    {cpp_reference(step.definition, step.name),
                     cpp_literal(step.new_name),
                     cpp_table(step.table)});
}

std::string render(const CreateIndex& step) {
    const bool is_concurrent = step.concurrently == Concurrently::Yes;
    return cpp_call(
        is_concurrent ? "op.create_index_concurrently" : "op.create_index",
        with({cpp_literal(step.index.name), cpp_table(step.table), cpp_index_parts(step.index)},
             cpp_options(step.index)));
}

std::string render(const DropIndex& step) {
    const bool is_concurrent = step.concurrently == Concurrently::Yes;
    return cpp_call(is_concurrent ? "op.drop_index_concurrently" : "op.drop_index",
                    {cpp_literal(step.name), cpp_table(step.table)});
}

std::string render(const SetTableComment& step) {
    Arguments arguments{cpp_table(step.table)};
    if (!step.modified.empty()) {
        arguments.push_back(cpp_literal(step.modified));
    }
    if (!step.existing.empty()) {
        arguments.push_back(cpp_literal(step.existing));
    }
    return cpp_call(step.modified.empty() ? "op.drop_table_comment" : "op.create_table_comment",
                    arguments);
}

std::string render(const BulkInsert& step) {
    std::vector<std::string> rows;
    for (const std::vector<Value>& row : step.rows) {
        std::vector<std::string> values;
        for (const Value& value : row) {
            values.push_back(cpp_value(value));
        }
        rows.push_back("{" + text_utility::join(values, ", ") + "}");
    }
    return cpp_call("op.bulk_insert",
                    {cpp_table(step.table),
                     cpp_names(step.columns),
                     "{" + text_utility::join(rows, ", ") + "}"});
}

std::string render(const Execute& step) {
    return step.dialect.empty()
               ? cpp_call("op.execute", {cpp_literal(step.sql)})
               : cpp_call("op.execute_on", {cpp_literal(step.dialect), cpp_literal(step.sql)});
}

/// `shop.colour`
std::string cpp_type_name(const std::string& name, const std::string& schema) {
    const bool is_whole = schema.empty() || name.find('.') != std::string::npos;
    return is_whole ? name : schema + '.' + name;
}

std::string render_one(const Operation& operation) {
    return std::visit(
        Overloaded{
            [](const CreateTable& s) { return render(s); },
            [](const DropTable& s) { return cpp_call("op.drop_table", {cpp_table(s.table)}); },
            [](const RenameTable& s) {
                return cpp_call("op.rename_table", {cpp_table(s.table), cpp_literal(s.new_name)});
            },
            [](const SetTableComment& s) { return render(s); },
            [](const AddColumn& s) {
                return cpp_call("op.add_column",
                                {cpp_table(s.table), cpp_column(s.column, KeyColumn::No)});
            },
            [](const DropColumn& s) {
                return cpp_call("op.drop_column", {cpp_table(s.table), cpp_literal(s.column)});
            },
            [](const RenameColumn& s) {
                return cpp_call(
                    "op.rename_column",
                    {cpp_table(s.table), cpp_literal(s.column), cpp_literal(s.new_name)});
            },
            [](const AlterColumn& s) { return render(s); },
            [](const CreateIndex& s) { return render(s); },
            [](const DropIndex& s) { return render(s); },
            [](const RenameIndex& s) {
                return cpp_call("op.rename_index",
                                {cpp_literal(s.name), cpp_literal(s.new_name), cpp_table(s.table)});
            },
            [](const AddConstraint& s) { return render(s); },
            [](const DropConstraint& s) { return render(s); },
            [](const RenameConstraint& s) { return render(s); },
            [](const CreateEnum& s) {
                SqlType type = s.type;
                type.name = cpp_type_name(s.type.name, s.schema);
                return cpp_call("op.create_enum", {cpp_type(type)});
            },
            [](const DropEnum& s) {
                return cpp_call("op.drop_enum",
                                {cpp_literal(cpp_type_name(s.type.name, s.schema))});
            },
            [](const RenameEnum& s) {
                return cpp_call("op.rename_enum",
                                {cpp_literal(cpp_type_name(s.type.name, s.type.schema)),
                                 cpp_literal(s.new_name)});
            },
            [](const Execute& s) { return render(s); },
            [](const BulkInsert& s) { return render(s); },
            [](const Irreversible& s) { return cpp_call("op.irreversible", {cpp_literal(s.why)}); },
            [](const Run&) { return std::string{"    // code of the revision\n"}; },
        },
        operation);
}

}  // namespace

std::string render_cpp(std::span<const Operation> operations) {
    std::string result;
    for (const Operation& operation : operations) {
        result += render_one(operation);
    }
    return result;
}

std::string render_comments(std::span<const std::string> sentences, std::string_view marker) {
    std::string result;
    for (const std::string& sentence : sentences) {
        result += std::string{marker} + " " + escape::line_comment(sentence) + "\n";
    }
    return result;
}

}  // namespace azoth::migrate
