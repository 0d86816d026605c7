// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_draft.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/enum_check.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <algorithm>

namespace azoth::dialects::sqlite {

namespace {

enum class Storage : std::uint8_t { Text, Whole, Real, Binary, Other };

Storage storage_of(const SqlType& type) noexcept {
    switch (type.kind) {
        case TypeKind::String:
        case TypeKind::Text:
        case TypeKind::Enum:
        case TypeKind::Uuid:
        case TypeKind::Json:
            return Storage::Text;
        case TypeKind::Boolean:
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
            return Storage::Whole;
        case TypeKind::Float:
        case TypeKind::Double:
            return Storage::Real;
        case TypeKind::Binary:
            return Storage::Binary;
        case TypeKind::Numeric:
        case TypeKind::Date:
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
        case TypeKind::Interval:
        case TypeKind::Array:
        case TypeKind::Native:
            return Storage::Other;
    }
    return Storage::Other;
}

/// How old values become new ones. A text that becomes a number is left to the column's affinity:
/// it is converted where it is a number, and kept where it is not; CAST would make 0 of it.
std::string converted(const std::string& source, const SqlType& from, const SqlType& to) {
    const auto before = storage_of(from);
    const auto after = storage_of(to);
    if (before == after) {
        return source;
    }
    if (after == Storage::Text) {
        return "CAST(" + source + " AS TEXT)";
    }
    if (after == Storage::Binary) {
        return "CAST(" + source + " AS BLOB)";
    }
    if (before == Storage::Real && after == Storage::Whole) {
        return "CAST(round(" + source + ") AS INTEGER)";
    }
    if (before == Storage::Binary) {
        return "CAST(" + source + " AS TEXT)";
    }
    return source;
}

}  // namespace

/// By what it says, and by the name that it would have, be it one of the table.
void TableDraft::remove_enum_check(ColumnText& column) {
    if (const auto* check = enum_check_of(column)) {
        remove_clause(check);
    }
    const auto name = "ck_" + name_.name + '_' + column.name;
    const auto is_it = [&](const Clause& clause) {
        return clause.kind == ClauseKind::Check && is_same_name(clause.name, name);
    };
    std::erase_if(column.clauses, is_it);
    std::erase_if(clauses_, is_it);
}

void TableDraft::change_type(DraftColumn& column, const ddl::AlterColumn& change) {
    const auto& before = change.existing;
    const auto& after = change.modified;
    const auto strict = written_.strict ? Strict::Yes : Strict::No;
    const auto definition = parse_column(column_definition(after, name_.name, strict));
    // Numbered columns are the rowid, also when the key over them only follows.
    // One that is no longer numbered must not be the rowid, which INT is not.
    const bool leaves_rowid = before.autoincrement && !after.autoincrement;
    const std::string new_type = after.autoincrement                            ? "INTEGER"
                                 : leaves_rowid && definition.type == "INTEGER" ? "INT"
                                                                                : definition.type;
    if (before.type.collation != after.type.collation) {
        column.text.remove(ClauseKind::Collate);
        if (const auto* collate = definition.find(ClauseKind::Collate)) {
            column.text.set(ClauseKind::Collate, collate->body);
        }
    }
    if (before.type.kind == TypeKind::Enum || after.type.kind == TypeKind::Enum) {
        remove_enum_check(column.text);
    }
    column.text.type = new_type;
    if (const auto* check = definition.find(ClauseKind::Check)) {
        column.text.clauses.push_back(*check);
    }
    if (!column.source.empty()) {
        column.source = converted(column.source, before.type, after.type);
    }
}

void TableDraft::alter_column(const ddl::AlterColumn& change) {
    auto& column = find_column(change.existing.name);
    const auto& before = change.existing;
    const auto& after = change.modified;
    if (before.type != after.type || before.autoincrement != after.autoincrement) {
        change_type(column, change);
    }
    if (before.nullable != after.nullable) {
        column.text.remove(ClauseKind::NotNull);
        if (!after.nullable) {
            column.text.set(ClauseKind::NotNull, "NOT NULL");
        }
    }
    if (before.server_default != after.server_default) {
        column.text.remove(ClauseKind::Default);
        const bool is_new = column.source.empty() && !before.computed;
        if (is_new && before.server_default && !after.server_default) {
            column.source = '(' + *before.server_default + ')';  // for the rows that exist
        }
        if (after.server_default) {
            column.text.set(ClauseKind::Default, default_clause(*after.server_default));
        }
    }
    if (before.computed != after.computed || before.generated != after.generated) {
        column.text.remove(ClauseKind::Generated);
        column.source = after.computed ? std::string{} : column.text.written_name;
        if (after.computed) {
            column.text.set(ClauseKind::Generated, computed_clause(after));
        }
    }
    if (!change.using_expression.empty() && !after.computed) {
        column.source = change.using_expression;
    }
    for (const auto& label : change.renamed_labels) {
        if (!column.source.empty()) {
            column.source = "CASE " + column.source + " WHEN " +
                            sql_text::string_literal(label.from) + " THEN " +
                            sql_text::string_literal(label.to) + " ELSE " + column.source + " END";
        }
    }
}

}  // namespace azoth::dialects::sqlite
