// SPDX-License-Identifier: MIT
#include <azoth/statement/select.hpp>

namespace azoth::detail {

using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Kind;
using tree::Parts;
using tree::SourceKind;
using tree::StatementKind;

Tree clause(Tree chain, const Parts& parts) noexcept {
    return tree::make_tree(parts, std::move(chain));
}

Tree clause(Tree chain, const Parts& parts, Tree first) noexcept {
    return tree::make_tree(parts, std::move(chain), std::move(first));
}

Tree clause(Tree chain, const Parts& parts, Tree first, Tree second) noexcept {
    return tree::make_tree(parts, std::move(chain), std::move(first), std::move(second));
}

Tree clause(Tree chain, const Parts& parts, std::span<Tree> operands) noexcept {
    return tree::make_tree(parts, std::move(chain), operands);
}

Tree where_clause(Tree chain, Tree condition) noexcept {
    return clause(std::move(chain), {.kind = ClauseKind::Where}, std::move(condition));
}

Tree limit_clause(Tree chain, ClauseKind kind, std::int64_t count) noexcept {
    if (count < 0) {
        return clause(std::move(chain),
                      {.kind = Kind::invalid(), .text = "limit and offset cannot be negative"});
    }
    return clause(std::move(chain), {.kind = kind}, integer_literal(count));
}

Tree lock_clause(Tree chain, LockStrength strength, LockWait wait) noexcept {
    const auto code = static_cast<unsigned>(strength) + 4U * static_cast<unsigned>(wait);
    return clause(std::move(chain),
                  {.kind = ClauseKind::ForUpdate, .code = static_cast<std::uint8_t>(code)});
}

Tree link_join(Tree chain,
               tree::JoinKind kind,
               const tree::Entity& owner,
               std::size_t offset,
               Tree target) noexcept {
    return clause(std::move(chain),
                  {.kind = ClauseKind::JoinLink,
                   .code = static_cast<std::uint8_t>(kind),
                   .number = static_cast<std::uint32_t>(offset),
                   .subject = &owner},
                  std::move(target));
}

Tree source_join(Tree chain, tree::JoinKind kind, Tree source, Tree condition) noexcept {
    return clause(std::move(chain),
                  {.kind = ClauseKind::Join, .code = static_cast<std::uint8_t>(kind)},
                  std::move(source),
                  std::move(condition));
}

Tree star_of(const tree::Entity& entity, Presence presence) noexcept {
    return tree::make_leaf({.kind = ExpressionKind::Star,
                            .code = static_cast<std::uint8_t>(presence),
                            .subject = &entity});
}

Tree star_of_alias(const Tree& alias) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Star, .subject = alias.node->subject}, alias);
}

Tree select_entity(const tree::Entity& entity) noexcept {
    return tree::shared_root(entity.selection, [&] {
        return tree::make_tree({.kind = StatementKind::Select},
                               star_of(entity, Presence::Required));
    });
}

Tree select_tree(std::span<Tree> items) noexcept {
    return tree::make_tree({.kind = StatementKind::Select}, items);
}

Tree set_operation(tree::SetOperator operation, const Tree& left, const Tree& right) noexcept {
    return tree::make_tree(
        {.kind = StatementKind::SetOperation, .code = static_cast<std::uint8_t>(operation)},
        left,
        right);
}

Tree subquery_tree(const Tree& statement, std::string_view name) noexcept {
    return tree::make_tree({.kind = SourceKind::Subquery, .text = name}, statement);
}

Tree cte_tree(const Tree& statement, std::string_view name, std::uint8_t recursive) noexcept {
    return tree::make_tree({.kind = SourceKind::Cte, .code = recursive, .text = name}, statement);
}

Tree scalar_tree(const Tree& statement) noexcept {
    return tree::make_tree({.kind = ExpressionKind::ScalarQuery}, statement);
}

Tree exists_tree(const Tree& statement) noexcept {
    return tree::make_tree({.kind = ExpressionKind::Exists}, statement);
}

}  // namespace azoth::detail
