// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/member_offset.hpp>
#include <azoth/mapping/mapper.hpp>
#include <azoth/types/codec_of.hpp>

namespace azoth::mapping {

/// A member of a mapped struct, without its type: where names of columns are written in tables,
/// members are written in mappings. Made from `&User::name`.
struct Member {
    Member() noexcept = default;
    template <class T, class M>
    Member(M T::* member) noexcept  // NOLINT(google-explicit-constructor): lists of members
        : entity(&tree::entity_of<T>), offset(static_cast<std::uint32_t>(offset_of(member))) {}

    const tree::Entity* entity = nullptr;  ///< of the class that the member belongs to
    std::uint32_t offset = 0;
};

/// A member that links to other objects: Many<T>, One<T>. T need not be complete.
template <class M>
concept LinkMember = requires {
    typename M::azoth_link_target;
    M::azoth_link_kind;
};

/// What the core needs to know of a member's type: how its value travels, or where it links to.
/// Both are null for types that azoth does not know.
struct MemberType {
    const Codec* codec = nullptr;
    const tree::Entity* target = nullptr;
    LinkKind link = LinkKind::Many;
    std::string_view (*name)() noexcept = nullptr;
};

namespace detail {

template <class M>
constexpr MemberType make_member_type() noexcept {
    MemberType type{.name = &azoth::detail::type_name<M>};
    if constexpr (LinkMember<M>) {
        type.target = &tree::entity_of<typename M::azoth_link_target>;
        type.link = M::azoth_link_kind;
    } else if constexpr (SqlValue<M>) {
        type.codec = &codec_of<M>;
    }
    return type;
}

}  // namespace detail

template <class M>
inline constexpr MemberType member_type = detail::make_member_type<M>();

}  // namespace azoth::mapping
