// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_draft.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/in_use.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

#include "base/sql_parts.hpp"

namespace azoth::dialects::sqlite {

namespace {

using text_utility::quoted;

bool has_column(const std::vector<std::string>& columns, std::string_view name) {
    return std::ranges::any_of(columns,
                               [&](const auto& column) { return is_same_name(column, name); });
}

bool uses_column(const Clause& clause, std::string_view name) {
    switch (clause.kind) {
        case ClauseKind::Check:
        case ClauseKind::Generated:
            return mentions(clause.expression, name);
        case ClauseKind::PrimaryKey:
        case ClauseKind::Unique:
        case ClauseKind::ForeignKey:
            return has_column(clause.columns, name);
        case ClauseKind::NotNull:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::Other:
            return false;
    }
    return false;
}

bool index_uses(std::string_view sql, std::string_view column) {
    const auto index = parse_create_index(sql);
    return mentions(index.where, column) || std::ranges::any_of(index.parts, [&](const auto& part) {
               return mentions(part.expression, column);
           });
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
    auto text = parse_column(column_definition(column, name_.name, strict));
    // Numbered columns are the rowid, also when the key over them only follows.
    if (column.autoincrement) {
        text.type = "INTEGER";
    }
    columns_.push_back({std::move(text), {}});
}

void TableDraft::drop_column(std::string_view name) {
    const auto dropped = find_column(name).text.name;
    require_no_trigger_uses(dropped);
    require_free(dropped);
    std::erase_if(columns_,
                  [&](const auto& column) { return is_same_name(column.text.name, dropped); });
}

namespace {

std::string description(const Clause& clause) {
    const auto columns = " (" + text_utility::join(clause.columns, ", ") + ')';
    switch (clause.kind) {
        case ClauseKind::PrimaryKey:
            return "the primary key" + columns;
        case ClauseKind::Unique:
            return "the unique constraint" + columns;
        case ClauseKind::ForeignKey:
            return "the foreign key" + columns;
        case ClauseKind::Check:
            return "the check (" + clause.expression + ')';
        case ClauseKind::Generated:
            return "the generated column " + quoted(clause.columns.front());
        case ClauseKind::NotNull:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::Other:
            return "a part of its definition";
    }
    return {};
}

/// What a column has in itself goes with it, and comes back with it: also the check by which the
/// column of an enumeration is made.
bool is_of_column(const Clause& clause, std::string_view table, std::string_view column) {
    switch (clause.kind) {
        case ClauseKind::PrimaryKey:
        case ClauseKind::Unique:
        case ClauseKind::ForeignKey:
            return false;
        case ClauseKind::Check:
            return is_same_name(clause.name,
                                "ck_" + std::string{table} + '_' + std::string{column});
        case ClauseKind::NotNull:
        case ClauseKind::Default:
        case ClauseKind::Collate:
        case ClauseKind::Generated:
        case ClauseKind::Other:
            return true;
    }
    return true;
}

}  // namespace

/// PostgreSQL drops along what contains the column. Then no way back brings it again, since a step
/// says only what it names: here those are dropped by name before.
void TableDraft::require_free(std::string_view column) const {
    const auto refuse = [&](const std::string& user) {
        refuse_column_in_use("drop",
                             name_.name,
                             column,
                             user + " contains it",
                             "drop that first, so that the way back can make it again");
    };
    const auto check = [&](const Clause& clause) {
        if (uses_column(clause, column)) {
            refuse(description(clause));
        }
    };
    std::ranges::for_each(clauses_, check);
    for (const auto& one : columns_) {
        const bool is_it = is_same_name(one.text.name, column);
        for (const auto& clause : one.text.clauses) {
            if (!is_it) {
                check(clause);
            } else if (!is_of_column(clause, name_.name, column)) {
                refuse(description(clause));
            }
        }
    }
    for (std::size_t i = 0; i < index_sql_.size(); ++i) {
        if (index_uses(index_sql_[i], column)) {
            refuse("the index " + quoted(index_names_[i]));
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
                refuse_column_in_use("drop",
                                     name_.name,
                                     column,
                                     "the trigger " + quoted(trigger_names_[i]) + " uses it",
                                     "drop or change the trigger first");
            }
        }
    }
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
        draft.add_clause(ClauseKind::Check,
                         s.constraint.name,
                         {},
                         "CHECK (" + sql_parts::closed(s.constraint.expression) + ')');
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
