// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/expression.hpp>
#include <azoth/mapping/column.hpp>

namespace azoth {

class Table;

namespace mapping {

/// An option of a relationship, as plain data: the kind says which of the other members count.
struct RelationshipOption {
    enum class Kind : std::uint8_t {
        Cascade,
        BackPopulates,  ///< `members`: one
        ForeignKeys,    ///< `members`
        RemoteSide,     ///< `members`
        Secondary,  ///< `names`: the table; perhaps its columns to the owner and to the target. Or
                    ///< `entity`
        OrderBy,    ///< `members` with `flags`
        PassiveDeletes,
        ViewOnly,
        PostUpdate,
    };

    RelationshipOption(Kind option_kind);    // NOLINT(google-explicit-constructor): flags
    RelationshipOption(azoth::Cascade set);  // NOLINT(google-explicit-constructor)
    RelationshipOption(Kind option_kind, Members option_members);
    RelationshipOption(const RelationshipOption&);
    RelationshipOption(RelationshipOption&&) noexcept;
    RelationshipOption& operator=(const RelationshipOption&);
    RelationshipOption& operator=(RelationshipOption&&) noexcept;
    ~RelationshipOption();

    Kind kind;
    azoth::Cascade cascade = azoth::Cascade::Default;
    std::vector<Member> members{};
    std::vector<std::uint8_t> flags{};
    std::vector<std::string> names{};
    const tree::Entity* entity = nullptr;
};

/// Something to sort by: `&Address::email`, `col(&Address::email).desc()`.
struct OrderingTerm {
    // NOLINTBEGIN(google-explicit-constructor): arguments of order_by
    template <class T, class M>
    OrderingTerm(M T::* order_member) noexcept : member(order_member) {}
    template <class M>
    OrderingTerm(const Column<M>& column) noexcept {
        member.entity = &column.entity();
        member.offset = static_cast<std::uint32_t>(column.offset());
    }
    OrderingTerm(const SortOrder& order) noexcept;
    // NOLINTEND(google-explicit-constructor)

    Member member{};  ///< without entity where the term is more than a column
    std::uint8_t flags = 0;
};

[[nodiscard]] RelationshipOption make_order_by(std::initializer_list<OrderingTerm> terms);
[[nodiscard]] Element make_relationship(Member member,
                                        const MemberType& type,
                                        std::string_view member_name,
                                        std::span<const RelationshipOption> options);

namespace detail {

template <class M, class... Options>
[[nodiscard]] Element relationship(Member member,
                                   std::string_view name,
                                   const Options&... options) {
    constexpr bool is_link = LinkMember<M>;
    constexpr bool are_options =
        (std::is_constructible_v<RelationshipOption, const Options&> && ...);
    static_assert(is_link, "azoth: a relationship's member is a Many<T> or a One<T>");
    static_assert(
        are_options,
        "azoth: this is no option of a relationship (see azoth/mapping/relationship.hpp)");
    if constexpr (is_link && are_options) {
        const RelationshipOption list[] = {RelationshipOption(options)...,
                                           RelationshipOption(Cascade::Default)};
        return make_relationship(member, member_type<M>, name, std::span{list, sizeof...(Options)});
    } else {
        return {};
    }
}

}  // namespace detail
}  // namespace mapping

/// What cannot be told from a Many or One member alone:
/// `relationship(&User::addresses, Cascade::AllDeleteOrphan, order_by(&Address::email))`.
template <class T, class M, class... Options>
[[nodiscard]] mapping::MemberElement<T> relationship(M T::* member, const Options&... options) {
    return {mapping::detail::relationship<M>(member, {}, options...)};
}
/// The same for classes whose members azoth cannot list by itself: see `column<&T::m>()`.
template <auto MemberPointer, class... Options>
    requires std::is_member_object_pointer_v<decltype(MemberPointer)>
[[nodiscard]] auto relationship(const Options&... options) {
    using Pointer = mapping::detail::PointerParts<decltype(MemberPointer)>;
    return mapping::MemberElement<typename Pointer::Class>{
        mapping::detail::relationship<typename Pointer::Type>(
            MemberPointer, mapping::detail::member_name<MemberPointer>(), options...)};
}

inline constexpr mapping::RelationshipOption::Kind passive_deletes =
    mapping::RelationshipOption::Kind::PassiveDeletes;
inline constexpr mapping::RelationshipOption::Kind view_only =
    mapping::RelationshipOption::Kind::ViewOnly;
inline constexpr mapping::RelationshipOption::Kind post_update =
    mapping::RelationshipOption::Kind::PostUpdate;

/// The relationship that is the other side of this one.
template <class T, class M>
[[nodiscard]] mapping::RelationshipOption back_populates(M T::* member) {
    constexpr bool is_link = mapping::LinkMember<M>;
    static_assert(is_link, "azoth: back_populates() takes a Many<T> or a One<T>");
    return {mapping::RelationshipOption::Kind::BackPopulates, {member}};
}
/// The columns that hold the key, where several foreign keys join the two tables.
template <class... Ts, class... Ms>
[[nodiscard]] mapping::RelationshipOption foreign_keys(Ms Ts::*... members) {
    return {mapping::RelationshipOption::Kind::ForeignKeys, {members...}};
}
/// Which end of a table's foreign key to itself is the other object's: `remote_side(&Node::id)`
/// leads to the parent.
template <class... Ts, class... Ms>
[[nodiscard]] mapping::RelationshipOption remote_side(Ms Ts::*... members) {
    return {mapping::RelationshipOption::Kind::RemoteSide, {members...}};
}
/// How the objects of a Many come sorted: `order_by(&Address::email, col(&Address::id).desc())`.
template <class... Terms>
[[nodiscard]] mapping::RelationshipOption order_by(const Terms&... terms) {
    return mapping::make_order_by({mapping::OrderingTerm(terms)...});
}
/// The table between two Many: its name (`schema.name` where it has a schema), its `Table`, or its
/// struct.
[[nodiscard]] mapping::RelationshipOption secondary(std::string_view table);
[[nodiscard]] mapping::RelationshipOption secondary(const Table& table);
template <class T>
[[nodiscard]] mapping::RelationshipOption secondary() {
    mapping::RelationshipOption option{mapping::RelationshipOption::Kind::Secondary};
    option.entity = &tree::entity_of<T>;
    return option;
}
/// The same for a table that joins a struct with itself: its column that refers to the owner, and
/// the one that refers to the target.
[[nodiscard]] mapping::RelationshipOption secondary(std::string_view table,
                                                    std::string_view local_column,
                                                    std::string_view remote_column);

}  // namespace azoth
