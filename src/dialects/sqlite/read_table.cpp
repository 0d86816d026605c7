// SPDX-License-Identifier: MIT
#include "dialects/sqlite/read_table.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/enum_check.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"
#include "dialects/sqlite/types.hpp"

#include <algorithm>
#include <tuple>

namespace azoth::dialects::sqlite {

namespace {

const schema::Column* find_column(const schema::Table& table, std::string_view name) {
    const auto found = std::ranges::find_if(
        table.columns, [&](const auto& column) { return is_same_name(column.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

void settle_names(std::vector<std::string>& names, const schema::Table& table) {
    for (auto& name : names) {
        if (const auto* column = find_column(table, name)) {
            name = column->name;
        }
    }
}

/// The column that a token of an expression names, if any.
const schema::Column* column_of(const std::vector<Token>& tokens,
                                std::size_t at,
                                const schema::Table& table) {
    const bool is_call = at + 1 < tokens.size() && is_symbol(tokens[at + 1], '(');
    const bool can_be_name =
        tokens[at].kind == TokenKind::Quoted || (tokens[at].kind == TokenKind::Word && !is_call);
    return can_be_name ? find_column(table, name_of(tokens[at])) : nullptr;
}

/// Names of columns as the columns spell them, with the quotes that they need and no others: a
/// rename leaves quotes where there were none. Everything else stays, since "x" is a text where
/// there is no column x.
void settle_text(std::string& sql, const schema::Table& table) {
    std::string settled;
    std::size_t end = 0;
    const std::vector<Token> tokens = tokenize(sql);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto* column = column_of(tokens, i, table);
        settled += std::string_view{sql}.substr(end, tokens[i].begin - end);
        settled +=
            column == nullptr ? std::string{tokens[i].text} : dialect().identifier(column->name);
        end = tokens[i].end();
    }
    settled += std::string_view{sql}.substr(end);
    sql = std::move(settled);
}

schema::Column read_column(const ColumnInfo& info, const ColumnText* text) {
    schema::Column column{.name = info.name,
                          .type = parse_type(info.type),
                          .nullable = !info.not_null,
                          .primary_key = info.key_position > 0,
                          .server_default = info.default_text};
    if (column.server_default) {
        column.server_default = default_value(*column.server_default);
    }
    if (text == nullptr) {
        return column;
    }
    if (const auto* check = enum_check_of(*text)) {
        column.type = SqlType{.kind = TypeKind::Enum, .values = labels_in(*check)};
    }
    if (const auto* collate = text->find(ClauseKind::Collate)) {
        column.type.collation = collate->expression;
    }
    if (const auto* generated = text->find(ClauseKind::Generated)) {
        column.computed = generated->expression;
        column.generated =
            info.hidden == 3 ? schema::Generated::Stored : schema::Generated::Virtual;
    }
    return column;
}

std::optional<schema::PrimaryKey> read_key(const std::vector<ColumnInfo>& columns) {
    std::vector<const ColumnInfo*> parts;
    for (const auto& column : columns) {
        if (column.key_position > 0) {
            parts.push_back(&column);
        }
    }
    if (parts.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(parts, {}, &ColumnInfo::key_position);
    schema::PrimaryKey key;
    for (const auto* part : parts) {
        key.columns.push_back(part->name);
    }
    return key;
}

/// What schema::Table has no member for, as an option: `sqlite_unique(a)` = `UNIQUE (a) ON
/// CONFLICT REPLACE`.
void read_special(schema::Table& table, const Clause& clause) {
    if (!clause.is_special) {
        return;
    }
    auto columns = clause.columns;
    settle_names(columns, table);
    const auto key = special_option(clause.kind, columns);
    if (!key.empty()) {
        table.options.emplace_back(key, special_text(clause));
    }
}

void read_clause(schema::Table& table, const Clause& clause) {
    read_special(table, clause);
    switch (clause.kind) {
        case ClauseKind::PrimaryKey:
            if (table.primary_key) {
                table.primary_key->name = clause.name;
            }
            if (clause.autoincrement) {
                table.options.emplace_back("sqlite_autoincrement", "true");
            }
            return;
        case ClauseKind::Unique:
            table.uniques.push_back({.name = clause.name, .columns = clause.columns});
            settle_names(table.uniques.back().columns, table);
            return;
        case ClauseKind::Check:
            table.checks.push_back({.name = clause.name, .expression = clause.expression});
            return;
        case ClauseKind::ForeignKey:
            table.foreign_keys.push_back(clause.foreign_key);
            settle_names(table.foreign_keys.back().columns, table);
            return;
        case ClauseKind::NotNull:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::Generated:
        case ClauseKind::Other:
            return;
    }
}

/// https://www.sqlite.org/lang_createtable.html#rowid: the sole INTEGER column of the key is the
/// rowid, 64 bits wide and numbered by SQLite.
void mark_rowid(schema::Table& table, const TableText& text) {
    if (!table.primary_key || table.primary_key->columns.size() != 1 || text.without_rowid) {
        return;
    }
    const auto* written = text.find_column(table.primary_key->columns.front());
    auto* column = table.find_column(table.primary_key->columns.front());
    if (written == nullptr || column == nullptr || !is_same_name(written->type, "INTEGER")) {
        return;
    }
    const auto* clause = written->find(ClauseKind::PrimaryKey);
    const bool is_descending = clause != nullptr && clause->descending;
    if (!is_descending) {
        column->type.kind = TypeKind::BigInteger;
        column->autoincrement = true;
        column->nullable = false;
    }
}

}  // namespace

std::string default_value(const std::string& written) {
    const auto tokens = tokenize(written);
    const bool is_word_alone = tokens.size() == 1 && tokens[0].kind == TokenKind::Word;
    return is_word_alone && !is_constant_word(written) ? sql_text::string_literal(tokens[0].text)
                                                       : written;
}

schema::Table read_table(const SchemaObject& object, const std::vector<ColumnInfo>& columns) {
    const auto text = parse_create_table(object.sql);
    schema::Table table{.name = object.name};
    for (const auto& column : columns) {
        table.columns.push_back(read_column(column, text.find_column(column.name)));
    }
    table.primary_key = read_key(columns);
    for (const auto& column : text.columns) {
        const auto* labels = enum_check_of(column);
        for (const auto& clause : column.clauses) {
            if (&clause != labels) {
                read_clause(table, clause);
            }
        }
    }
    for (const auto& clause : text.clauses) {
        read_clause(table, clause);
    }
    if (text.strict) {
        table.options.emplace_back("sqlite_strict", "true");
    }
    if (text.without_rowid) {
        table.options.emplace_back("sqlite_without_rowid", "true");
    }
    mark_rowid(table, text);
    for (auto& check : table.checks) {
        settle_text(check.expression, table);
    }
    for (auto& column : table.columns) {
        if (column.computed) {
            settle_text(*column.computed, table);
        }
    }
    return table;
}

schema::Index read_index(const SchemaObject& object, const schema::Table& table) {
    const auto text = parse_create_index(object.sql);
    schema::Index index{.name = object.name, .unique = text.unique, .where = text.where};
    for (const auto& part : text.parts) {
        schema::IndexElement element{.order = part.order, .collation = part.collation};
        const auto* column = part.name.empty() ? nullptr : find_column(table, part.name);
        if (column != nullptr) {
            element.column = column->name;
        } else {
            element.expression = part.expression;
            settle_text(element.expression, table);
        }
        index.elements.push_back(std::move(element));
    }
    settle_text(index.where, table);
    return index;
}

void settle_references(schema::Table& table, const std::map<std::string, schema::Table>& tables) {
    for (auto& key : table.foreign_keys) {
        const auto found = std::ranges::find_if(
            tables, [&](const auto& one) { return is_same_name(one.first, key.referred_table); });
        if (found == tables.end()) {
            continue;
        }
        const auto& referred = found->second;
        key.referred_table = referred.name;
        if (key.referred_columns.empty() && referred.primary_key) {
            key.referred_columns = referred.primary_key->columns;
        }
        settle_names(key.referred_columns, referred);
    }
}

void finish_table(schema::Table& table, std::string_view schema) {
    table.schema = schema;
    for (auto& key : table.foreign_keys) {
        key.referred_schema = schema;
    }
    std::ranges::sort(table.indexes, {}, &schema::Index::name);
    std::ranges::sort(
        table.uniques, {}, [](const auto& one) { return std::tie(one.name, one.columns); });
    std::ranges::sort(
        table.checks, {}, [](const auto& one) { return std::tie(one.name, one.expression); });
    std::ranges::sort(
        table.foreign_keys, {}, [](const auto& one) { return std::tie(one.name, one.columns); });
    std::ranges::sort(table.options);
}

}  // namespace azoth::dialects::sqlite
