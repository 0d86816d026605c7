// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_text.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace azoth::dialects::sqlite {

namespace {

using Tokens = std::span<const Token>;

/// Reads the tokens of one definition: a column, or a constraint of the table.
class Reader {
public:
    Reader(std::string_view sql, Tokens tokens) : sql_(sql), tokens_(tokens) {}

    bool at_end() const noexcept { return at_ >= tokens_.size(); }
    const Token& token() const noexcept { return tokens_[at_]; }
    bool sees(std::string_view word) const noexcept { return !at_end() && is_word(token(), word); }
    bool sees_symbol(char symbol) const noexcept { return !at_end() && is_symbol(token(), symbol); }

    bool take(std::string_view word) noexcept {
        const bool found = sees(word);
        at_ += found ? 1 : 0;
        return found;
    }

    std::string take_name() { return at_end() ? std::string{} : name_of(tokens_[at_++]); }
    void skip() noexcept { at_ += at_end() ? 0 : 1; }

    /// `( … )` with nested ones; the tokens between.
    Tokens take_parentheses() {
        if (!sees_symbol('(')) {
            return {};
        }
        const auto begin = at_ + 1;
        const auto end = closing_parenthesis(tokens_, at_);
        at_ = std::min(end + 1, tokens_.size());
        return tokens_.subspan(begin, end - begin);
    }

