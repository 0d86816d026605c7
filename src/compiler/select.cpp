// SPDX-License-Identifier: MIT
#include "compiler/literal_facts.hpp"
#include "compiler/scope.hpp"

#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;
using tree::SetOperator;
using tree::StatementKind;

namespace {

/// Makes a scope the current one for as long as it lives.
class ScopeGuard {
public:
    ScopeGuard(SqlWriter& out, Scope& scope) noexcept : out_(out), previous_(out.scope) {
        out.scope = &scope;
    }
    ScopeGuard(const ScopeGuard&) = delete;
    ScopeGuard& operator=(const ScopeGuard&) = delete;
    ~ScopeGuard() { out_.scope = previous_; }

private:
    SqlWriter& out_;
    const Scope* previous_;
};

std::string_view keyword(SetOperator operation) noexcept {
    switch (operation) {
        case SetOperator::Union:
            return " UNION ";
        case SetOperator::UnionAll:
            return " UNION ALL ";
        case SetOperator::Intersect:
            return " INTERSECT ";
        case SetOperator::Except:
            break;  // databases disagree
    }
    return {};
}

bool has_tail(const Clauses& clauses) noexcept {
    return !clauses.order_by.empty() || clauses.limit != nullptr || clauses.offset != nullptr;
}

bool is_input_column(const Scope& scope, std::string_view name) {
    return std::ranges::any_of(scope.sources, [&](const Source& source) {
        const auto has_name = [&](const auto& column) { return column.name == name; };
        return source.table != nullptr
                   ? std::ranges::any_of(source.table->columns, has_name)
                   : std::ranges::any_of(output_columns(*source.node->child(0)), has_name);
    });
}

/// Where the item with this label stands among the columns of the result, from 1.
std::size_t output_number(const Scope& scope, const Node& label) {
    const auto columns = output_columns(scope.items);
    const auto found = std::ranges::find(columns, label.text(), &OutputColumn::name);
    return static_cast<std::size_t>(found - columns.begin()) + 1;
}

bool is_item(const Scope& scope, const Node& label, LiteralFacts& facts) {
    return std::ranges::any_of(scope.items, [&](const Node* item) {
        return item->hash == label.hash && is_same_expression(*item, label, facts);
    });
}

bool contains_literal(const Node& root) {
    tree::ShapeMatcher matcher;
    return matcher.matches(root, root) && !matcher.literals().empty();
}

}  // namespace

std::string SqlCompiler::from_dual() const {
    return capabilities_.dual.empty() ? "" : " FROM " + std::string{capabilities_.dual};
}

// WITH [RECURSIVE] name(columns) AS (…), …
void SqlCompiler::with_clause(const Node& statement, SqlWriter& out) const {
    const std::vector<const Node*> ctes = ctes_of(statement, out.facts);
    if (ctes.empty()) {
        return;
    }
    const bool says_recursive =
        capabilities_.recursive_word &&
        std::ranges::any_of(ctes, [](const Node* cte) { return cte->code != 0; });
    out.text(says_recursive ? "WITH RECURSIVE " : "WITH ");
    std::string_view separator;
    for (const Node* cte : ctes) {
        cte_definition(*cte, out.text(separator));
        separator = ", ";
    }
    out.text(" ");
}

void SqlCompiler::cte_definition(const Node& cte, SqlWriter& out) const {
    out.text(identifier(cte.text())).text("(");
    std::string_view separator;
    for (const OutputColumn& column : output_columns(*cte.child(0))) {
        out.text(separator).text(identifier(column.name));
        separator = ", ";
    }
    out.text(") AS ");
    nested_statement(*cte.child(0), out);
}

void SqlCompiler::nested_statement(const Node& node, SqlWriter& out) const {
    out.text("(");
    statement(node, out);
    out.text(")");
}

void SqlCompiler::select(const Clauses& clauses, SqlWriter& out) const {
    const std::span<const Node* const> selected{clauses.root->children(),
                                                clauses.root->child_count};
    Scope scope{.outer = out.scope, .items = selected};
    const ScopeGuard entered{out, scope};
    if (capabilities_.parameter_style == ParameterStyle::Numbered) {
        share_literals(clauses, out.facts);
    }
    // FROM is written first, into a writer of its own, because the items need its names.
    SqlWriter from_writer{.facts = out.facts, .scope = &scope, .depth = out.depth};
    from(clauses, scope, from_writer);
    before_items(clauses, out.text(clauses.distinct ? "SELECT DISTINCT " : "SELECT "));
    items(selected, out);
    out.append(from_writer);
    if (scope.sources.empty()) {
        out.text(from_dual());
    }
    where(clauses, out);
    if (!clauses.group_by.empty()) {
        group_by(clauses.group_by, out.text(" GROUP BY "));
    }
    if (!clauses.having.empty()) {
        conditions(clauses.having, out.text(" HAVING "));
    }
    tail(clauses, out);
    if (clauses.lock != nullptr) {
        row_lock(*clauses.lock, out);
    }
}

void SqlCompiler::where(const Clauses& clauses, SqlWriter& out) const {
    if (!clauses.where.empty()) {
        conditions(clauses.where, out.text(" WHERE "));
    }
}

// where(a).where(b or c)  ->  a AND (b OR c)
void SqlCompiler::conditions(std::span<const Node* const> conditions, SqlWriter& out) const {
    if (conditions.size() == 1) {
        return condition(*conditions.front(), out);
    }
    const tree::Tree both = tree::make_leaf(
        {.kind = ExpressionKind::Binary, .code = static_cast<std::uint8_t>(tree::Operator::And)});
    joined(conditions, *both.node, out);
}

