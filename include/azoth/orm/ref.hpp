// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/state/cell.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace azoth {

template <class T>
class Ref;

namespace orm {

/// What every Ref is: a counted pointer to a cell.
class RefBase {
public:
    constexpr RefBase() noexcept = default;
    explicit RefBase(Cell* cell) noexcept : cell_(cell) { retain(); }
    RefBase(const RefBase& other) noexcept : cell_(other.cell_) { retain(); }
    RefBase(RefBase&& other) noexcept : cell_(std::exchange(other.cell_, nullptr)) {}
    RefBase& operator=(const RefBase& other) noexcept {
        RefBase copy{other};
        std::swap(cell_, copy.cell_);
        return *this;
    }
    RefBase& operator=(RefBase&& other) noexcept {
        std::swap(cell_, other.cell_);
        return *this;
    }
    ~RefBase() {
        if (cell_ != nullptr && cell_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            release_cell(cell_);
        }
    }

    [[nodiscard]] explicit operator bool() const noexcept { return cell_ != nullptr; }
    [[nodiscard]] Cell* cell() const noexcept { return cell_; }

protected:
    void ensure_readable() const {
        if (cell_ == nullptr || cell_->loaded < cell_->clock->oldest_fresh) [[unlikely]] {
            prepare_for_reading(cell_);
        }
    }
    void ensure_writable() const {
        if (cell_ == nullptr || cell_->touched != cell_->clock->epoch) [[unlikely]] {
            prepare_for_writing(cell_);
        }
    }

private:
    void retain() noexcept {
        if (cell_ != nullptr && cell_->references.fetch_add(1, std::memory_order_relaxed) == 0) {
            hold_cell(cell_);
        }
    }

    Cell* cell_ = nullptr;
};

}  // namespace orm

/// A handle to an object in a session's store. It works like a pointer and never dangles: it keeps
/// the store alive.
///
/// The first access through a `Ref<T>` in a transaction remembers the members, so that what is
/// changed is written by the next flush; `Ref<const T>` only reads and costs nothing. An object
/// whose transaction has ended is loaded again, in one SELECT together with others of its kind that
/// are still held. Access throws InvalidRequestError (`null-ref`), DetachedInstanceError
/// (`expunged`) and ObjectDeletedError (`object-deleted`). After the session is closed the object
/// may be read. A Ref may be moved to another thread; an object is for one thread at a time.
template <class T>
class Ref : public orm::RefBase {
public:
    using element_type = T;

    constexpr Ref() noexcept = default;
    constexpr Ref(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor)
    explicit Ref(orm::Cell* cell) noexcept : RefBase(cell) {}
    explicit Ref(RefBase&& other) noexcept : RefBase(std::move(other)) {}
    /// A Ref for reading, of a Ref for writing.
    template <class U>
        requires std::same_as<const U, T> && (!std::is_const_v<U>)
    Ref(const Ref<U>& other) noexcept : RefBase(other) {}  // NOLINT(google-explicit-constructor)
    template <class U>
        requires std::same_as<const U, T> && (!std::is_const_v<U>)
    Ref(Ref<U>&& other) noexcept
        : RefBase(std::move(other)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] T& operator*() const { return *get(); }
    [[nodiscard]] T* operator->() const { return get(); }

    template <class U>
        requires std::same_as<std::remove_const_t<U>, std::remove_const_t<T>>
    [[nodiscard]] bool operator==(const Ref<U>& other) const noexcept {
        return cell() == other.cell();
    }
    [[nodiscard]] bool operator==(std::nullptr_t) const noexcept { return cell() == nullptr; }

private:
    [[nodiscard]] T* get() const {
        if constexpr (std::is_const_v<T>) {
            ensure_readable();
        } else {
            ensure_writable();
        }
        return orm::object_in<std::remove_const_t<T>>(cell());
    }
};

template <class T>
Ref(Ref<T>) -> Ref<T>;

namespace orm {
template <class T>
inline constexpr bool is_ref = false;
template <class T>
inline constexpr bool is_ref<Ref<T>> = true;
}  // namespace orm

}  // namespace azoth

/// Refs to one object have one hash, for reading or for writing.
template <class T>
struct std::hash<azoth::Ref<T>> {
    [[nodiscard]] std::size_t operator()(const azoth::Ref<T>& ref) const noexcept {
        return std::hash<const void*>{}(ref.cell());
    }
};