    std::string text_of(Tokens tokens) const {
        return tokens.empty()
                   ? std::string{}
                   : std::string{sql_.substr(tokens.front().begin,
                                             tokens.back().end() - tokens.front().begin)};
    }
    std::string text_from(std::size_t begin) const {
        return text_of(tokens_.subspan(begin, at_ - begin));
    }
    std::size_t position() const noexcept { return at_; }

private:
    std::string_view sql_;
    Tokens tokens_;
    std::size_t at_ = 0;
};

/// COLLATE and DESC of a key's column.
bool has_special_part(Tokens tokens) {
    return std::ranges::any_of(tokens, [](const Token& token) {
        return is_word(token, "COLLATE") || is_word(token, "DESC");
    });
}

/// `a, "b" COLLATE nocase DESC`  ->  a, b
std::vector<std::string> column_names(Tokens tokens) {
    std::vector<std::string> names;
    for (const auto part : split_at_commas(tokens)) {
        if (!part.empty()) {
            names.push_back(name_of(part.front()));
        }
    }
    return names;
}

template <class Action>
Action take_action(Reader& reader) {
    if (reader.take("SET")) {
        if (reader.take("NULL")) {
            return Action::SetNull;
        }
        reader.take("DEFAULT");
        return Action::SetDefault;
    }
    if (reader.take("CASCADE")) {
        return Action::Cascade;
    }
    if (reader.take("RESTRICT")) {
        return Action::Restrict;
    }
    reader.take("NO");
    reader.take("ACTION");
    return Action::NoAction;
}

void take_actions(Reader& reader, Clause& clause) {
    auto& key = clause.foreign_key;
    for (;;) {
        if (reader.take("ON")) {
            if (reader.take("DELETE")) {
                key.on_delete = take_action<OnDelete>(reader);
            } else {
                reader.take("UPDATE");
                key.on_update = take_action<OnUpdate>(reader);
            }
        } else if (reader.take("MATCH")) {
            clause.is_special = true;
            reader.skip();
        } else {
            return;
        }
    }
}

/// `[NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]`
void take_deferrability(Reader& reader, schema::ForeignKey& key) {
    const bool is_not = reader.take("NOT");
    if (!reader.take("DEFERRABLE")) {
        return;
    }
    auto deferrable = Deferrable::InitiallyImmediate;
    if (reader.take("INITIALLY")) {
        if (reader.take("DEFERRED")) {
            deferrable = Deferrable::InitiallyDeferred;
        } else {
            reader.take("IMMEDIATE");
        }
    }
    key.deferrable = is_not ? Deferrable::No : deferrable;
}

/// A column's NOT may begin NOT NULL instead.
bool begins_deferrability(Reader reader) {
    reader.take("NOT");
    return reader.sees("DEFERRABLE");
}

void take_references(Reader& reader, Clause& clause) {
    auto& key = clause.foreign_key;
    reader.take("REFERENCES");
    key.referred_table = reader.take_name();
    key.referred_columns = column_names(reader.take_parentheses());
    take_actions(reader, clause);
    if (begins_deferrability(reader)) {
        take_deferrability(reader, key);
    }
    key.name = clause.name;
    key.columns = clause.columns;
    clause.kind = ClauseKind::ForeignKey;
}

/// ABORT is what happens anyway.
void take_conflict(Reader& reader, Clause& clause) {
    if (!reader.take("ON")) {
        return;
    }
    reader.take("CONFLICT");
    if (!reader.at_end() && !reader.sees("ABORT")) {
        clause.is_special = true;
        clause.conflict = " ON CONFLICT " + text_utility::upper_ascii(reader.token().text);
    }
    reader.skip();
}

void take_primary_key(Reader& reader, Clause& clause) {
    reader.take("KEY");
    clause.kind = ClauseKind::PrimaryKey;
    if (reader.sees_symbol('(')) {
        const auto inner = reader.take_parentheses();
        clause.columns = column_names(inner);
        clause.is_special = has_special_part(inner);
        clause.autoincrement =
            std::ranges::any_of(inner, [](const auto& t) { return is_word(t, "AUTOINCREMENT"); });
    }
    if (!reader.take("ASC")) {
        clause.descending = reader.take("DESC");
        clause.is_special = clause.is_special || clause.descending;
    }
    take_conflict(reader, clause);
    clause.autoincrement = reader.take("AUTOINCREMENT") || clause.autoincrement;
}

void take_unique(Reader& reader, Clause& clause) {
    clause.kind = ClauseKind::Unique;
    if (reader.sees_symbol('(')) {
        const auto inner = reader.take_parentheses();
        clause.columns = column_names(inner);
        clause.is_special = has_special_part(inner);
    }
    take_conflict(reader, clause);
}

void take_check(Reader& reader, Clause& clause) {
    clause.kind = ClauseKind::Check;
    clause.expression = reader.text_of(reader.take_parentheses());
    take_conflict(reader, clause);
}

void take_default(Reader& reader, Clause& clause) {
    clause.kind = ClauseKind::Default;
    if (reader.sees_symbol('(')) {
        clause.expression = reader.text_of(reader.take_parentheses());
        return;
    }
    const auto begin = reader.position();
    if (reader.sees_symbol('-') || reader.sees_symbol('+')) {
        reader.skip();
    }
    reader.skip();
    clause.expression = reader.text_from(begin);
}

void take_generated(Reader& reader, Clause& clause) {
    reader.take("GENERATED");
    reader.take("ALWAYS");
    reader.take("AS");
    clause.kind = ClauseKind::Generated;
    clause.expression = reader.text_of(reader.take_parentheses());
    clause.stored = reader.take("STORED");
    if (!clause.stored) {
        reader.take("VIRTUAL");
    }
}

void take_column_clause(Reader& reader, Clause& clause) {
    if (reader.take("PRIMARY")) {
        take_primary_key(reader, clause);
    } else if (reader.take("UNIQUE")) {
        take_unique(reader, clause);
    } else if (reader.take("CHECK")) {
        take_check(reader, clause);
    } else if (reader.sees("REFERENCES")) {
        take_references(reader, clause);
    } else if (reader.take("COLLATE")) {
        clause.kind = ClauseKind::Collate;
        clause.expression = reader.take_name();
    } else if (reader.take("DEFAULT")) {
        take_default(reader, clause);
    } else if (reader.sees("GENERATED") || reader.sees("AS")) {
        take_generated(reader, clause);
    } else if (reader.take("NOT")) {
        reader.take("NULL");
        clause.kind = ClauseKind::NotNull;
        take_conflict(reader, clause);
    } else {
        reader.skip();  // NULL, or what a later version brings
    }
}

constexpr std::array<std::string_view, 10> clause_words{"CONSTRAINT",
                                                        "PRIMARY",
                                                        "UNIQUE",
                                                        "CHECK",
                                                        "REFERENCES",
                                                        "COLLATE",
                                                        "DEFAULT",
                                                        "NOT",
                                                        "GENERATED",
                                                        "AS"};

bool begins_clause(const Reader& reader) {
    return std::ranges::any_of(clause_words, [&](auto word) { return reader.sees(word); }) ||
           reader.sees("NULL");
}

/// `double   precision`, `VARCHAR ( 30 )`: the words, then the numbers as written.
std::string take_type(Reader& reader) {
    std::string type;
    while (!reader.at_end() && !reader.sees_symbol('(') && !begins_clause(reader)) {
        type.append(type.empty() ? "" : " ").append(reader.token().text);
        reader.skip();
    }
    if (reader.sees_symbol('(')) {
        type += '(' + reader.text_of(reader.take_parentheses()) + ')';
    }
    return type;
}

std::string take_constraint_name(Reader& reader) {
    return reader.take("CONSTRAINT") ? reader.take_name() : std::string{};
}

ColumnText read_column(std::string_view sql, Tokens tokens) {
    Reader reader{sql, tokens};
    ColumnText column{.written_name = std::string{tokens.front().text},
                      .begin = tokens.front().begin};
    column.name = reader.take_name();
    column.type = take_type(reader);
    while (!reader.at_end()) {
        Clause clause{.name = take_constraint_name(reader), .columns = {column.name}};
        const auto begin = reader.position();
        take_column_clause(reader, clause);
        clause.body = reader.text_from(begin);
        column.clauses.push_back(std::move(clause));
    }
    return column;
}

/// Constraints of the table may follow each other without a comma.
void parse_table_clauses(std::string_view sql, Tokens tokens, std::vector<Clause>& clauses) {
    Reader reader{sql, tokens};
    while (!reader.at_end()) {
        Clause clause{.name = take_constraint_name(reader)};
        const auto begin = reader.position();
        if (reader.take("PRIMARY")) {
            take_primary_key(reader, clause);
        } else if (reader.take("UNIQUE")) {
            take_unique(reader, clause);
        } else if (reader.take("CHECK")) {
            take_check(reader, clause);
        } else if (reader.take("FOREIGN")) {
            reader.take("KEY");
            clause.columns = column_names(reader.take_parentheses());
            take_references(reader, clause);
        } else {
            reader.skip();
        }
        clause.body = reader.text_from(begin);
        clauses.push_back(std::move(clause));
    }
}

bool begins_table_clause(Tokens tokens) {
    constexpr std::array<std::string_view, 5> words{
        "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"};
    return std::ranges::any_of(words, [&](auto word) { return is_word(tokens.front(), word); });
}

void parse_options(Tokens tokens, TableText& table) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        table.strict = table.strict || is_word(tokens[i], "STRICT");
        const bool is_without = is_word(tokens[i], "WITHOUT") && i + 1 < tokens.size();
        table.without_rowid =
            table.without_rowid || (is_without && is_word(tokens[i + 1], "ROWID"));
    }
}

}  // namespace

