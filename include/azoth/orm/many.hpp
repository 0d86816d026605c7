// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>
#include <azoth/orm/state/link.hpp>

#include <initializer_list>
#include <iterator>

namespace azoth {

namespace orm {

/// What `{…}` of a Many holds: an object, moved from a temporary or copied, or a Ref.
template <class T>
class Element {
public:
    // NOLINTBEGIN(google-explicit-constructor): written as plain objects
    Element(T&& object) noexcept : member_{.kind = NewMember::Kind::Move, .object = &object} {}
    Element(const T& object) noexcept
        : member_{.kind = NewMember::Kind::Copy, .object = const_cast<T*>(&object)} {}
    Element(const Ref<T>& ref) noexcept : member_{.cell = ref.cell()} {}
    // NOLINTEND(google-explicit-constructor)
    [[nodiscard]] const NewMember& member() const noexcept { return member_; }

private:
    NewMember member_;
};

}  // namespace orm

/// The objects at the other end of a one-to-many or many-to-many relationship. T may be incomplete.
///
/// As a member of a value it holds the objects that are put into it, until the owner is added to a
/// session. In a session it is loaded from the database when it is first looked at: one SELECT for
/// a growing window of the owners that came with the same result (1, 50, 500, …). The other side is
/// kept in step. A copied value has copies of its new children and the same Refs to objects of a
/// session; the copy of an object in a session has no relationship loaded. Iterating goes over the
/// members there were at its beginning, so they may be moved and removed meanwhile. Assigning whole
/// structs never changes a link in a session.
template <class T>
class Many : public orm::ManyBase {
public:
    using azoth_link_target = T;
    static constexpr mapping::LinkKind azoth_link_kind = mapping::LinkKind::Many;
    using value_type = Ref<T>;
    using Location = std::source_location;

    Many() noexcept = default;
    Many(std::initializer_list<orm::Element<T>> members) {
        for (const orm::Element<T>& element : members) {
            append_new(tree::entity_of<T>, element.member());
        }
    }
    Many(const Many&) = default;
    Many(Many&&) noexcept = default;
    ~Many() = default;
    /// Of whole structs.
    Many& operator=(const Many& other) {
        assign_value(other);
        return *this;
    }
    Many& operator=(Many&& other) noexcept {
        assign_value(std::move(other));
        return *this;
    }
    /// `team->players = other_team->players`.
    Many& operator=(Many& other) {
        replace(other);
        return *this;
    }
    Many& operator=(std::initializer_list<orm::Element<T>> members) {
        replace(Many{members});
        return *this;
    }

    /// Iterates as `Ref<T>`.
    class Iterator : public orm::MemberCursor {
    public:
        using iterator_concept = std::input_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = Ref<T>;

        using MemberCursor::MemberCursor;
        [[nodiscard]] Ref<T> operator*() const noexcept { return Ref<T>{current()}; }
        Iterator& operator++() noexcept {
            advance();
            return *this;
        }
        void operator++(int) noexcept { advance(); }
        [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept {
            return is_at_end();
        }
    };
    [[nodiscard]] Iterator begin(const Location& where = Location::current()) const {
        return Iterator{snapshot(where)};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }
    [[nodiscard]] std::size_t size(const Location& where = Location::current()) const {
        return ManyBase::size(where);
    }
    [[nodiscard]] bool empty(const Location& where = Location::current()) const {
        return ManyBase::size(where) == 0;
    }
    /// Throws ArgumentError (`no-such-member`).
    [[nodiscard]] Ref<T> at(std::size_t index, const Location& where = Location::current()) const {
        return Ref<T>{ManyBase::at(index, where)};
    }
    [[nodiscard]] Ref<T> operator[](std::size_t index) const {
        return Ref<T>{ManyBase::at(index, Location{})};
    }
    template <class U>
        requires std::same_as<std::remove_const_t<U>, T>
    [[nodiscard]] bool contains(const Ref<U>& ref,
                                const Location& where = Location::current()) const {
        return ManyBase::contains(ref.cell(), where);
    }

    /// Nothing happens when it is a member already.
    void add(const Ref<T>& ref) { ManyBase::add(ref.cell()); }
    /// A new object; in a session it is pending then (cascade save-update).
    Ref<T> add(T object) {
        Ref<T> ref = orm::loose_ref<T>(&object);
        ManyBase::add(ref.cell());
        return ref;
    }
    /// False when it is no member.
    bool remove(const Ref<T>& ref) { return ManyBase::remove(ref.cell()); }
    void clear() { replace(std::span<orm::Cell* const>{}); }
    /// Makes the objects of a range of `Ref<T>` the members.
    template <class Range>
    void assign(const Range& refs) {
        Many wanted;
        for (const auto& ref : refs) {
            wanted.add(ref);
        }
        replace(wanted);
    }
};

}  // namespace azoth
