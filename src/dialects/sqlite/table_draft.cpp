// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_draft.hpp"

#include "dialects/sql_text.hpp"
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

namespace azoth::dialects::sqlite {

namespace {

using text_utility::quoted;

bool mentions(std::string_view sql, std::string_view name) {
    return std::ranges::any_of(tokenize(sql), [&](const Token& token) {
        const bool can_be_name = token.kind == TokenKind::Word || token.kind == TokenKind::Quoted;
        return can_be_name && is_same_name(name_of(token), name);
    });
}

bool has_column(const std::vector<std::string>& columns, std::string_view name) {
    return std::ranges::any_of(columns,
                               [&](const auto& column) { return is_same_name(column, name); });
}

bool has_column(const Clause& clause, std::string_view name) {
    return clause.kind == ClauseKind::Check ? mentions(clause.body, name)
                                            : has_column(clause.columns, name);
}

std::string clause_text(const Clause& clause) {
    return sql_text::constraint_prefix(dialect(), clause.name) + clause.body;
}

std::string column_line(const ColumnText& column) {
    auto text = column.written_name;
    if (!column.type.empty()) {
        text += ' ' + column.type;
    }
    for (const auto& clause : column.clauses) {
        text += ' ' + clause_text(clause);
    }
    return text;
}

void set_clause(ColumnText& column, ClauseKind kind, std::string body) {
    const auto found = std::ranges::find(column.clauses, kind, &Clause::kind);
    if (found != column.clauses.end()) {
        found->body = std::move(body);
        return;
    }
    column.clauses.push_back({.kind = kind, .body = std::move(body), .columns = {column.name}});
}

void remove_clauses(ColumnText& column, ClauseKind kind) {
    std::erase_if(column.clauses, [&](const Clause& clause) { return clause.kind == kind; });
}

/// A column's definition taken apart again: `CREATE TABLE t (a INTEGER NOT NULL)`.
ColumnText parse_definition(const std::string& definition) {
    auto table = parse_create_table("CREATE TABLE t (" + definition + ')');
    return std::move(table.columns.at(0));
}

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

TableDraft::TableDraft(const ddl::TableName& name, std::span<const SchemaObject> objects)
    : name_(name) {
    for (const auto& object : objects) {
        if (object.type == "table") {
            written_ = parse_create_table(object.sql);
        } else if (object.type == "index") {
            index_names_.push_back(object.name);
            index_sql_.push_back(in_schema(object, name.schema));
        } else if (object.type == "trigger") {
            trigger_names_.push_back(object.name);
            trigger_sql_.push_back(in_schema(object, name.schema));
        }
    }
    for (const auto& column : written_.columns) {
        const bool is_generated = column.find(ClauseKind::Generated) != nullptr;
        columns_.push_back({column, is_generated ? std::string{} : column.written_name});
    }
    clauses_ = written_.clauses;
}

std::string TableDraft::create_as(std::string_view full_name) const {
    std::vector<std::string> lines;
    for (const auto& column : columns_) {
        lines.push_back(column_line(column.text));
    }
    for (const auto& clause : clauses_) {
        lines.push_back(clause_text(clause));
    }
    auto text = sql_text::table_layout("CREATE TABLE " + std::string{full_name}, lines);
    if (written_.without_rowid) {
        text += written_.strict ? " WITHOUT ROWID, STRICT" : " WITHOUT ROWID";
    } else if (written_.strict) {
        text += " STRICT";
    }
    return text;
}

bool TableDraft::has_autoincrement() const noexcept {
    const auto is_numbered = [](const Clause& clause) { return clause.autoincrement; };
    return std::ranges::any_of(clauses_, is_numbered) ||
           std::ranges::any_of(columns_, [&](const auto& column) {
               return std::ranges::any_of(column.text.clauses, is_numbered);
           });
}

DraftColumn& TableDraft::find_column(std::string_view name) {
    const auto found = std::ranges::find_if(
        columns_, [&](const auto& column) { return is_same_name(column.text.name, name); });
    if (found == columns_.end()) {
        refuse_unknown_column(name);
    }
    return *found;
}

void TableDraft::refuse_unknown_column(std::string_view name) const {
    std::vector<std::string> known;
    for (const auto& column : columns_) {
        known.push_back(column.text.name);
    }
    throw ArgumentError{"unknown-column",
                        "cannot change column " + quoted(name) + " of table " + quoted(name_.name) +
                            ": there is none of that name" +
                            text_utility::did_you_mean(name, known)};
}

void TableDraft::add_column(const schema::Column& column) {
    const auto strict = written_.strict ? Strict::Yes : Strict::No;
    columns_.push_back({parse_definition(column_definition(column, name_.name, strict)), {}});
}

/// As in PostgreSQL, keys, checks and indexes that contain the column go with it; a trigger that
/// uses it is an error.
void TableDraft::drop_column(std::string_view name) {
    const auto dropped = find_column(name).text.name;
    require_no_trigger_uses(dropped);
    drop_clauses_with(dropped);
    drop_indexes_with(dropped);
    std::erase_if(columns_,
                  [&](const auto& column) { return is_same_name(column.text.name, dropped); });
}

void TableDraft::drop_clauses_with(std::string_view name) {
    std::erase_if(clauses_, [&](const Clause& clause) { return has_column(clause, name); });
    for (auto& column : columns_) {
        std::erase_if(column.text.clauses, [&](const Clause& clause) {
            return clause.kind == ClauseKind::Check && has_column(clause, name);
        });
    }
}

void TableDraft::drop_indexes_with(std::string_view name) {
    for (std::size_t i = index_sql_.size(); i-- > 0;) {
        const auto index = parse_create_index(index_sql_[i]);
        const bool uses =
            mentions(index.where, name) || std::ranges::any_of(index.parts, [&](const auto& part) {
                return mentions(part.expression, name);
            });
        if (uses) {
            drop_index(index_names_[i]);
        }
    }
}

/// `NEW.a`, `OLD.a`, `UPDATE OF a`
void TableDraft::require_no_trigger_uses(std::string_view column) const {
    for (std::size_t i = 0; i < trigger_sql_.size(); ++i) {
        const auto tokens = tokenize(trigger_sql_[i]);
        for (std::size_t t = 2; t < tokens.size(); ++t) {
            const bool follows_row =
                is_symbol(tokens[t - 1], '.') &&
                (is_word(tokens[t - 2], "NEW") || is_word(tokens[t - 2], "OLD"));
            const bool follows_of = is_word(tokens[t - 1], "OF") || is_symbol(tokens[t - 1], ',');
            const bool is_event = follows_of && t < 12 && is_word(tokens[t - 2], "UPDATE");
            if ((follows_row || is_event) && is_same_name(name_of(tokens[t]), column)) {
                throw ArgumentError{"column-in-use",
                                    "cannot drop column " + quoted(column) + " of table " +
                                        quoted(name_.name) + ": the trigger " +
                                        quoted(trigger_names_[i]) +
                                        " uses it; drop or change the trigger first"};
            }
        }
    }
}

void TableDraft::change_type(DraftColumn& column, const ddl::AlterColumn& change) {
    const auto& before = change.existing;
    const auto& after = change.modified;
    const auto strict = written_.strict ? Strict::Yes : Strict::No;
    const auto definition = parse_definition(column_definition(after, name_.name, strict));
    const auto* key = column.text.find(ClauseKind::PrimaryKey);
    const bool is_rowid =
        after.autoincrement && (key != nullptr || before.primary_key || after.primary_key);
    column.text.type = is_rowid ? "INTEGER" : definition.type;
    if (before.type.collation != after.type.collation) {
        remove_clauses(column.text, ClauseKind::Collate);
        if (const auto* collate = definition.find(ClauseKind::Collate)) {
            set_clause(column.text, ClauseKind::Collate, collate->body);
        }
    }
    if (before.type.kind == TypeKind::Enum) {
        const auto name = "ck_" + name_.name + '_' + before.name;
        std::erase_if(column.text.clauses,
                      [&](const auto& clause) { return is_same_name(clause.name, name); });
    }
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
        remove_clauses(column.text, ClauseKind::NotNull);
        if (!after.nullable) {
            set_clause(column.text, ClauseKind::NotNull, "NOT NULL");
        }
    }
    if (before.server_default != after.server_default) {
        remove_clauses(column.text, ClauseKind::Default);
        if (after.server_default) {
            set_clause(column.text, ClauseKind::Default, default_clause(*after.server_default));
        }
    }
    if (before.computed != after.computed || before.generated != after.generated) {
        remove_clauses(column.text, ClauseKind::Generated);
        column.source = after.computed ? std::string{} : column.text.written_name;
        if (after.computed) {
            set_clause(column.text, ClauseKind::Generated, computed_clause(after));
        }
    }
    if (!change.using_expression.empty() && !after.computed) {
        column.source = change.using_expression;
    }
}

void TableDraft::add_clause(ClauseKind kind,
                            std::string_view name,
                            std::vector<std::string> columns,
                            std::string body) {
    clauses_.push_back({.kind = kind,
                        .name = std::string{name},
                        .body = std::move(body),
                        .columns = std::move(columns)});
}

/// A key's columns are NOT NULL in standard SQL; SQLite wants to be told.
void TableDraft::add_primary_key(const schema::PrimaryKey& key) {
    for (const auto& name : key.columns) {
        require_not_null(name);
    }
    add_clause(ClauseKind::PrimaryKey,
               key.name,
               key.columns,
               sql_text::primary_key(dialect(), {.columns = key.columns}));
}

void TableDraft::require_not_null(std::string_view name) {
    auto& column = find_column(name);
    if (column.text.find(ClauseKind::NotNull) == nullptr) {
        set_clause(column.text, ClauseKind::NotNull, "NOT NULL");
    }
}

namespace {

ClauseKind clause_kind_of(ddl::ConstraintKind kind) noexcept {
    switch (kind) {
        case ddl::ConstraintKind::PrimaryKey:
            return ClauseKind::PrimaryKey;
        case ddl::ConstraintKind::Unique:
            return ClauseKind::Unique;
        case ddl::ConstraintKind::Check:
            return ClauseKind::Check;
        case ddl::ConstraintKind::ForeignKey:
            return ClauseKind::ForeignKey;
    }
    return ClauseKind::Other;
}

bool is_the_unnamed(const Clause& clause, const ddl::DropConstraint& wanted) {
    if (clause.kind != clause_kind_of(wanted.kind)) {
        return false;
    }
    if (wanted.kind == ddl::ConstraintKind::Check) {
        return clause.expression == wanted.expression;
    }
    return wanted.kind == ddl::ConstraintKind::PrimaryKey ||
           std::ranges::equal(clause.columns, wanted.columns, is_same_name);
}

}  // namespace

/// By name, or where `unnamed` is given by what it consists of.
Clause* TableDraft::find_clause(std::string_view name, const ddl::DropConstraint* unnamed) {
    const auto matches = [&](const Clause& clause) {
        return unnamed != nullptr ? is_the_unnamed(clause, *unnamed)
                                  : !clause.name.empty() && is_same_name(clause.name, name);
    };
    if (const auto found = std::ranges::find_if(clauses_, matches); found != clauses_.end()) {
        return &*found;
    }
    for (auto& column : columns_) {
        if (const auto found = std::ranges::find_if(column.text.clauses, matches);
            found != column.text.clauses.end()) {
            return &*found;
        }
    }
    return nullptr;
}

void TableDraft::remove_clause(const Clause* clause) {
    std::erase_if(clauses_, [&](const Clause& one) { return &one == clause; });
    for (auto& column : columns_) {
        std::erase_if(column.text.clauses, [&](const Clause& one) { return &one == clause; });
    }
}

void TableDraft::refuse_unknown_constraint(std::string_view name) const {
    std::vector<std::string> known;
    const auto collect = [&](const Clause& clause) {
        if (!clause.name.empty()) {
            known.push_back(clause.name);
        }
    };
    std::ranges::for_each(clauses_, collect);
    for (const auto& column : columns_) {
        std::ranges::for_each(column.text.clauses, collect);
    }
    throw ArgumentError{"unknown-constraint",
                        "cannot change constraint " + quoted(name) + " of table " +
                            quoted(name_.name) + ": there is none of that name" +
                            text_utility::did_you_mean(name, known)};
}

void TableDraft::drop_constraint(const ddl::DropConstraint& change) {
    const auto* clause = find_clause(change.name, change.name.empty() ? &change : nullptr);
    if (clause == nullptr && change.kind == ddl::ConstraintKind::PrimaryKey) {
        clause = find_clause({}, &change);
    }
    if (clause == nullptr) {
        refuse_unknown_constraint(change.name);
    }
    if (clause->kind == ClauseKind::PrimaryKey) {
        const auto columns = clause->columns;
        remove_clause(clause);
        std::ranges::for_each(columns, [&](const auto& name) { require_not_null(name); });
        return;
    }
    remove_clause(clause);
}

void TableDraft::rename_constraint(const ddl::RenameConstraint& change) {
    auto* clause = find_clause(change.name, nullptr);
    if (clause == nullptr) {
        refuse_unknown_constraint(change.name);
    }
    clause->name = change.new_name;
}

std::size_t TableDraft::index_position(std::string_view name) const {
    const auto found = std::ranges::find_if(
        index_names_, [&](const auto& one) { return is_same_name(one, name); });
    if (found == index_names_.end()) {
        throw ArgumentError{"unknown-index",
                            "cannot change index " + quoted(name) + " of table " +
                                quoted(name_.name) + ": there is none of that name" +
                                text_utility::did_you_mean(name, index_names_)};
    }
    return static_cast<std::size_t>(found - index_names_.begin());
}

void TableDraft::drop_index(std::string_view name) {
    const auto at = static_cast<std::ptrdiff_t>(index_position(name));
    index_names_.erase(index_names_.begin() + at);
    index_sql_.erase(index_sql_.begin() + at);
}

void TableDraft::rename_index(const ddl::RenameIndex& change) {
    const auto at = index_position(change.name);
    auto& sql = index_sql_[at];
    const auto tokens = tokenize(sql);
    const auto found = std::ranges::find_if(
        tokens, [&](const Token& token) { return is_same_name(name_of(token), index_names_[at]); });
    sql.replace(found->begin, found->text.size(), dialect().constraint_name(change.new_name));
    index_names_[at] = change.new_name;
}

struct TableDraft::Apply {
    TableDraft& draft;