void SqlCompiler::tail(const Clauses& clauses, SqlWriter& out) const {
    if (!clauses.order_by.empty()) {
        order_by(clauses.order_by, out.text(" ORDER BY "));
    }
    if (clauses.limit != nullptr || clauses.offset != nullptr) {
        limit(clauses, out);
    }
}

// select(count.label("n")).order_by(count.label("n").desc())  ->  … AS n … ORDER BY n DESC
void SqlCompiler::order_by(std::span<const Node* const> terms, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* term : terms) {
        out.text(separator);
        separator = ", ";
        const Node& value = term->kind == ExpressionKind::Sort ? *term->child(0) : *term;
        // A name of an item is no part of an expression, which an emulated order of NULLs is.
        const bool is_in_expression =
            !capabilities_.nulls_order && term->kind == ExpressionKind::Sort &&
            (term->code & (tree::sort_flag::nulls_first | tree::sort_flag::nulls_last)) != 0;
        if (is_in_expression || value.kind != ExpressionKind::Label ||
            !is_item(*out.scope, value, out.facts)) {
            expression(*term, out);
            continue;
        }
        const tree::Tree name =
            tree::make_leaf({.kind = ExpressionKind::SqlText, .text = identifier(value.text())});
        const std::uint8_t flags =
            term->kind == ExpressionKind::Sort ? term->code : std::uint8_t{0};
        expression(*tree::make_tree({.kind = ExpressionKind::Sort, .code = flags}, name).node, out);
    }
}

// A parameter is a value of its own wherever it stands, so a database does not see that `a + ?` in
// GROUP BY is the item `a + ?`: such an item goes by its label, or by its number where a column of
// that name would come first.
void SqlCompiler::group_by(std::span<const Node* const> terms, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* term : terms) {
        out.text(separator);
        separator = ", ";
        if (term->kind != ExpressionKind::Label || !is_item(*out.scope, *term, out.facts) ||
            !contains_literal(*term)) {
            expression(*term, out);
        } else if (!is_input_column(*out.scope, term->text())) {
            out.text(identifier(term->text()));
        } else {
            out.text(std::to_string(output_number(*out.scope, *term)));
        }
    }
}

void SqlCompiler::before_items(const Clauses&, SqlWriter&) const {}

void SqlCompiler::limit(const Clauses& clauses, SqlWriter& out) const {
    if (clauses.limit != nullptr) {
        expression(*clauses.limit->child(1), out.text(" LIMIT "));
    }
    if (clauses.offset != nullptr) {
        expression(*clauses.offset->child(1), out.text(" OFFSET "));
    }
}

namespace {

// A row that an outer join may miss cannot be locked.
void lock_present(const SqlCompiler& compiler, std::span<const Source> sources, SqlWriter& out) {
    std::string_view separator = " OF ";
    for (const Source& source : sources) {
        if (!source.may_be_missing) {
            const bool is_named = !source.alias.empty() || source.table == nullptr;
            out.text(separator).text(
                compiler.identifier(is_named ? source.alias : source.table->name));
            separator = ", ";
        }
    }
}

}  // namespace

// FOR UPDATE OF user_account NOWAIT
void SqlCompiler::row_lock(const Node& lock, SqlWriter& out) const {
    constexpr std::string_view strengths[] = {
        " FOR UPDATE", " FOR NO KEY UPDATE", " FOR SHARE", " FOR KEY SHARE"};
    constexpr std::string_view waits[] = {"", " NOWAIT", " SKIP LOCKED"};
    out.text(strengths[lock.code % 4U]);
    const std::vector<Source>& sources = out.scope->sources;
    if (std::ranges::any_of(sources, &Source::may_be_missing)) {
        lock_present(*this, sources, out);
    }
    out.text(waits[lock.code / 4U]);
}

// a.union_(b)  ->  SELECT … UNION SELECT …
void SqlCompiler::set_operation(const Clauses& clauses, SqlWriter& out) const {
    const auto operation = static_cast<SetOperator>(clauses.root->code);
    compound_member(*clauses.root->child(0), *clauses.root, out);
    if (operation == SetOperator::Except) {
        out.text(" ").text(capabilities_.except).text(" ");
    }
    compound_member(*clauses.root->child(1), *clauses.root, out.text(keyword(operation)));
    if (!has_tail(clauses)) {
        return;
    }
    Scope scope{.outer = out.scope, .bare_columns = true, .items = items_of(*clauses.root)};
    for (const OutputColumn& column : output_columns(*clauses.root)) {
        if (column.entity != nullptr) {
            scope.sources.push_back({.node = column.alias,
                                     .entity = column.entity,
                                     .table = &column.entity->required().table()});
        }
    }
    const ScopeGuard entered{out, scope};
    tail(clauses, out);
}

void SqlCompiler::compound_member(const Node& node, const Node& operation, SqlWriter& out) const {
    const Clauses clauses = split_clauses(node);
    const bool is_compound = clauses.root->kind == StatementKind::SetOperation;
    const bool is_left = &node == operation.child(0);
    const bool continues_left =
        is_compound && is_left && clauses.root->code == operation.code && !has_tail(clauses);
    if ((!is_compound && !has_tail(clauses)) || continues_left) {
        return statement(node, out);
    }
    if (parenthesizes_compounds()) {
        return nested_statement(node, out);
    }
    if (is_compound && is_left && !has_tail(clauses)) {
        return statement(node, out);  // what such a database does anyway, from left to right
    }
    nested_statement(node, out.text("SELECT * FROM "));
}

}  // namespace azoth::compiler