const Clause* ColumnText::find(ClauseKind kind) const noexcept {
    const auto found = std::ranges::find(clauses, kind, &Clause::kind);
    return found == clauses.end() ? nullptr : &*found;
}

void ColumnText::set(ClauseKind kind, std::string body) {
    const auto found = std::ranges::find(clauses, kind, &Clause::kind);
    if (found != clauses.end()) {
        found->body = std::move(body);
        return;
    }
    clauses.push_back({.kind = kind, .body = std::move(body), .columns = {name}});
}

void ColumnText::remove(ClauseKind kind) {
    std::erase_if(clauses, [&](const Clause& clause) { return clause.kind == kind; });
}

namespace {

/// `(a, b COLLATE nocase)` as it is written behind these words, or the clause's column.
std::string column_list(const Clause& clause, std::size_t words) {
    const auto tokens = tokenize(clause.body);
    if (tokens.size() <= words || !is_symbol(tokens[words], '(')) {
        return '(' + sql_text::names(dialect(), clause.columns) + ')';
    }
    const auto close = std::min(closing_parenthesis(tokens, words), tokens.size() - 1);
    const auto begin = tokens[words].begin;
    return clause.body.substr(begin, tokens[close].end() - begin);
}

}  // namespace

std::string as_table_clause(const Clause& clause) {
    if (clause.kind == ClauseKind::Unique) {
        return "UNIQUE " + column_list(clause, 1) + clause.conflict;
    }
    if (clause.kind == ClauseKind::NotNull) {
        return "NOT NULL" + clause.conflict;
    }
    if (clause.kind != ClauseKind::PrimaryKey) {
        return clause.body;
    }
    return "PRIMARY KEY " + (clause.descending ? std::string{"DESC"} : column_list(clause, 2)) +
           clause.conflict;
}

