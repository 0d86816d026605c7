// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>
#include <azoth/orm/state/link.hpp>

namespace azoth {

/// The object at the other end of a many-to-one or one-to-one relationship, or none. T may be
/// incomplete.
///
/// Set it from a `Ref<T>`, a new T, or `nullptr`; test it with `if`; reach the object with `->`. In
/// a session it is loaded when it is first looked at, without SQL where the session has the object
/// already. The other side, and at the next flush the foreign key, are kept in step. Assigning
/// whole structs never changes a link in a session.
template <class T>
class One : public orm::OneBase {
public:
    using azoth_link_target = T;
    static constexpr mapping::LinkKind azoth_link_kind = mapping::LinkKind::One;
    using Location = std::source_location;

    One() noexcept = default;
    // NOLINTBEGIN(google-explicit-constructor): written as plain objects
    One(std::nullptr_t) noexcept {}
    One(const Ref<T>& ref) { set(ref.cell()); }
    One(T object) {
        set_new(tree::entity_of<T>, {.kind = orm::NewMember::Kind::Move, .object = &object});
    }
    // NOLINTEND(google-explicit-constructor)
    One(const One&) noexcept = default;
    One(One&&) noexcept = default;
    ~One() = default;
    /// Of whole structs.
    One& operator=(const One& other) noexcept {
        assign_value(other);
        return *this;
    }
    One& operator=(One&& other) noexcept {
        assign_value(other);
        return *this;
    }
    /// `a->user = b->user`.
    One& operator=(One& other) {
        set(other.get(Location{}));
        return *this;
    }
    One& operator=(const Ref<T>& ref) {
        set(ref.cell());
        return *this;
    }
    One& operator=(std::nullptr_t) {
        set(nullptr);
        return *this;
    }
    One& operator=(T&& object) {
        set_new(tree::entity_of<T>, {.kind = orm::NewMember::Kind::Move, .object = &object});
        return *this;
    }

    [[nodiscard]] Ref<T> ref(const Location& where = Location::current()) const {
        return Ref<T>{get(where)};
    }
    operator Ref<T>() const { return ref(Location{}); }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] explicit operator bool() const { return get(Location{}) != nullptr; }
    [[nodiscard]] T* operator->() { return ref(Location{}).operator->(); }
    [[nodiscard]] T& operator*() { return *ref(Location{}); }
    [[nodiscard]] const T* operator->() const { return Ref<const T>{ref(Location{})}.operator->(); }
    [[nodiscard]] const T& operator*() const { return *Ref<const T>{ref(Location{})}; }

    template <class U>
        requires std::same_as<std::remove_const_t<U>, T>
    [[nodiscard]] bool operator==(const Ref<U>& other) const {
        return get(Location{}) == other.cell();
    }
    [[nodiscard]] bool operator==(const One& other) const {
        return get(Location{}) == other.get(Location{});
    }
    [[nodiscard]] bool operator==(std::nullptr_t) const { return get(Location{}) == nullptr; }
};

}  // namespace azoth
