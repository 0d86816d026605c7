// SPDX-License-Identifier: MIT
#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/types.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

#include "base/sql_parts.hpp"

namespace azoth::dialects::sqlite {

namespace {

constexpr std::array<std::string_view, 6> constant_words{
    "NULL", "TRUE", "FALSE", "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"};

bool is_option_set(const schema::Table& table, std::string_view key) {
    const auto value = table.option(key);
    return value && *value != "false";
}

bool is_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto allowed = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

/// `'x'`, `"x"`, `x'00'`: one literal and nothing behind it.
bool is_quoted_literal(std::string_view text) {
    if (text.starts_with('x') || text.starts_with('X')) {
        text.remove_prefix(1);
    }
    if (text.size() < 2 || (text.front() != '\'' && text.front() != '"') ||
        text.back() != text.front()) {
        return false;
    }
    const auto inner = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] == text.front() && (++i == inner.size() || inner[i] != text.front())) {
            return false;
        }
    }
    return true;
}

std::string enum_check(const schema::Column& column, std::string_view table) {
    const auto& sqlite = dialect();
    std::string labels;
    for (const auto& label : column.type.values) {
        labels += (labels.empty() ? "" : ", ") + sql_text::string_literal(label);
    }
    return " CONSTRAINT " + sqlite.constraint_name("ck_" + std::string{table} + '_' + column.name) +
           " CHECK (" + sqlite.identifier(column.name) + " IN (" + labels + "))";
}

bool is_whole_number(const SqlType& type) {
    return type.kind == TypeKind::Integer || type.kind == TypeKind::BigInteger ||
           type.kind == TypeKind::SmallInteger;
}

/// The column that SQLite numbers: the sole integer column of the key, declared as INTEGER so that
/// it is the rowid.
const schema::Column* numbered_column(const schema::Table& table,
                                      const std::optional<schema::PrimaryKey>& key) {
    if (!key || key->columns.size() != 1 || is_option_set(table, "sqlite_without_rowid")) {
        return nullptr;
    }
    const auto* column = table.find_column(key->columns.front());
    const bool numbered = column != nullptr && is_whole_number(column->type) &&
                          (column->autoincrement || column->identity != schema::Identity::No);
    return numbered ? column : nullptr;
}

std::string table_options(const schema::Table& table) {
    std::string options;
    if (is_option_set(table, "sqlite_without_rowid")) {
        options = " WITHOUT ROWID";
    }
    if (is_option_set(table, "sqlite_strict")) {
        options += options.empty() ? " STRICT" : ", STRICT";
    }
    return options;
}

std::string special(const schema::Table& table,
                    ClauseKind kind,
                    std::span<const std::string> columns,
                    std::string_view otherwise) {
    return std::string{table.option(special_option(kind, columns)).value_or(otherwise)};
}

/// ` ON CONFLICT REPLACE` of the key, or nothing.
std::string key_conflict(const schema::Table& table) {
    const auto text = special(table, ClauseKind::PrimaryKey, {}, "");
    const auto at = text.find(" ON CONFLICT ");
    return at == std::string::npos ? std::string{} : text.substr(at);
}

/// `id INTEGER NOT NULL CONSTRAINT pk_t PRIMARY KEY AUTOINCREMENT`: the keyword is only allowed at
/// the column.
std::string autoincrement_column(const schema::Table& table,
                                 const schema::Column& column,
                                 const schema::PrimaryKey& key) {
    return dialect().identifier(column.name) + " INTEGER NOT NULL " +
           sql_text::constraint_prefix(dialect(), key.name) + "PRIMARY KEY" + key_conflict(table) +
           " AUTOINCREMENT";
}

/// A key in descending order makes no rowid of an INTEGER, but only where it stands at the column.
bool is_key_at_column(const schema::Table& table) {
    return special(table, ClauseKind::PrimaryKey, {}, "").starts_with("PRIMARY KEY DESC");
}

std::string column_line(const schema::Table& table, const schema::Column& column, Strict strict) {
    const auto not_null =
        special(table, ClauseKind::NotNull, std::span{&column.name, 1}, "NOT NULL");
    auto line = column_definition(column, table.name, strict, not_null);
    return column.primary_key && is_key_at_column(table)
               ? line + ' ' + sql_text::constraint_prefix(dialect(), table.primary_key->name) +
                     special(table, ClauseKind::PrimaryKey, {}, "")
               : line;
}

std::vector<std::string> column_lines(const schema::Table& table,
                                      std::optional<schema::PrimaryKey>& key) {
    const auto strict = is_option_set(table, "sqlite_strict") ? Strict::Yes : Strict::No;
    const auto* numbered = numbered_column(table, key);
    std::vector<std::string> lines;
    for (const auto& column : table.columns) {
        if (&column != numbered) {
            lines.push_back(column_line(table, column, strict));
        } else if (is_option_set(table, "sqlite_autoincrement")) {
            lines.push_back(autoincrement_column(table, column, *key));
            key.reset();
        } else {
            auto whole = column;
            whole.type = Integer();
            lines.push_back(column_line(table, whole, strict));
        }
    }
    if (is_key_at_column(table)) {
        key.reset();
    }
    return lines;
}

