// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/column.hpp>
#include <azoth/mapping/relationship.hpp>
#include <azoth/mapping/struct_description.hpp>

namespace azoth {

namespace mapping {

struct Registry;

namespace detail {

/// Where the members of C are in T, for a C that T is or derives from.
template <class T, class C>
[[nodiscard]] std::uint32_t base_offset() noexcept {
    // A pointer to a member of C at offset 0 gives the offset of C itself.
    return static_cast<std::uint32_t>(
        offset_in<T>(__builtin_bit_cast(char C::*, std::ptrdiff_t{0})));
}

template <class T, class C>
[[nodiscard]] Element element_in(MemberElement<C>&& member) noexcept {
    constexpr bool is_own = std::is_base_of_v<C, T>;
    static_assert(is_own, "azoth: this is a member of another struct than the one that is mapped");
    if constexpr (is_own && !std::is_same_v<C, T>) {
        member.element.move_into_derived(base_offset<T, C>());
    }
    return std::move(member.element);
}
template <class T, class E>
[[nodiscard]] Element element_in(E&& element) {
    constexpr bool is_element = std::is_constructible_v<Element, E&&>;
    static_assert(is_element,
                  "azoth: Base.map() takes column(…), relationship(…), constraints and indexes");
    if constexpr (is_element) {
        return Element(std::forward<E>(element));
    } else {
        return {};
    }
}

}  // namespace detail
}  // namespace mapping

/// What `Base.map<T>(…)` gives: a light handle to the mapping. The mapping itself is found by type.
template <class T>
class MappedTable {
public:
    using entity_type = T;
    explicit MappedTable(const mapping::Mapper& mapper) noexcept : mapper_(&mapper) {}
    [[nodiscard]] const mapping::Mapper& mapper() const noexcept { return *mapper_; }
    /// Throws MappingError when a mapping of the base is wrong.
    [[nodiscard]] const schema::Table& table() const { return mapper_->table(); }

private:
    const mapping::Mapper* mapper_;
};

struct DeclarativeBaseOptions {
    NamingConvention naming = default_naming;
};

/// The mapped structs of a program, or of one database of it: `inline azoth::DeclarativeBase Base;`
/// in a header, or `extern` there and defined in one source file. Initialised by the compiler, so
/// that maps in any unit may come first.
///
/// `map` only records. Tables and relationships are worked out, all at once, when the first of them
/// is needed; what is wrong is a MappingError then, or from `validate()`. Mapping is done while the
/// program starts (or a module is loaded); everything else may be called from any thread. Mappers
/// stay alive until the program ends, the slots of the structs are freed when the base goes.
class DeclarativeBase {
public:
    constexpr DeclarativeBase() noexcept : DeclarativeBase(DeclarativeBaseOptions{}) {}
    constexpr explicit DeclarativeBase(const DeclarativeBaseOptions& options) noexcept
        : metadata(options.naming, &DeclarativeBase::populate, this) {}
    DeclarativeBase(const DeclarativeBase&) = delete;
    DeclarativeBase& operator=(const DeclarativeBase&) = delete;
    ~DeclarativeBase();

    /// Maps T to the table of that name. Every member of an aggregate is a column unless it is a
    /// Many, a One or marked `transient`; the elements say what the types cannot. Throws nothing.
    template <class T, class... Elements>
    MappedTable<T> map(std::string_view table, Elements... elements) noexcept {
        static_assert(std::is_class_v<T>, "azoth: only structs and classes can be mapped");
        mapping::Element list[] = {mapping::detail::element_in<T>(std::move(elements))...,
                                   mapping::Element{}};
        return MappedTable<T>{add_mapping(tree::entity_of<T>,
                                          mapping::description_of<T>,
                                          table,
                                          std::span{list, sizeof...(Elements)})};
    }

    /// Works all mappings out now. Throws MappingError with everything that is wrong, a line each.
    void validate() const;

    /// The tables of the mapped structs, and those that are added to it beside them.
    MetaData metadata;

private:
    friend class mapping::Mapper;

    static void populate(MetaData& metadata, void* base);
    const mapping::Mapper& add_mapping(const tree::Entity& entity,
                                       const mapping::StructDescription& description,
                                       std::string_view table,
                                       std::span<mapping::Element> elements) noexcept;
    mapping::Registry& registry() const noexcept;
    void resolve() const;

    mutable std::atomic<mapping::Registry*> registry_{nullptr};
};

}  // namespace azoth
