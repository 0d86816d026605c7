// SPDX-License-Identifier: MIT
#include "dialects/sqlite/table_draft.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/canonical.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects::sqlite {

using text_utility::quoted;

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
        column.text.set(ClauseKind::NotNull, "NOT NULL");
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
        return plain(clause.expression) == plain(wanted.expression);
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

}  // namespace azoth::dialects::sqlite
