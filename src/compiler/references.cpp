// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using text_utility::quoted;
using tree::Kind;
using tree::Node;

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
        throw MappingError{"not-a-column", "cannot use a member of " + std::string{member.entity().type_name()} +
                                               " in a statement: it is no column of table " +
                                               quoted(mapping.table().name) +
                                               "; transient members and relationships have no value in the database"};
    }
    return *column;
}

[[noreturn]] void throw_not_in_from(const Node& member, const schema::Column& column) {
    const std::string type{member.entity().type_name()};
    const std::string table = member.child_count > 0 ? std::string{member.child(0)->text()}
                                                     : member.entity().required().table().full_name();
    throw CompileError{"column-not-in-from",
                       "cannot compile the statement: it uses column " + quoted(table + "." + column.name) +
                           ", but " + quoted(table) + " is not in its FROM clause; join it along a relationship or with "
                           "join<" + type + ">(condition), or say cross_join<" + type + ">()"};
}

[[noreturn]] void throw_may_be_missing(const Source& source, const std::string& what, std::string_view way_out) {
    throw CompileError{"missing-row-not-said",
                       "cannot compile the statement: " + quoted(what) + " is selected from " +
                           quoted(source.alias.empty() ? source.table->full_name() : source.alias) +
                           ", which an outer join may leave out; " + std::string{way_out}};
}

}  // namespace

// address.email, or the alias' name before the column
void SqlCompiler::column_reference(const Node& node, SqlWriter& out) const {
    const schema::Column& column = column_of(node);
    const Found found = find_source(out.scope, node);
    if (found.source == nullptr) {
        throw_not_in_from(node, column);
    }
    if (!found.scope->bare_columns) {
        out.text(found.source->alias.empty() ? table_name(*found.source->table) : identifier(found.source->alias));
        out.text(".");
    }
    out.text(identifier(column.name));
}

// A column of a subquery, a CTE or a table without struct.
void SqlCompiler::query_column(const Node& node, SqlWriter& out) const {
    const Node& from = *node.child(0);
    std::string name{node.text()};
    if (node.subject != nullptr) {
        const Node& query = *from.child(0);
        const auto columns = output_columns(query);
        const schema::Column* wanted = node.entity().required().column_at(node.number);
        const auto match = std::ranges::find_if(columns, [&](const OutputColumn& column) {
            return column.entity == node.subject && wanted != nullptr &&
                   (column.offset == node.number || column.name == wanted->name);
        });
        if (match == columns.end()) {
            throw CompileError{"column-not-selected", "cannot compile the statement: query " + quoted(from.text()) +
                                                          " does not select column " +
                                                          quoted(wanted != nullptr ? wanted->name : "?") +
                                                          "; add it to the query's items"};
        }
        name = match->name;
    }
    const bool is_bare = out.scope != nullptr && out.scope->bare_columns;
    if (from.kind == Kind::TableSource) {
        out.text(is_bare ? "" : table_name(*static_cast<const schema::Table*>(from.subject)) + ".");
    } else {
        out.text(is_bare ? "" : identifier(from.text()) + ".");
    }
    out.text(identifier(name));
}

void SqlCompiler::excluded(const Node& node, SqlWriter& out) const {
    out.text("excluded.").text(identifier(column_of(*node.child(0)).name));
}

// A whole struct: every column of its table, in mapped order.
void SqlCompiler::star(const Node& node, SqlWriter& out) const {
    if (node.subject == nullptr) {
        out.text("*");
        return;
    }
    const tree::TableMapping& mapping = node.entity().required();
    const Found found = find_source(out.scope, node);
    if (found.source == nullptr) {
        throw_not_in_from(node, *mapping.columns().front());
    }
    if (found.source->may_be_missing && node.code == 0) {
        const std::string type{node.entity().type_name()};
        throw_may_be_missing(*found.source, type, "select std::optional<" + type + "> instead");
    }
    const std::string prefix =
        found.source->alias.empty() ? table_name(*found.source->table) : identifier(found.source->alias);
    std::string_view separator;
    for (const schema::Column* column : mapping.columns()) {
        out.text(separator);
        if (!found.scope->bare_columns) {
            out.text(prefix).text(".");
        }
        out.text(identifier(column->name));
        separator = ", ";
    }
}

void SqlCompiler::select_item(const Node& item, SqlWriter& out) const {
    const Node& value = item.kind == Kind::Label ? *item.child(0) : item;
    if (value.kind == Kind::Member && value.code == 0) {
        const Found found = find_source(out.scope, value);
        const schema::Column& column = column_of(value);
        if (found.source != nullptr && found.source->may_be_missing && !column.nullable) {
            throw_may_be_missing(*found.source, column.name, "select nullable(…) of it instead");
        }
    }
    expression(value, out, Typing::Unknown);
    const auto number = [&](std::string_view base) {
        auto found = std::ranges::find(out.labels, base, &std::pair<std::string, int>::first);
        if (found == out.labels.end()) {
            found = out.labels.insert(out.labels.end(), {std::string{base}, 0});
        }
        return std::to_string(++found->second);
    };
    if (item.kind == Kind::Label) {
        out.text(" AS ").text(identifier(item.text()));
    } else if (value.kind == Kind::Function) {
        out.text(" AS ").text(identifier(std::string{value.text()} + "_" + number(value.text())));
    } else if (value.kind != Kind::Member && value.kind != Kind::TableColumn && value.kind != Kind::Star) {
        out.text(" AS anon_").text(number("anon"));
    }
}

}  // namespace azoth::compiler
