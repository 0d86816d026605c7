// SPDX-License-Identifier: MIT
#include "migrate/render/cpp_elements.hpp"

#include <azoth/base/text.hpp>
#include <azoth/migrate/render/cpp_body.hpp>

#include "base/escape.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {
namespace {

using text_utility::join;

std::string list(const std::vector<std::string>& parts) {
    return "{" + join(parts, ", ") + "}";
}

std::string call(std::string_view name, const std::vector<std::string>& arguments) {
    return std::string{name} + "(" + join(arguments, ", ") + ")";
}

std::string generation(const std::string& sql, schema::Generated generated) {
    std::vector<std::string> parts{cpp_literal(sql)};
    if (generated == schema::Generated::Virtual) {
        parts.emplace_back("schema::Generated::Virtual");
    }
    return call("computed", parts);
}

// Each names all members of what it writes: with a new one they do not compile, and cannot leave it
// out unseen.

std::string part(const schema::IndexElement& element) {
    const auto& [column, expression, order, nulls, collation, operator_class] = element;
    const bool is_plain = order == schema::SortOrder::Ascending &&
                          nulls == schema::NullsOrder::Default && collation.empty() &&
                          operator_class.empty();
    if (is_plain && !column.empty()) {
        return cpp_literal(column);
    }
    std::string text = column.empty() ? "index_expression(" + cpp_literal(expression) + ")"
                                      : "index_column(" + cpp_literal(column) + ")";
    if (order == schema::SortOrder::Descending) {
        text += ".descending()";
    }
    if (nulls != schema::NullsOrder::Default) {
        text += nulls == schema::NullsOrder::First ? ".nulls_first()" : ".nulls_last()";
    }
    if (!collation.empty()) {
        text += ".collate(" + cpp_literal(collation) + ")";
    }
    if (!operator_class.empty()) {
        text += ".with_operator_class(" + cpp_literal(operator_class) + ")";
    }
    return text;
}

std::string action(OnDelete value) {
    switch (value) {
        case OnDelete::NoAction:
            return "NoAction";
        case OnDelete::Restrict:
            return "Restrict";
        case OnDelete::Cascade:
            return "Cascade";
        case OnDelete::SetNull:
            return "SetNull";
        case OnDelete::SetDefault:
            return "SetDefault";
    }
    return {};
}

/// A name may be missing; what follows it is never.
std::vector<std::string> named(const std::string& name, std::vector<std::string> rest) {
    if (!name.empty()) {
        rest.insert(rest.begin(), cpp_literal(name));
    }
    return rest;
}

std::string foreign_key(const schema::ForeignKey& key) {
    std::vector<std::string> arguments =
        named(key.name,
              {cpp_names(key.columns),
               cpp_table({key.referred_table, key.referred_schema}),
               cpp_names(key.referred_columns)});
    for (std::string& option : cpp_options(key)) {
        arguments.push_back(std::move(option));
    }
    return call("foreign_key_constraint", arguments);
}

std::string unique(const schema::UniqueConstraint& one) {
    std::vector<std::string> arguments = named(one.name, {cpp_names(one.columns)});
    if (one.nulls_not_distinct) {
        arguments.emplace_back("nulls_not_distinct()");
    }
    return call("unique_constraint", arguments);
}

std::string check(const schema::CheckConstraint& one) {
    return one.name.empty()
               ? "check(" + cpp_literal(one.expression) + ")"
               : call("check_constraint", {cpp_literal(one.name), cpp_literal(one.expression)});
}

}  // namespace

/// A literal alone would end at a zero byte.
std::string cpp_literal(std::string_view text) {
    const std::string literal = escape::cpp_string(text);
    return text.find('\0') == std::string_view::npos
               ? literal
               : "std::string{" + literal + ", " + std::to_string(text.size()) + "}";
}

std::string cpp_type(const SqlType& type) {
    if (type.kind == TypeKind::Enum) {
        return call("Enum", {cpp_literal(type.name), cpp_names(type.values)});
    }
    if (type.kind == TypeKind::Native) {
        return "Native(" + cpp_literal(type.name) + ")";
    }
    if (type.kind == TypeKind::Array && !type.element.empty()) {
        // `Array(Array(…))` is a copy of the inner one.
        const SqlType& of = type.element[0];
        const std::string text = cpp_type(of);
        return call("Array", {of.kind == TypeKind::Array ? call("SqlType", {text}) : text});
    }
    return to_string(type);
}

std::string cpp_names(const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    for (const std::string& name : names) {
        parts.push_back(cpp_literal(name));
    }
    return list(parts);
}

std::string cpp_table(const TableName& table) {
    return table.schema.empty()
               ? cpp_literal(table.name)
               : call("in_schema", {cpp_literal(table.schema), cpp_literal(table.name)});
}

