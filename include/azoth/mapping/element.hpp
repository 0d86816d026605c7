// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/member.hpp>
#include <azoth/schema/elements.hpp>

#include <type_traits>

namespace azoth {
namespace mapping {

struct ElementData;

/// One argument of `Base.map<T>(…)`: a column, a relationship, or something that concerns the whole
/// table. What is wrong with it is told when the mapping is first used.
class Element {
public:
    Element() noexcept = default;
    explicit Element(ElementData* data) noexcept : data_(data) {}
    // NOLINTBEGIN(google-explicit-constructor): the words of schema/elements.hpp are elements
    Element(schema::ColumnElement column);
    Element(schema::PrimaryKey constraint);
    Element(schema::UniqueConstraint constraint);
    Element(schema::CheckConstraint constraint);
    Element(schema::ForeignKey constraint);
    Element(schema::Index index);
    Element(schema::Comment comment);
    Element(schema::RenamedFrom name);
    Element(schema::SchemaName name);
    Element(std::pair<std::string, std::string> option);
    // NOLINTEND(google-explicit-constructor)
    Element(Element&& other) noexcept : data_(other.release()) {}
    Element& operator=(Element&& other) noexcept;
    ~Element();

    [[nodiscard]] ElementData* release() noexcept;
    /// The member was named through a base class that starts `offset` bytes into the struct.
    void move_into_derived(std::uint32_t offset) noexcept;

private:
    ElementData* data_ = nullptr;
};

/// An element that belongs to a member of C.
template <class C>
struct MemberElement {
    Element element;
};

/// A column or an expression of a mapped struct's index.
struct MemberIndexPart : schema::IndexPart {
    // NOLINTBEGIN(google-explicit-constructor): lists of parts
    template <class T, class M>
    MemberIndexPart(M T::* part_member) noexcept : member(part_member) {}
    MemberIndexPart(schema::IndexPart part) : IndexPart(std::move(part)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] MemberIndexPart descending() const;
    [[nodiscard]] MemberIndexPart nulls_first() const;
    [[nodiscard]] MemberIndexPart nulls_last() const;
    [[nodiscard]] MemberIndexPart collate(std::string_view name) const;
    [[nodiscard]] MemberIndexPart with_operator_class(std::string_view name) const;

    Member member{};
};

using Members = std::initializer_list<Member>;
using MemberIndexParts = std::initializer_list<MemberIndexPart>;

[[nodiscard]] Element make_member_index(std::string_view name,
                                        MemberIndexParts parts,
                                        std::span<const schema::IndexOption> options);
[[nodiscard]] Element make_member_foreign_key(std::string_view name,
                                              Members members,
                                              Members referred,
                                              std::span<const schema::ForeignKeyOption> options);

}  // namespace mapping

// The words of schema/elements.hpp with members in place of names.

[[nodiscard]] mapping::Element primary_key_constraint(std::string_view name,
                                                      mapping::Members members);
[[nodiscard]] mapping::Element primary_key_constraint(mapping::Members members);
[[nodiscard]] mapping::Element unique_constraint(std::string_view name, mapping::Members members);
[[nodiscard]] mapping::Element unique_constraint(mapping::Members members);

/// `foreign_key_constraint({&A::x, &A::y}, {&B::x, &B::y}, OnDelete::Cascade)`.
template <class... Options>
[[nodiscard]] mapping::Element foreign_key_constraint(std::string_view name,
                                                      mapping::Members members,
                                                      mapping::Members referred,
                                                      Options... options) {
    return mapping::make_member_foreign_key(
        name, members, referred, schema::ForeignKeyOptions{options...});
}
template <class... Options>
[[nodiscard]] mapping::Element foreign_key_constraint(mapping::Members members,
                                                      mapping::Members referred,
                                                      Options... options) {
    return mapping::make_member_foreign_key(
        {}, members, referred, schema::ForeignKeyOptions{options...});
}

/// `index("ix_user_name", {&User::name, index_column(&User::id).descending()}, where("id > 0"))`.
template <class... Options>
[[nodiscard]] mapping::Element index(std::string_view name,
                                     mapping::MemberIndexParts parts,
                                     const Options&... options) {
    if constexpr (sizeof...(Options) == 0) {
        return mapping::make_member_index(name, parts, {});
    } else {
        const schema::IndexOption list[] = {schema::IndexOption(options)...};
        return mapping::make_member_index(name, parts, list);
    }
}

template <class T, class M>
[[nodiscard]] mapping::MemberIndexPart index_column(M T::* member) {
    return mapping::MemberIndexPart{member};
}

}  // namespace azoth
