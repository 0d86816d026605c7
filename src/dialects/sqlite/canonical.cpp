// SPDX-License-Identifier: MIT
#include "dialects/sqlite/canonical.hpp"

#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/read_table.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"
#include "dialects/sqlite/types.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects::sqlite {

using text_utility::lower_ascii;

std::string plain(std::string_view sql) {
    std::string result;
    for (const auto& token : tokenize(sql)) {
        const bool is_literal = token.kind == TokenKind::String;
        const auto text = is_literal ? std::string{token.text} : lower_ascii(name_of(token));
        result += result.empty() ? text : ' ' + text;
    }
    return result;
}

namespace {

/// What is said although it is so anyway.
std::string without_defaults(std::string text) {
    for (const std::string_view word : {" on conflict abort", " asc"}) {
        text = text_utility::replace_all(text + ' ', std::string{word} + ' ', " ");
        text.pop_back();
    }
    return text;
}

/// Actions in one order, without those that are taken anyway.
std::string reference(const Clause& clause) {
    const auto& key = clause.foreign_key;
    const auto number = [](auto value) { return std::to_string(static_cast<int>(value)); };
    std::string text = "foreign key ( " + lower_ascii(text_utility::join(clause.columns, " , ")) +
                       " ) references " + lower_ascii(key.referred_table);
    if (!key.referred_columns.empty()) {
        text += " ( " + lower_ascii(text_utility::join(key.referred_columns, " , ")) + " )";
    }
    return text + " delete " + number(key.on_delete) + " update " + number(key.on_update) +
           " deferrable " + number(key.deferrable) + ' ' + lower_ascii(special_text(clause));
}

std::string at_table(const Clause& clause) {
    if (clause.kind == ClauseKind::ForeignKey) {
        return reference(clause);
    }
    auto text = plain(as_table_clause(clause));
    if (clause.descending) {
        text += " " + lower_ascii(clause.columns.front());
    }
    if (clause.autoincrement && !text.ends_with("autoincrement")) {
        text += " autoincrement";
    }
    return without_defaults(std::move(text));
}

std::string canonical(const Clause& clause) {
    const auto name = clause.name.empty() ? std::string{} : lower_ascii(clause.name) + ": ";
    switch (clause.kind) {
        case ClauseKind::PrimaryKey:
        case ClauseKind::Unique:
        case ClauseKind::ForeignKey:
        case ClauseKind::Check:
        case ClauseKind::NotNull:
        case ClauseKind::Collate:
            return name + at_table(clause);
        case ClauseKind::Default:
            return "default " + plain(default_value(clause.expression));
        case ClauseKind::Generated:
            return "as " + plain(clause.expression) + (clause.stored ? " stored" : "");
        case ClauseKind::Other:
            return plain(clause.body) == "null" ? std::string{} : plain(clause.body);
    }
    return {};
}

std::string rowid_of(const TableText& table) {
    std::vector<const ColumnText*> columns;
    for (const auto& column : table.columns) {
        columns.push_back(&column);
    }
    return table.without_rowid ? std::string{} : rowid_column(columns, table.clauses);
}

/// `INT` and `INTEGER` are the same, but for the rowid.
std::string type_of(const ColumnText& column, const TableText& table) {
    if (!column.name.empty() && column.name == rowid_of(table)) {
        return "rowid";
    }
    return lower_ascii(table.strict ? column.type : dialect().type(parse_type(column.type)));
}

/// The rowid is never NULL, and no column of a key WITHOUT ROWID or of a STRICT table is.
std::vector<std::string> never_null(const TableText& table) {
    if (!table.without_rowid && !table.strict) {
        return {rowid_of(table)};
    }
    std::vector<std::string> names;
    const auto add = [&](const Clause& clause) {
        if (clause.kind == ClauseKind::PrimaryKey) {
            names = clause.columns;
        }
    };
    std::ranges::for_each(table.clauses, add);
    for (const auto& column : table.columns) {
        std::ranges::for_each(column.clauses, add);
    }
    return names;
}

bool belongs_to_column(const Clause& clause) {
    return clause.kind == ClauseKind::NotNull || clause.kind == ClauseKind::Collate ||
           clause.kind == ClauseKind::Default || clause.kind == ClauseKind::Generated;
}

std::string sorted(std::vector<std::string> parts) {
    std::erase(parts, "");
    std::ranges::sort(parts);
    return text_utility::join(parts, ", ");
}

std::string canonical(const TableText& table) {
    std::string columns;
    std::vector<std::string> clauses;
    const auto key = never_null(table);
    for (const auto& column : table.columns) {
        std::vector<std::string> own;
        const bool is_key = std::ranges::any_of(
            key, [&](const auto& name) { return is_same_name(name, column.name); });
        for (const auto& clause : column.clauses) {
            if (is_key && clause.kind == ClauseKind::NotNull) {
                continue;
            }
            (belongs_to_column(clause) ? own : clauses).push_back(canonical(clause));
        }
        columns += lower_ascii(column.name) + ' ' + type_of(column, table) + " {" +
                   sorted(std::move(own)) + "} ";
    }
    for (const auto& clause : table.clauses) {
        clauses.push_back(canonical(clause));
    }
    return "table " + lower_ascii(table.name) + ": " + columns + '{' + sorted(std::move(clauses)) +
           '}' + (table.strict ? " strict" : "") + (table.without_rowid ? " without rowid" : "");
}

std::string canonical(const IndexText& index, const SchemaObject& object) {
    std::string parts;
    for (const auto& part : index.parts) {
        parts += '(' + plain(part.expression) + ' ' + lower_ascii(part.collation) +
                 (part.order == schema::SortOrder::Descending ? " desc)" : ")");
    }
    return (index.unique ? "unique index " : "index ") + lower_ascii(object.name) + " on " +
           lower_ascii(object.table) + ' ' + parts + " where " + plain(index.where);
}

}  // namespace

std::string canonical(const SchemaObject& object) {
    if (object.type == "table") {
        const auto text = parse_create_table(object.sql);
        return text.readable ? canonical(text) : plain(object.sql);
    }
    return object.type == "index" ? canonical(parse_create_index(object.sql), object)
                                  : plain(object.sql);
}

std::vector<std::string> canonical(const schema::Table& table) {
    const ddl::TableName name{.name = table.name};
    auto alone = table;
    alone.schema.clear();
    std::vector<std::string> texts{
        canonical(SchemaObject{"table", table.name, table.name, create_table({.table = alone})})};
    for (const auto& index : table.indexes) {
        texts.push_back(canonical(SchemaObject{
            "index", index.name, table.name, create_index({.table = name, .index = index})}));
    }
    return texts;
}

bool is_same(std::vector<std::string> left, std::vector<std::string> right) {
    std::ranges::sort(left);
    std::ranges::sort(right);
    return left == right;
}

}  // namespace azoth::dialects::sqlite
