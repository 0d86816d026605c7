// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/schema/core_table.hpp>

namespace azoth {
namespace mapping {

RelationshipOption::RelationshipOption(Kind option_kind) : kind{option_kind} {}
RelationshipOption::RelationshipOption(azoth::Cascade set) : kind{Kind::Cascade}, cascade{set} {}
RelationshipOption::RelationshipOption(Kind option_kind, Members option_members)
    : kind{option_kind}, members{option_members} {}
RelationshipOption::RelationshipOption(const RelationshipOption&) = default;
RelationshipOption::RelationshipOption(RelationshipOption&&) noexcept = default;
RelationshipOption& RelationshipOption::operator=(const RelationshipOption&) = default;
RelationshipOption& RelationshipOption::operator=(RelationshipOption&&) noexcept = default;
RelationshipOption::~RelationshipOption() = default;

// Sort  ->  Member: a column of a struct itself, not of an alias.
OrderingTerm::OrderingTerm(const SortOrder& order) noexcept {
    const tree::Node* sort = order.tree().node;
    if (sort == nullptr || sort->kind != tree::ExpressionKind::Sort) {
        return;
    }
    flags = sort->code;
    const tree::Node* column = sort->child(0);
    if (column->kind == tree::ExpressionKind::Member && column->child_count == 0) {
        member.entity = &column->entity();
        member.offset = column->number;
    }
}

RelationshipOption make_order_by(std::initializer_list<OrderingTerm> terms) {
    RelationshipOption option{RelationshipOption::Kind::OrderBy};
    for (const OrderingTerm& term : terms) {
        option.members.push_back(term.member);
        option.flags.push_back(term.flags);
    }
    return option;
}

Element make_relationship(Member member,
                          const MemberType& type,
                          std::string_view member_name,
                          std::span<const RelationshipOption> options) {
    return Element{new ElementData{
        .content = RelationshipDeclaration{.options = {options.begin(), options.end()}},
        .member = member,
        .type = &type,
        .member_name = std::string{member_name}}};
}

}  // namespace mapping

mapping::RelationshipOption secondary(std::string_view table) {
    mapping::RelationshipOption option{mapping::RelationshipOption::Kind::Secondary};
    option.names = {std::string{table}};
    return option;
}

mapping::RelationshipOption secondary(const Table& table) {
    return secondary(table.full_name());
}

mapping::RelationshipOption secondary(std::string_view table,
                                      std::string_view local_column,
                                      std::string_view remote_column) {
    mapping::RelationshipOption option{mapping::RelationshipOption::Kind::Secondary};
    option.names = {std::string{table}, std::string{local_column}, std::string{remote_column}};
    return option;
}

}  // namespace azoth