std::string special_option(ClauseKind kind, std::span<const std::string> columns) {
    const auto list = '(' + text_utility::join(columns, ", ") + ')';
    switch (kind) {
        case ClauseKind::PrimaryKey:
            return "sqlite_primary_key";
        case ClauseKind::Unique:
            return "sqlite_unique" + list;
        case ClauseKind::NotNull:
            return "sqlite_not_null" + list;
        case ClauseKind::ForeignKey:
            return "sqlite_match" + list;
        case ClauseKind::Check:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::Generated:
        case ClauseKind::Other:
            return {};
    }
    return {};
}

std::string special_text(const Clause& clause) {
    if (clause.kind != ClauseKind::ForeignKey) {
        return as_table_clause(clause);
    }
    const auto tokens = tokenize(clause.body);
    const auto match =
        std::ranges::find_if(tokens, [](const auto& token) { return is_word(token, "MATCH"); });
    return match == tokens.end() || match + 1 == tokens.end()
               ? std::string{}
               : "MATCH " + text_utility::upper_ascii(match[1].text);
}

namespace {

bool is_rowid_key(const Clause& clause, const ColumnText& column) {
    return clause.kind == ClauseKind::PrimaryKey && !clause.descending &&
           clause.columns.size() == 1 && is_same_name(clause.columns.front(), column.name);
}

}  // namespace

/// https://www.sqlite.org/lang_createtable.html#rowid
std::string rowid_column(std::span<const ColumnText* const> columns,
                         std::span<const Clause> clauses) {
    for (const auto* column : columns) {
        const auto is_key = [&](const Clause& clause) { return is_rowid_key(clause, *column); };
        if (is_same_name(column->type, "INTEGER") &&
            (std::ranges::any_of(column->clauses, is_key) ||
             std::ranges::any_of(clauses, is_key))) {
            return column->name;
        }
    }
    return {};
}

std::string without_owner(std::string_view sql, std::string_view owner) {
    const auto tokens = tokenize(sql);
    std::string result;
    std::size_t end = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool is_name =
            tokens[i].kind == TokenKind::Word || tokens[i].kind == TokenKind::Quoted;
        const bool follows_dot = i > 0 && is_symbol(tokens[i - 1], '.');
        if (is_name && !follows_dot && is_symbol(tokens[i + 1], '.') &&
            is_same_name(name_of(tokens[i]), owner)) {
            result += sql.substr(end, tokens[i].begin - end);
            end = tokens[i + 1].end();
        }
    }
    return result.append(sql.substr(end));
}

const ColumnText* TableText::find_column(std::string_view wanted) const noexcept {
    const auto found =
        std::ranges::find_if(columns, [&](const auto& c) { return is_same_name(c.name, wanted); });
    return found == columns.end() ? nullptr : &*found;
}

namespace {

void remove_owner(std::vector<Clause>& clauses, std::string_view owner) {
    for (auto& clause : clauses) {
        if (clause.kind == ClauseKind::Check || clause.kind == ClauseKind::Generated) {
            clause.body = without_owner(clause.body, owner);
            clause.expression = without_owner(clause.expression, owner);
        }
    }
}

void remove_owner(TableText& table) {
    remove_owner(table.clauses, table.name);
    for (auto& column : table.columns) {
        remove_owner(column.clauses, table.name);
    }
}

}  // namespace

TableText parse_create_table(std::string_view sql) {
    TableText table;
    const auto all = tokenize(sql);
    const Tokens tokens{all};
    const auto open =
        std::ranges::find_if(tokens, [](const auto& t) { return is_symbol(t, '('); }) -
        tokens.begin();
    const auto is_virtual = tokens.size() > 1 && is_word(tokens[1], "VIRTUAL");
    if (is_virtual || static_cast<std::size_t>(open) == tokens.size()) {
        return table;
    }
    table.name = open == 0 ? std::string{} : name_of(tokens[static_cast<std::size_t>(open) - 1]);
    Reader reader{sql, tokens.subspan(static_cast<std::size_t>(open))};
    const auto inner = reader.take_parentheses();
    for (const auto part : split_at_commas(inner)) {
        if (part.empty()) {
            continue;
        }
        if (begins_table_clause(part)) {
            parse_table_clauses(sql, part, table.clauses);
        } else {
            table.columns.push_back(read_column(sql, part));
        }
    }
    parse_options(tokens.subspan(static_cast<std::size_t>(open) + reader.position()), table);
    table.readable = !table.columns.empty();
    remove_owner(table);
    return table;
}

ColumnText parse_column(std::string_view definition) {
    const auto tokens = tokenize(definition);
    return read_column(definition, tokens);
}

}  // namespace azoth::dialects::sqlite