std::string cpp_column(const schema::Column& column, KeyColumn is_key) {
    const auto& [name,
                 type,
                 may_be_null,
                 is_flagged,  // the table's primary key says it
                 is_numbered,
                 identity,
                 server_default,
                 computed,
                 generated,
                 comment,
                 stored_as,     // no part of the schema
                 renamed_from,  // a step of its own
                 initial] = column;
    std::vector<std::string> arguments{cpp_literal(name), cpp_type(type)};
    if (is_key == KeyColumn::Yes) {
        arguments.emplace_back("primary_key");
    }
    if (is_numbered) {
        arguments.emplace_back("autoincrement");
    }
    if (!may_be_null && is_key == KeyColumn::No && identity == schema::Identity::No) {
        arguments.emplace_back("not_null");
    }
    if (server_default) {
        arguments.push_back("server_default(" + cpp_literal(*server_default) + ")");
    }
    if (computed) {
        arguments.push_back(generation(*computed, generated));
    }
    if (identity != schema::Identity::No) {
        arguments.push_back(identity == schema::Identity::Always
                                ? "identity(" + cpp_identity(identity) + ")"
                                : "identity()");
    }
    if (!comment.empty()) {
        arguments.push_back("comment(" + cpp_literal(comment) + ")");
    }
    return call("column", arguments);
}

std::string cpp_constraint(const Constraint& constraint) {
    return std::visit(Overloaded{
                          [](const schema::PrimaryKey& one) {
                              return call("primary_key_constraint",
                                          named(one.name, {cpp_names(one.columns)}));
                          },
                          [](const schema::UniqueConstraint& one) { return unique(one); },
                          [](const schema::CheckConstraint& one) { return check(one); },
                          [](const schema::ForeignKey& one) { return foreign_key(one); },
                      },
                      constraint);
}

std::vector<std::string> cpp_options(const schema::ForeignKey& key) {
    const auto& [name,
                 columns,
                 referred_schema,
                 referred_table,
                 referred_columns,
                 on_delete,
                 on_update,
                 deferrable] = key;
    std::vector<std::string> result;
    if (on_delete != OnDelete::NoAction) {
        result.push_back("OnDelete::" + action(on_delete));
    }
    if (on_update != OnUpdate::NoAction) {
        result.push_back("OnUpdate::" + action(static_cast<OnDelete>(on_update)));
    }
    if (deferrable != Deferrable::No) {
        result.emplace_back(deferrable == Deferrable::InitiallyDeferred
                                ? "Deferrable::InitiallyDeferred"
                                : "Deferrable::InitiallyImmediate");
    }
    return result;
}

std::string cpp_index_parts(const schema::Index& index) {
    std::vector<std::string> parts;
    for (const schema::IndexElement& element : index.elements) {
        parts.push_back(part(element));
    }
    return list(parts);
}

std::vector<std::string> cpp_options(const schema::Index& index) {
    const auto& [name,
                 elements,
                 is_unique,
                 where,
                 method,
                 include,
                 nulls_not_distinct,
                 is_valid] = index;  // the last is never wished for
    std::vector<std::string> result;
    if (is_unique) {
        result.emplace_back("unique");
    }
    if (!method.empty()) {
        result.push_back("using_(" + cpp_literal(method) + ")");
    }
    if (!include.empty()) {
        result.push_back("include(" + cpp_names(include) + ")");
    }
    if (nulls_not_distinct) {
        result.emplace_back("nulls_not_distinct()");
    }
    if (!where.empty()) {
        result.push_back("where(" + cpp_literal(where) + ")");
    }
    return result;
}

std::string cpp_identity(schema::Identity identity) {
    switch (identity) {
        case schema::Identity::No:
            return "schema::Identity::No";
        case schema::Identity::ByDefault:
            return "schema::Identity::ByDefault";
        case schema::Identity::Always:
            return "schema::Identity::Always";
    }
    return {};
}

std::string cpp_value(const Value& value) {
    switch (value.kind()) {
        case ValueKind::Null:
            return "nullptr";
        case ValueKind::Boolean:
            return value.as_boolean() ? "true" : "false";
        case ValueKind::Integer:
            return std::to_string(value.as_integer());
        case ValueKind::Text:
            return cpp_literal(value.as_text());
        case ValueKind::Real:
        case ValueKind::Bytes:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
        case ValueKind::Interval:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
        case ValueKind::Array:
            return cpp_literal(value.to_string());
    }
    return {};
}

std::string cpp_call(std::string_view name, const std::vector<std::string>& arguments) {
    constexpr std::size_t width = 100;
    std::string line = "    " + call(name, arguments) + ";\n";
    if (line.size() <= width + 1) {
        return line;
    }
    return "    " + std::string{name} + "(\n        " + join(arguments, ",\n        ") + ");\n";
}

}  // namespace azoth::migrate
