// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/expression/term.hpp>

namespace azoth::detail {

tree::Tree member_tree(const tree::Entity& entity, std::size_t offset) noexcept {
    return tree::make_leaf({.kind = tree::ExpressionKind::Member,
                            .number = static_cast<std::uint32_t>(offset),
                            .subject = &entity});
}

tree::Tree null_tree() noexcept {
    return tree::make_leaf({.kind = tree::ExpressionKind::Null});
}

tree::Tree text_literal(std::string_view text) noexcept {
    return tree::make_literal(ValueKind::Text, ValueView::text(text));
}

tree::Tree integer_literal(std::int64_t value) noexcept {
    return tree::make_literal(ValueKind::Integer, ValueView::integer(value));
}

tree::Tree real_literal(double value) noexcept {
    return tree::make_literal(ValueKind::Real, ValueView::real(value));
}

// A value that cannot be sent is told when the statement is compiled: builders do not throw.
tree::Tree object_literal(const Codec& codec, const void* object) noexcept {
    try {
        Value scratch;
        const ValueView view = codec.view(object, scratch);
        const ValueKind kind = codec.kind == ValueKind::Null ? view.kind : codec.kind;
        return view.is_null() ? null_tree() : tree::make_literal(kind, view);
    } catch (const std::exception& error) {
        return tree::make_leaf({.kind = tree::Kind::invalid(), .text = error.what()});
    }
}

}  // namespace azoth::detail
