// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using text_utility::quoted;
using tree::ExpressionKind;
using tree::Node;
using tree::SourceKind;

namespace {

bool stands_for(const Source& source, const Node& member) noexcept {
    if (member.child_count > 0) {
        return source.node != nullptr && same_source(*source.node, *member.child(0));
    }
    return source.entity == member.subject && source.alias.empty();
}

struct Found {
    const Source* source = nullptr;
    const Scope* scope = nullptr;
};

Found find_source(const Scope* scope, const Node& member) noexcept {
    for (; scope != nullptr; scope = scope->outer) {
        for (const Source& source : scope->sources) {
            if (stands_for(source, member)) {
                return {&source, scope};
            }
        }
    }
    return {};
}

const schema::Column& column_of(const Node& member) {
    const tree::TableMapping& mapping = member.entity().required();
    const schema::Column* column = mapping.column_at(member.number);
    if (column == nullptr) {
        throw MappingError{
            "not-a-column",
            "cannot use a member of " + std::string{member.entity().type_name()} +
                " in a statement: it is no column of table " + quoted(mapping.table().name) +
                "; transient members and relationships have no value in the database"};
    }
    return *column;
}

[[noreturn]] void throw_not_in_from(const Node& member,
                                    const schema::Column& column,
                                    const Scope& scope) {
    const std::string type{member.entity().type_name()};
    const std::string table = member.child_count > 0
                                  ? std::string{member.child(0)->text()}
                                  : member.entity().required().table().full_name();
    const std::string way_out = scope.sources.empty()
                                    ? "add select_from<" + type + ">()"
                                    : "join it along a relationship or with join<" + type +
                                          ">(condition), or say cross_join<" + type + ">()";
    throw CompileError{"column-not-in-from",
                       "cannot compile the statement: it uses column " +
                           quoted(table + "." + column.name) + ", but " + quoted(table) +
                           " is not in its FROM clause; " + way_out};
}

/// For columns of subqueries, CTEs and tables without struct.
void require_in_from(const Node& column, const Scope* scope) {
    const Node& from = *column.child(0);
    if (scope == nullptr || find_source(scope, column).source != nullptr) {
        return;
    }
    const std::string name{from.kind == SourceKind::Table
                               ? static_cast<const schema::Table*>(from.subject)->name
                               : std::string{from.text()}};
    throw CompileError{"column-not-in-from",
                       "cannot compile the statement: it uses a column of " + quoted(name) +
                           ", which is not in its FROM clause; join it, or name it in "
                           "select_from()"};
}

[[noreturn]] void throw_may_be_missing(const Source& source,
                                       const std::string& what,
                                       std::string_view way_out) {
    throw CompileError{"missing-row-not-said",
                       "cannot compile the statement: " + quoted(what) + " is selected from " +
                           quoted(source.alias.empty() ? source.table->full_name() : source.alias) +
                           ", which an outer join may leave out; " + std::string{way_out}};
}

/// Whether a column is read into a value that takes NULL.
bool takes_null(const Node& column) {
    return column.code != 0 || (column.subject != nullptr && column_of(column).nullable);
}

/// A selected column of what an outer join may leave out says so.
void require_said_missing(const Node& item, const Scope* scope) {
    const bool is_column =
        item.kind == ExpressionKind::Member || item.kind == ExpressionKind::TableColumn;
    if (!is_column || takes_null(item)) {
        return;
    }
    const Found found = find_source(scope, item);
    if (found.source != nullptr && found.source->may_be_missing) {
        const std::string name =
            item.kind == ExpressionKind::Member ? column_of(item).name : query_column_name(item);
        throw_may_be_missing(*found.source, name, "select nullable(…) of it instead");
    }
}

}  // namespace

// address.email, or the alias' name before the column
void SqlCompiler::column_reference(const Node& node, SqlWriter& out) const {
    const schema::Column& column = column_of(node);
    const Found found = find_source(out.scope, node);
    if (found.source == nullptr) {
        throw_not_in_from(node, column, *out.scope);
    }
    if (!found.scope->bare_columns) {
        out.text(found.source->alias.empty() ? table_name(*found.source->table)
                                             : identifier(found.source->alias));
        out.text(".");
    }
    out.text(identifier(column.name));
}

// A column of a subquery, a CTE or a table without struct.
void SqlCompiler::query_column(const Node& node, SqlWriter& out) const {
    const Node& from = *node.child(0);
    const bool is_bare = out.scope != nullptr && out.scope->bare_columns;
    if (!is_bare) {
        require_in_from(node, out.scope);
        out.text(from.kind == SourceKind::Table
                     ? table_name(*static_cast<const schema::Table*>(from.subject))
                     : identifier(from.text()));
        out.text(".");
    }
    out.text(identifier(query_column_name(node)));
}

void SqlCompiler::excluded(const Node& node, SqlWriter& out) const {
    out.text("excluded.").text(identifier(column_of(*node.child(0)).name));
}

// A whole struct: every column of its table, in mapped order. Where a name comes a second time it
// is renamed.
void SqlCompiler::star(const Node& node,
                       std::span<const OutputColumn> names,
                       SqlWriter& out) const {
    const tree::TableMapping& mapping = node.entity().required();
    const Found found = find_source(out.scope, node);
    if (found.source == nullptr) {
        throw_not_in_from(node, *mapping.columns().front(), *out.scope);
    }
    if (found.source->may_be_missing && node.code == 0) {
        const std::string type{node.entity().type_name()};
        throw_may_be_missing(*found.source, type, "select std::optional<" + type + "> instead");
    }
    const std::string prefix = found.source->alias.empty() ? table_name(*found.source->table)
                                                           : identifier(found.source->alias);
    std::string_view separator;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const schema::Column& column = *mapping.columns()[i];
        out.text(separator)
            .text(found.scope->bare_columns ? "" : prefix + ".")
            .text(identifier(column.name));
        if (names[i].name != column.name) {
            out.text(" AS ").text(identifier(names[i].name));
        }
        separator = ", ";
    }
}

// user_account.name        count(address.id) AS count_1        a.id, b.id AS id_1
void SqlCompiler::items(std::span<const Node* const> items, SqlWriter& out) const {
    const std::vector<OutputColumn> names = output_columns(items);
    std::size_t next = 0;
    std::string_view separator;
    for (const Node* entry : items) {
        const bool is_star = entry->kind == ExpressionKind::Star;
        const std::size_t count = !is_star ? 1
                                  : entry->subject == nullptr
                                      ? 0
                                      : entry->entity().required().columns().size();
        item(*entry, std::span{names}.subspan(next, count), out.text(separator));
        next += count;
        separator = ", ";
    }
}

void SqlCompiler::item(const Node& item,
                       std::span<const OutputColumn> names,
                       SqlWriter& out) const {
    if (item.kind == ExpressionKind::Star) {
        return item.subject == nullptr ? expression(item, out) : star(item, names, out);
    }
    const Node& value = item.kind == ExpressionKind::Label ? *item.child(0) : item;
    require_said_missing(value, out.scope);
    expression(value, out, Typing::Unknown);
    const std::string& name = names.front().name;
    const bool has_name =
        (item.kind == ExpressionKind::Member && column_of(item).name == name) ||
        (item.kind == ExpressionKind::TableColumn && query_column_name(item) == name);
    if (!has_name) {
        out.text(" AS ").text(identifier(name));
    }
}

}  // namespace azoth::compiler
