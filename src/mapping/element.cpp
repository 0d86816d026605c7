// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

namespace azoth {
namespace mapping {

namespace {

template <class Content>
ElementData* element_data(Content content) {
    return new ElementData{.content = std::move(content)};
}

std::vector<std::string> unnamed(std::size_t count) {
    return std::vector<std::string>(count);
}

}  // namespace

Element::Element(schema::ColumnElement column) : data_(element_data(std::move(column))) {}
Element::Element(schema::PrimaryKey constraint) : data_(element_data(std::move(constraint))) {}
Element::Element(schema::UniqueConstraint constraint)
    : data_(element_data(std::move(constraint))) {}
Element::Element(schema::CheckConstraint constraint) : data_(element_data(std::move(constraint))) {}
Element::Element(schema::ForeignKey constraint) : data_(element_data(std::move(constraint))) {}
Element::Element(schema::Index index) : data_(element_data(std::move(index))) {}
Element::Element(schema::Comment comment) : data_(element_data(std::move(comment))) {}
Element::Element(schema::RenamedFrom name) : data_(element_data(std::move(name))) {}
Element::Element(schema::SchemaName name) : data_(element_data(std::move(name))) {}
Element::Element(std::pair<std::string, std::string> option)
    : data_(element_data(std::move(option))) {}

Element& Element::operator=(Element&& other) noexcept {
    std::swap(data_, other.data_);
    return *this;
}

Element::~Element() {
    delete data_;
}

ElementData* Element::release() noexcept {
    return std::exchange(data_, nullptr);
}

void Element::move_into_derived(std::uint32_t offset) noexcept {
    data_->base_offset = offset;
}

MemberIndexPart MemberIndexPart::descending() const {
    MemberIndexPart part = *this;
    part.order = schema::SortOrder::Descending;
    return part;
}

MemberIndexPart MemberIndexPart::nulls_first() const {
    MemberIndexPart part = *this;
    part.nulls = schema::NullsOrder::First;
    return part;
}

MemberIndexPart MemberIndexPart::nulls_last() const {
    MemberIndexPart part = *this;
    part.nulls = schema::NullsOrder::Last;
    return part;
}

MemberIndexPart MemberIndexPart::collate(std::string_view name) const {
    MemberIndexPart part = *this;
    part.collation = name;
    return part;
}

MemberIndexPart MemberIndexPart::with_operator_class(std::string_view name) const {
    MemberIndexPart part = *this;
    part.operator_class = name;
    return part;
}

Element make_member_index(std::string_view name,
                          MemberIndexParts parts,
                          std::span<const schema::IndexOption> options) {
    const std::vector<schema::IndexPart> plain(parts.begin(), parts.end());
    MemberIndex element{.index = schema::make_index(name, plain, options)};
    for (const MemberIndexPart& part : parts) {
        element.members.push_back(part.member);
    }
    return Element{element_data(std::move(element))};
}

Element make_member_foreign_key(std::string_view name,
                                Members members,
                                Members referred,
                                std::span<const schema::ForeignKeyOption> options) {
    MemberForeignKeyConstraint element{
        .constraint = schema::make_foreign_key(name, {}, "", {}, options),
        .members = members,
        .referred = referred};
    element.constraint.columns = unnamed(members.size());
    return Element{element_data(std::move(element))};
}

schema::ColumnOption make_foreign_key_option(Member target,
                                             std::span<const schema::ForeignKeyOption> options) {
    schema::ColumnOption option{schema::ColumnOptionKind::ForeignKey};
    option.foreign_key = schema::make_foreign_key({}, {}, "", {}, options);
    option.target = target.entity;
    option.target_offset = target.offset;
    return option;
}

Element make_member_column(Member member,
                           const MemberType& type,
                           std::string_view member_name,
                           std::span<const schema::ColumnOption> options) {
    return Element{
        new ElementData{.content = ColumnDeclaration{.options = {options.begin(), options.end()}},
                        .member = member,
                        .type = &type,
                        .member_name = std::string{member_name}}};
}

// g++:   "… member_name() [with auto MemberPointer = &User::name; std::string_view = …]"
// clang: "… member_name() [MemberPointer = &User::name]"
// An inherited member reads "(&User::name)" or "&Base::name"; the name is what follows the last
// "::".
std::string_view member_name_in(std::string_view signature) noexcept {
    const auto start = signature.find("MemberPointer = ");
    if (start == std::string_view::npos) {
        return {};
    }
    signature.remove_prefix(start);
    const auto semicolon = signature.find("; std::string_view = ");
    signature =
        signature.substr(0, semicolon == std::string_view::npos ? signature.rfind(']') : semicolon);
    const auto last = signature.rfind("::");
    std::string_view name = last == std::string_view::npos ? signature : signature.substr(last + 2);
    while (!name.empty() && (name.back() == ')' || name.back() == ' ')) {
        name.remove_suffix(1);
    }
    return name;
}

}  // namespace mapping

mapping::Element primary_key_constraint(std::string_view name, mapping::Members members) {
    return mapping::Element{mapping::element_data(mapping::MemberPrimaryKey{
        .constraint = {.name = std::string{name}, .columns = mapping::unnamed(members.size())},
        .members = members})};
}

mapping::Element primary_key_constraint(mapping::Members members) {
    return primary_key_constraint({}, members);
}

mapping::Element unique_constraint(std::string_view name, mapping::Members members) {
    return mapping::Element{mapping::element_data(mapping::MemberUnique{
        .constraint = {.name = std::string{name}, .columns = mapping::unnamed(members.size())},
        .members = members})};
}

mapping::Element unique_constraint(mapping::Members members) {
    return unique_constraint({}, members);
}

}  // namespace azoth
