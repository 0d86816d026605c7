// SPDX-License-Identifier: MIT
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/quoted_text.hpp"
#include "dialects/postgresql/types.hpp"

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

std::string full_name(const SqlType& type, std::string_view schema) {
    const auto name = enum_name(type, schema);
    return dialect().table_name(name.name, name.schema);
}

/// A block's text in dollar quotes; a longer tag where the text contains the short one.
std::string do_block(const std::string& body) {
    std::string tag = "$$";
    while (body.find(tag) != std::string::npos) {
        tag.insert(1, "azoth");
    }
    return "DO " + tag + ' ' + body + ' ' + tag;
}

/// A condition: the type that a text literal names has other labels than these.
std::string labels_differ(const std::string& reference, const SqlType& type) {
    return "(SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid "
           "= to_regtype(" +
           reference + ")) IS DISTINCT FROM ARRAY[" + label_list(type.values) + "]::text[]";
}

}  // namespace

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
           only_adds_labels(*existing, *modified);
}

namespace {

/// How old labels become new ones in the column that is changed; other columns of the type go
/// through their texts.
std::string conversion(const ddl::AlterColumn& statement) {
    const auto table = dialect().table_name(statement.table.name, statement.table.schema);
    std::string by_text =
        "format('%I::text' || CASE WHEN c.is_array THEN '[]' ELSE '' END || '::%s', c.name, "
        "c.type)";
    if (statement.using_expression.empty()) {
        return by_text;
    }
    return "CASE WHEN c.relation = " + quoted_text(table) +
           "::regclass AND c.name = " + quoted_text(statement.existing.name) + " THEN " +
           quoted_text(statement.using_expression) + " ELSE " + by_text + " END";
}

/// Makes the type anew and moves every column that has it, unless it has the labels already:
/// several columns may share a type, and each asks for the change.
std::string replace_type(const ddl::AlterColumn& statement, const SqlType& modified) {
    const auto parts = enum_name(modified, statement.table.schema);
    const auto name = dialect().table_name(parts.name, parts.schema);
    const auto former = dialect().constraint_name(parts.name + "__former");
    const auto full_former =
        parts.schema.empty() ? former : dialect().identifier(parts.schema) + '.' + former;
    const auto new_type = quoted_text(name);
    const auto old_type = quoted_text(full_former);
    return "DO $azoth$ DECLARE c record; BEGIN IF " + labels_differ(new_type, modified) +
           " THEN ALTER TYPE " + name + " RENAME TO " + former + "; " +
           create_enum(modified, statement.table.schema) +
           "; FOR c IN SELECT a.attrelid::regclass AS relation, a.attname AS name, a.atttypid <> " +
           old_type + "::regtype AS is_array, " + new_type + " || CASE WHEN a.atttypid <> " +
           old_type +
           "::regtype THEN '[]' ELSE '' END AS type, replace(pg_get_expr(d.adbin, d.adrelid), " +
           quoted_text(former) + ", " + quoted_text(dialect().identifier(parts.name)) +
           ") AS initial FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid AND r.relkind "
           "IN ('r', 'p') LEFT "
           "JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE NOT "
           "a.attisdropped AND a.atttypid "
           "IN (" +
           old_type + "::regtype, (" + old_type +
           " || '[]')::regtype) LOOP IF c.initial IS NOT NULL THEN EXECUTE format('ALTER TABLE %s "
           "ALTER COLUMN %I "
           "DROP DEFAULT', c.relation, c.name); END IF; EXECUTE format('ALTER TABLE %s ALTER "
           "COLUMN %I TYPE %s USING "
           "%s', c.relation, c.name, c.type, " +
           conversion(statement) +
           "); IF c.initial IS NOT NULL THEN EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET "
           "DEFAULT %s', "
           "c.relation, c.name, c.initial); END IF; END LOOP; DROP TYPE " +
           full_former + "; END IF; END $azoth$";
}

}  // namespace

void append_change_enum(Sql& statements, const ddl::AlterColumn& statement) {
    const auto& existing = *enum_in(statement.existing.type);
    const auto& modified = *enum_in(statement.modified.type);
    if (adds_labels_in_place(statement)) {
        append_new_labels(
            statements, existing, modified, full_name(modified, statement.table.schema));
    } else {
        statements.push_back(replace_type(statement, modified));
    }
}

}  // namespace azoth::dialects::postgresql
