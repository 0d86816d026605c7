// SPDX-License-Identifier: MIT
#include "compiler/typing.hpp"

#include "compiler/literal_facts.hpp"

#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>
#include <optional>

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;
using tree::SourceKind;

std::optional<IntegerWidth> narrow_width(const schema::Column& column) noexcept {
    switch (column.type.kind) {
        case TypeKind::SmallInteger:
            return IntegerWidth::Small;
        case TypeKind::Integer:
            return IntegerWidth::Integer;
        default:
            return std::nullopt;
    }
}

namespace {

const Node& without_label(const Node& node) noexcept {
    return node.kind == ExpressionKind::Label ? *node.child(0) : node;
}

/// A column that takes fractions, or of whose type nothing is known.
bool takes_fractions(const schema::Column& column) noexcept {
    return column.type.kind != TypeKind::SmallInteger && column.type.kind != TypeKind::Integer &&
           column.type.kind != TypeKind::BigInteger;
}

}  // namespace

const schema::Column* column_read(const Node& node) {
    if (node.kind == ExpressionKind::Excluded) {
        return column_read(*node.child(0));
    }
    const bool is_of_entity = node.kind == ExpressionKind::Member ||
                              (node.kind == ExpressionKind::TableColumn && node.subject != nullptr);
    if (is_of_entity) {
        return node.entity().required().column_at(node.number);
    }
    if (node.kind != ExpressionKind::TableColumn || node.child_count == 0) {
        return nullptr;
    }
    const Node* source = node.child(0);
    while (source->kind == SourceKind::Alias && source->child_count > 0) {
        source = source->child(0);
    }
    return source->kind == SourceKind::Table
               ? static_cast<const schema::Table*>(source->subject)->find_column(node.text())
               : nullptr;
}

namespace {

/// What an expression certainly takes of an integer beside it: all of it where nothing is narrow.
std::optional<IntegerWidth> narrowest(const Node& expression) {
    if (const schema::Column* column = column_read(expression)) {
        return narrow_width(*column);
    }
    auto width = IntegerWidth::Integer;
    std::vector<const Node*> pending{&expression};
    while (!pending.empty()) {
        const Node* node = pending.back();
        pending.pop_back();
        const schema::Column* column = column_read(*node);
        if (column != nullptr && narrow_width(*column) == IntegerWidth::Small) {
            width = IntegerWidth::Small;
        }
        if (column == nullptr && node->kind.is(tree::NodeFamily::Expression)) {
            const auto below = children_of_same_query(*node);
            pending.insert(pending.end(), below.begin(), below.end());
        }
    }
    return width;
}

}  // namespace

// What the place of a literal beside `other` tells the database about its type: nothing beside
// another literal, the wrong thing where a fraction or a large number stands beside whole numbers
// of few bits, and too little where an exact decimal stands beside what is no column.
Typing SqlCompiler::typing_beside(const Node& literal, const Node& other, SqlWriter& out) const {
    const Node& own = without_label(literal);
    const Node& neighbour = without_label(other);
    if (own.kind != ExpressionKind::Literal) {
        return Typing::Inferred;
    }
    if (neighbour.kind == ExpressionKind::Literal) {
        return Typing::Unknown;
    }
    const auto kind = static_cast<ValueKind>(own.code);
    if (kind == ValueKind::Integer && capabilities_.typed_parameters) {
        const auto width = narrowest(neighbour);
        const auto number = static_cast<std::uint32_t>(own.literal().payload.integer);
        return !width || out.facts.fits(number, *width) ? Typing::Inferred : Typing::Unknown;
    }
    if (kind != ValueKind::Real && kind != ValueKind::Decimal) {
        return Typing::Inferred;
    }
    const schema::Column* column = column_read(neighbour);
    if (kind == ValueKind::Decimal) {
        return column != nullptr ? Typing::Inferred : Typing::Unknown;
    }
    return column != nullptr && takes_fractions(*column) ? Typing::Inferred : Typing::Unknown;
}

}  // namespace azoth::compiler
