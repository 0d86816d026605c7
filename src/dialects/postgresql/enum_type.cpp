// SPDX-License-Identifier: MIT
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/quoted_text.hpp"
#include "dialects/postgresql/types.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects::postgresql {

namespace {

std::string label_list(const std::vector<std::string>& labels) {
    std::string text;
    for (const auto& label : labels) {
        text += (text.empty() ? "" : ", ") + quoted_text(label);
    }
    return text;
}

/// `'{"a","it''s"}'::text[]`. No bracket stands before a label: readers that take brackets for
/// quotes would look for the end in it.
std::string label_array(const std::vector<std::string>& labels) {
    std::string elements;
    for (const auto& label : labels) {
        auto text = text_utility::replace_all(label, "\\", "\\\\");
        elements += (elements.empty() ? "\"" : ",\"") +
                    text_utility::replace_all(std::move(text), "\"", "\\\"") + '"';
    }
    return quoted_text('{' + elements + '}') + "::text[]";
}

std::string full_name(const SqlType& type, std::string_view schema) {
    const auto name = enum_name(type, schema);
    return dialect().table_name(name.name, name.schema);
}

}  // namespace

std::string do_block(const std::string& body) {
    std::string tag = "$$";
    while (body.find(tag) != std::string::npos) {
        tag.insert(1, "azoth");
    }
    return "DO " + tag + ' ' + body + ' ' + tag;
}

std::string labels_differ(const std::string& reference, const SqlType& type) {
    return "(SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid "
           "= to_regtype(" +
           reference + ")) IS DISTINCT FROM " + label_array(type.values);
}

std::string create_enum(const SqlType& type, std::string_view schema) {
    return "CREATE TYPE " + full_name(type, schema) + " AS ENUM (" + label_list(type.values) + ')';
}

std::string create_enum_if_missing(const SqlType& type, std::string_view schema) {
    const auto name = full_name(type, schema);
    const auto reference = quoted_text(name);
    return do_block("BEGIN IF to_regtype(" + reference + ") IS NULL THEN " +
                    create_enum(type, schema) + "; ELSIF " + labels_differ(reference, type) +
                    " THEN RAISE EXCEPTION 'type % exists with other labels', " + reference +
                    " USING ERRCODE = 'duplicate_object'; END IF; END");
}

void append_create_enum(Sql& statements, const SqlType& type, std::string_view schema) {
    if (const auto* enumeration = enum_in(type)) {
        auto statement = create_enum_if_missing(*enumeration, schema);
        if (std::ranges::find(statements, statement) == statements.end()) {
            statements.push_back(std::move(statement));
        }
    }
}

std::string drop_enum_if_unused(std::string_view name, std::string_view schema) {
    const auto type = full_name(SqlType{.kind = TypeKind::Enum, .name = std::string{name}}, schema);
    return do_block("BEGIN DROP TYPE IF EXISTS " + type +
                    "; EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END");
}

namespace {

bool only_adds_labels(const SqlType& existing, const SqlType& modified) {
    auto next = existing.values.begin();
    for (const auto& label : modified.values) {
        if (next != existing.values.end() && *next == label) {
            ++next;
        }
    }
    return next == existing.values.end();
}

/// `ALTER TYPE mood ADD VALUE 'new' AFTER 'old'`, in the order of the labels.
void append_new_labels(Sql& statements,
                       const SqlType& existing,
                       const SqlType& modified,
                       const std::string& name) {
    std::string previous;
    for (const auto& label : modified.values) {
        if (std::ranges::find(existing.values, label) == existing.values.end()) {
            auto text = "ALTER TYPE " + name + " ADD VALUE IF NOT EXISTS " + quoted_text(label);
            if (!previous.empty()) {
                text += " AFTER " + quoted_text(previous);
            } else if (!existing.values.empty()) {
                text += " BEFORE " + quoted_text(existing.values.front());
            }
            statements.push_back(std::move(text));
        }
        previous = label;
    }
}

}  // namespace

/// A label that was added cannot be used before the transaction ends, not even in a default.
bool adds_labels_in_place(const ddl::AlterColumn& statement) {
    const auto* existing = enum_in(statement.existing.type);
    const auto* modified = enum_in(statement.modified.type);
    return existing != nullptr && modified != nullptr && existing->name == modified->name &&
           statement.existing.type.kind == statement.modified.type.kind &&
           statement.existing.server_default == statement.modified.server_default &&
           statement.label_use == ddl::LabelUse::Later && only_adds_labels(*existing, *modified);
}

void append_rename_labels(Sql& statements, const ddl::AlterColumn& statement) {
    const auto* type = enum_in(statement.existing.type);
    type = type != nullptr ? type : enum_in(statement.modified.type);
    if (type == nullptr) {
        return;
    }
    const auto name = full_name(*type, statement.table.schema);
    const auto reference = quoted_text(name);
    for (const auto& label : statement.renamed_labels) {
        statements.push_back(
            do_block("BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = to_regtype(" +
                     reference + ") AND enumlabel = " + quoted_text(label.from) +
                     ") THEN ALTER TYPE " + name + " RENAME VALUE " + quoted_text(label.from) +
                     " TO " + quoted_text(label.to) + "; END IF; END"));
    }
}

void append_change_enum(Sql& statements, const ddl::AlterColumn& statement) {
    const auto& existing = *enum_in(statement.existing.type);
    const auto& modified = *enum_in(statement.modified.type);
    if (adds_labels_in_place(statement)) {
        append_new_labels(
            statements, existing, modified, full_name(modified, statement.table.schema));
    } else {
        statements.push_back(remake_enum(statement));
    }
}

}  // namespace azoth::dialects::postgresql
