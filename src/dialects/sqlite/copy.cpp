// SPDX-License-Identifier: MIT
#include "dialects/sqlite/copy.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/identifiers.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <set>

namespace azoth::dialects::sqlite {

namespace {

using Names = std::set<std::string>;

Names names_in(const Query& query, std::string_view sql) {
    Names names;
    for (const auto& row : query(sql, {})) {
        names.insert(text_utility::lower_ascii(row[0].as_text()));
    }
    return names;
}

/// What expressions may use on this connection.
struct Known {
    Names functions{};
    Names collations{};
};

/// `f(x)` with an f, or `COLLATE c` with a c, that nobody knows here.
bool uses_unknown(std::string_view sql, const Known& known) {
    const auto tokens = tokenize(sql);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto name = text_utility::lower_ascii(name_of(tokens[i]));
        const bool is_call =
            tokens[i].kind == TokenKind::Word && is_symbol(tokens[i + 1], '(') && !is_keyword(name);
        const auto next = text_utility::lower_ascii(name_of(tokens[i + 1]));
        if ((is_call && !known.functions.contains(name)) ||
            (is_word(tokens[i], "COLLATE") && !known.collations.contains(next))) {
            return true;
        }
    }
    return false;
}

/// The parts of a definition in which functions and collations may be used, in one text.
std::string expressions_of(const SchemaObject& object) {
    std::string result;
    if (object.type == "index") {
        const auto open = object.sql.find('(');
        return open == std::string::npos ? result : object.sql.substr(open);
    }
    const auto text = parse_create_table(object.sql);
    const auto add = [&](const Clause& clause) {
        const bool is_key = clause.kind == ClauseKind::PrimaryKey ||
                            clause.kind == ClauseKind::Unique || clause.kind == ClauseKind::Collate;
        result += ' ' + (is_key ? clause.body : clause.expression);
    };
    std::ranges::for_each(text.clauses, add);
    for (const auto& column : text.columns) {
        std::ranges::for_each(column.clauses, add);
    }
    return result;
}

/// What makes the same pages as the clause: keys and uniques have an index, and a generated column
/// has a place in the row.
std::string husk_of(const Clause& clause, const Known& known) {
    switch (clause.kind) {
        case ClauseKind::PrimaryKey:
        case ClauseKind::Unique:
            return uses_unknown(clause.body, known)
                       ? std::string{clause.kind == ClauseKind::Unique ? "UNIQUE ("
                                                                       : "PRIMARY KEY ("} +
                             sql_text::names(dialect(), clause.columns) + ')'
                       : clause.body;
        case ClauseKind::Generated:
            return std::string{"AS (NULL)"} + (clause.stored ? " STORED" : "");
        case ClauseKind::ForeignKey:
        case ClauseKind::Check:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::NotNull:
        case ClauseKind::Other:
            return {};
    }
    return {};
}

std::string table_husk(const SchemaObject& object, std::string_view schema, const Known& known) {
    const auto text = parse_create_table(object.sql);
    std::vector<std::string> lines;
    for (const auto& column : text.columns) {
        auto& line = lines.emplace_back(column.written_name + ' ' + column.type);
        for (const auto& clause : column.clauses) {
            line += ' ' + husk_of(clause, known);
        }
    }
    for (const auto& clause : text.clauses) {
        if (auto line = husk_of(clause, known); !line.empty()) {
            lines.push_back(std::move(line));
        }
    }
    return sql_text::table_layout("CREATE TABLE " + dialect().table_name(object.name, schema),
                                  lines) +
           (text.without_rowid ? " WITHOUT ROWID" : "");
}

std::string index_husk(const SchemaObject& object,
                       const SchemaObject& table,
                       std::string_view schema) {
    const auto text = parse_create_table(table.sql);
    return "CREATE INDEX " + dialect().table_name(object.name, schema) + " ON " +
           dialect().identifier(object.table) + " (" + text.columns.front().written_name + ')';
}

/// SQLite looks for functions when a definition is sent, not when it is read from the file.
std::string with_text(const std::string& husk,
                      const SchemaObject& object,
                      std::string_view schema) {
    return husk + "; PRAGMA writable_schema = ON; UPDATE " +
           dialect().table_name("sqlite_schema", schema) +
           " SET sql = " + sql_text::string_literal(object.sql) + " WHERE type = '" + object.type +
           "' AND name = " + sql_text::string_literal(object.name) +
           "; PRAGMA writable_schema = RESET";
}

const SchemaObject* table_of(const std::vector<SchemaObject>& objects, const SchemaObject& index) {
    const auto found = std::ranges::find_if(objects, [&](const SchemaObject& object) {
        return object.type == "table" && object.name == index.table;
    });
    return found == objects.end() ? nullptr : &*found;
}

std::string copy_statement(const SchemaObject& object,
                           const std::vector<SchemaObject>& objects,
                           std::string_view schema,
                           const Known& known) {
    const bool is_definition = object.type == "table" || object.type == "index";
    if (!is_definition || !uses_unknown(expressions_of(object), known)) {
        return in_schema(object, schema);
    }
    if (object.type == "table") {
        return with_text(table_husk(object, schema, known), object, schema);
    }
    const auto* table = table_of(objects, object);
    return table == nullptr ? in_schema(object, schema)
                            : with_text(index_husk(object, *table, schema), object, schema);
}

}  // namespace

std::vector<std::string> copy_statements(const Query& query, std::string_view schema) {
    const Known known{
        .functions = names_in(query, "SELECT DISTINCT name FROM pragma_function_list"),
        .collations = names_in(query, "SELECT name FROM pragma_collation_list")};
    const auto objects = schema_objects(query, schema);
    std::vector<std::string> statements;
    for (const auto& object : objects) {
        if (!object.sql.empty()) {
            statements.push_back(copy_statement(object, objects, schema, known));
        }
    }
    return statements;
}

}  // namespace azoth::dialects::sqlite