    void operator()(const ddl::AddColumn& s) const { draft.add_column(s.column); }
    void operator()(const ddl::DropColumn& s) const { draft.drop_column(s.column); }
    void operator()(const ddl::AlterColumn& s) const { draft.alter_column(s); }
    void operator()(const ddl::CreateIndex& s) const {
        draft.index_names_.push_back(s.index.name);
        draft.index_sql_.push_back(create_index(s));
    }
    void operator()(const ddl::DropIndex& s) const { draft.drop_index(s.name); }
    void operator()(const ddl::RenameIndex& s) const { draft.rename_index(s); }
    void operator()(const ddl::AddPrimaryKey& s) const { draft.add_primary_key(s.constraint); }
    void operator()(const ddl::AddUnique& s) const {
        auto bare = s.constraint;
        bare.name.clear();
        draft.add_clause(
            ClauseKind::Unique, s.constraint.name, s.constraint.columns, unique_clause(bare));
    }
    void operator()(const ddl::AddCheck& s) const {
        draft.add_clause(
            ClauseKind::Check, s.constraint.name, {}, "CHECK (" + s.constraint.expression + ')');
        draft.clauses_.back().expression = s.constraint.expression;
    }
    void operator()(const ddl::AddForeignKey& s) const {
        auto bare = s.constraint;
        bare.name.clear();
        draft.add_clause(ClauseKind::ForeignKey,
                         s.constraint.name,
                         s.constraint.columns,
                         foreign_key_clause(bare));
    }
    void operator()(const ddl::DropConstraint& s) const { draft.drop_constraint(s); }
    void operator()(const ddl::RenameConstraint& s) const { draft.rename_constraint(s); }
    void operator()(const ddl::SetTableComment&) const {}  // SQLite keeps no comments

    template <class Other>
    void operator()(const Other&) const {
        sql_text::unsupported("rebuild with a change of another kind",
                              draft.name_.name,
                              "it changes no column, constraint or index",
                              "send it as a statement of its own");
    }
};

void TableDraft::apply(const ddl::Statement& change) {
    std::visit(Apply{*this}, change);
}

}  // namespace azoth::dialects::sqlite
