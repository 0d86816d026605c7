// SPDX-License-Identifier: MIT
#include "compiler/typing.hpp"

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;
using tree::SourceKind;

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

Typing typing_beside(const Node& literal, const Node& other) {
    const Node& own = without_label(literal);
    const Node& neighbour = without_label(other);
    if (own.kind != ExpressionKind::Literal) {
        return Typing::Inferred;
    }
    if (neighbour.kind == ExpressionKind::Literal) {
        return Typing::Unknown;
    }
    const auto kind = static_cast<ValueKind>(own.code);
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
