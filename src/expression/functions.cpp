// SPDX-License-Identifier: MIT
#include <azoth/expression/case.hpp>
#include <azoth/expression/functions.hpp>

namespace azoth {

namespace detail {

using tree::ExpressionKind;
using tree::Tree;

Tree function_tree(std::string_view name, std::span<Tree> arguments) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Function, .text = name}, arguments);
}

Tree star_tree() noexcept {
    return tree::make_leaf({.kind = ExpressionKind::Star});
}

// A column that may be missing carries code 1; what else is read into std::optional needs no mark.
Tree nullable_tree(Tree term) noexcept {
    const tree::Node& column = *term.node;
    if (column.kind != ExpressionKind::Member && column.kind != ExpressionKind::TableColumn) {
        return term;
    }
    const tree::Parts parts{.kind = column.kind,
                            .code = 1,
                            .number = column.number,
                            .subject = column.subject,
                            .text = column.text()};
    term.node =
        tree::make_node(term.owner, parts, std::span{column.children(), column.child_count});
    return term;
}

Tree sql_tree(std::string_view sql) noexcept {
    return tree::make_leaf({.kind = ExpressionKind::SqlText, .text = sql});
}

Tree case_tree(std::span<Tree> conditions_and_values) noexcept {
    if (conditions_and_values.empty()) {
        return tree::make_leaf(
            {.kind = tree::Kind::invalid(), .text = "case_() has no when(); give it at least one"});
    }
    return tree::make_tree({.kind = ExpressionKind::Case}, conditions_and_values);
}

Tree case_else_tree(const Tree& without_else, Tree otherwise) noexcept {
    std::vector<const tree::Node*> children{
        without_else.node->children(),
        without_else.node->children() + without_else.node->child_count};
    children.push_back(otherwise.node);
    Tree result = without_else;
    result.owner.keep(std::move(otherwise.owner));
    result.node = tree::make_node(result.owner,
                                  {.kind = ExpressionKind::Case, .code = 1},
                                  std::span<const tree::Node* const>{children});
    return result;
}

}  // namespace detail

Expression<std::int64_t> func::count() noexcept {
    tree::Tree star[] = {detail::star_tree()};
    return Expression<std::int64_t>{detail::function_tree("count", star)};
}

Expression<std::int64_t> func::row_number() noexcept {
    return detail::call<std::int64_t>("row_number");
}

Expression<std::int64_t> func::rank() noexcept {
    return detail::call<std::int64_t>("rank");
}

}  // namespace azoth