std::string key_clause(const schema::Table& table, const schema::PrimaryKey& key) {
    const auto text = special(table, ClauseKind::PrimaryKey, {}, "");
    return text.empty() ? sql_text::primary_key(dialect(), key)
                        : sql_text::constraint_prefix(dialect(), key.name) + text;
}

std::string unique_line(const schema::Table& table, const schema::UniqueConstraint& unique) {
    const auto text = special(table, ClauseKind::Unique, unique.columns, "");
    return text.empty() ? unique_clause(unique)
                        : sql_text::constraint_prefix(dialect(), unique.name) + text;
}

/// MATCH stands before DEFERRABLE.
std::string foreign_key_line(const schema::Table& table, const schema::ForeignKey& key) {
    const auto match = special(table, ClauseKind::ForeignKey, key.columns, "");
    if (match.empty()) {
        return foreign_key_clause(key);
    }
    auto immediate = key;
    immediate.deferrable = Deferrable::No;
    return foreign_key_clause(immediate) + ' ' + match + sql_text::deferrability(key);
}

}  // namespace

bool is_constant_word(std::string_view text) {
    return std::ranges::any_of(
        constant_words, [&](auto word) { return text_utility::equals_ignoring_case(word, text); });
}

bool is_constant_default(std::string_view expression) {
    const auto text = text_utility::trim(expression);
    return is_number(text) || is_quoted_literal(text) ||
           (is_constant_word(text) &&
            !text_utility::equals_ignoring_case(text.substr(0, 8), "current_"));
}

std::string default_clause(std::string_view expression) {
    const auto text = text_utility::trim(expression);
    if (is_number(text) || is_quoted_literal(text) || is_constant_word(text)) {
        return "DEFAULT " + sql_parts::closed(text);
    }
    return "DEFAULT (" + sql_parts::closed(text) + ')';
}

std::string computed_clause(const schema::Column& column) {
    const auto* storage = column.generated == schema::Generated::Stored ? " STORED" : " VIRTUAL";
    return "GENERATED ALWAYS AS (" + sql_parts::closed(column.computed.value_or("NULL")) + ')' +
           storage;
}

std::string column_type(const SqlType& type, Strict strict) {
    return strict == Strict::Yes ? std::string{strict_type(type)} : dialect().type(type);
}

std::string column_definition(const schema::Column& column,
                              std::string_view table,
                              Strict strict,
                              std::string_view not_null) {
    auto text = dialect().identifier(column.name);
    if (const auto type = column_type(column.type, strict); !type.empty()) {
        text += ' ' + type;
    }
    if (!column.type.collation.empty()) {
        text += " COLLATE " + dialect().identifier(column.type.collation);
    }
    if (column.server_default) {
        text += ' ' + default_clause(*column.server_default);
    }
    if (column.computed) {
        text += ' ' + computed_clause(column);
    }
    if (!column.nullable) {
        text.append(" ").append(not_null);
    }
    if (column.type.kind == TypeKind::Enum && !column.type.values.empty()) {
        text += enum_check(column, table);
    }
    return text;
}

std::string unique_clause(const schema::UniqueConstraint& constraint) {
    if (constraint.nulls_not_distinct) {
        sql_text::unsupported("create unique constraint NULLS NOT DISTINCT",
                              constraint.name,
                              "in SQLite every NULL is distinct",
                              "use a unique index on an expression such as coalesce(column, '')");
    }
    return sql_text::constraint_prefix(dialect(), constraint.name) + "UNIQUE (" +
           sql_text::names(dialect(), constraint.columns) + ')';
}

/// The schema of the referred table is not written: in SQLite it is always the one of the table
/// itself.
std::string foreign_key_clause(const schema::ForeignKey& key) {
    return sql_text::foreign_key(dialect(), key, dialect().identifier(key.referred_table));
}

std::string create_table(const ddl::CreateTable& statement) {
    auto table = statement.table;
    schema::complete_primary_key(table);
    auto key = table.primary_key;
    auto lines = column_lines(table, key);
    if (key) {
        lines.push_back(key_clause(table, *key));
    }
    for (const auto& unique : table.uniques) {
        lines.push_back(unique_line(table, unique));
    }
    for (const auto& check : table.checks) {
        lines.push_back(sql_text::check(dialect(), check));
    }
    for (const auto& foreign_key : table.foreign_keys) {
        lines.push_back(foreign_key_line(table, foreign_key));
    }
    const std::string head = statement.if_not_exists == ddl::IfExists::Yes
                                 ? "CREATE TABLE IF NOT EXISTS "
                                 : "CREATE TABLE ";
    return sql_text::table_layout(head + dialect().table_name(table.name, table.schema), lines) +
           table_options(table);
}

}  // namespace azoth::dialects::sqlite
