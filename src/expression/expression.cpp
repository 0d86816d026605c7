// SPDX-License-Identifier: MIT
#include <azoth/expression/expression.hpp>

#include <algorithm>
#include <bit>

namespace azoth {

namespace detail {

using tree::ExpressionKind;
using tree::Operator;
using tree::Tree;

namespace {

constexpr std::uint8_t code_of(auto value) noexcept {
    return static_cast<std::uint8_t>(value);
}

// \ escapes the wildcards; dialects write ESCAPE '\' behind the pattern.
std::string escaped_pattern(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern;
}

}  // namespace

Tree unary_tree(tree::UnaryOperator operation, Tree operand) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Unary, .code = code_of(operation)},
                           std::move(operand));
}

Tree binary_tree(Operator operation, Tree left, Tree right) noexcept {
    const bool is_comparison = operation == Operator::Equal || operation == Operator::NotEqual;
    if (is_comparison && left.node->kind == ExpressionKind::Null) {
        std::swap(left, right);
    }
    if (is_comparison && right.node->kind == ExpressionKind::Null) {
        const auto test = operation == Operator::Equal ? tree::UnaryOperator::IsNull
                                                       : tree::UnaryOperator::IsNotNull;
        return unary_tree(test, std::move(left));
    }
    return tree::make_tree({.kind = ExpressionKind::Binary, .code = code_of(operation)},
                           std::move(left),
                           std::move(right));
}

Tree custom_operator_tree(std::string_view sql, Tree left, Tree right) noexcept {
    return tree::make_tree(
        {.kind = ExpressionKind::Binary, .code = code_of(Operator::Custom), .text = sql},
        std::move(left),
        std::move(right));
}

Tree between_tree(Tree value, Tree low, Tree high) noexcept {
    return tree::make_tree(
        {.kind = ExpressionKind::Between}, std::move(value), std::move(low), std::move(high));
}

Tree in_tree(Membership membership, Tree value, Tree set) noexcept {
    return tree::make_tree({.kind = ExpressionKind::In, .code = code_of(membership)},
                           std::move(value),
                           std::move(set));
}

Tree list_tree(std::span<Tree> elements) noexcept {
    return tree::make_tree({.kind = ExpressionKind::List}, elements);
}

Tree members_tree(std::vector<Tree> elements) noexcept {
    constexpr std::size_t most_as_they_are = 8;
    constexpr std::size_t most_rounded = 1'024;
    const bool are_values = std::ranges::all_of(elements, [](const Tree& element) {
        return element.node != nullptr && element.node->kind == ExpressionKind::Literal;
    });
    const std::size_t count = elements.size();
    if (are_values && count > most_as_they_are && count <= most_rounded) {
        const Tree last = elements.back();
        elements.resize(std::bit_ceil(count), last);
    }
    return list_tree(elements);
}

Tree match_tree(Match match, Tree value, std::string_view text) noexcept {
    std::string pattern = escaped_pattern(text);
    if (match != Match::StartsWith) {
        pattern.insert(0, 1, '%');
    }
    if (match != Match::EndsWith) {
        pattern += '%';
    }
    // The number says that the pattern is escaped.
    return tree::make_tree(
        {.kind = ExpressionKind::Binary, .code = code_of(Operator::Like), .number = 1},
        std::move(value),
        text_literal(pattern));
}

Tree cast_tree(Tree value, const Codec& target) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Cast, .subject = &target}, std::move(value));
}

Tree label_tree(Tree value, std::string_view name) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Label, .text = name}, std::move(value));
}

Tree collate_tree(Tree value, std::string_view collation) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Collate, .text = collation}, std::move(value));
}

Tree sort_tree(Tree value, std::uint8_t flags) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Sort, .code = flags}, std::move(value));
}

Tree distinct_tree(Tree value) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Distinct}, std::move(value));
}

Tree filter_tree(Tree aggregate, Tree condition) noexcept {
    return tree::make_tree(
        {.kind = ExpressionKind::Filter}, std::move(aggregate), std::move(condition));
}

Tree over_tree(Tree function, Tree partition, Tree order) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Over},
                           std::move(function),
                           std::move(partition),
                           std::move(order));
}

Tree resorted(const Tree& order, std::uint8_t flag) noexcept {
    Tree result;
    result.owner.keep(order.owner);
    const tree::Node* value = order.node->child(0);
    result.node = tree::make_node(
        result.owner,
        {.kind = ExpressionKind::Sort, .code = static_cast<std::uint8_t>(order.node->code | flag)},
        {value});
    return result;
}

}  // namespace detail

SortOrder SortOrder::nulls_first() const noexcept {
    return SortOrder{detail::resorted(tree_, tree::sort_flag::nulls_first)};
}

SortOrder SortOrder::nulls_last() const noexcept {
    return SortOrder{detail::resorted(tree_, tree::sort_flag::nulls_last)};
}

}  // namespace azoth
