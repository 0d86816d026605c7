// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/ref.hpp>
#include <azoth/tree/entity.hpp>

#include <source_location>
#include <span>

namespace azoth::orm {

struct LinkSlot;
struct Members;

/// A child that is put into a link: a new object, moved or copied out of a temporary, or one that
/// is there already.
struct NewMember {
    enum class Kind : std::uint8_t { Move, Copy, Existing };
    Kind kind = Kind::Existing;
    void* object = nullptr;  ///< Move, Copy
    Cell* cell = nullptr;    ///< Existing
};

/// A new object of no session, counted once. Throws MappingError (`not-mapped`).
[[nodiscard]] RefBase make_loose_object(const tree::Entity& entity, const NewMember& member);
template <class T>
[[nodiscard]] Ref<T> loose_ref(T* object) {
    return Ref<T>{
        make_loose_object(tree::entity_of<T>, {.kind = NewMember::Kind::Move, .object = object})
            .cell()};
}

/// What is inside every Many: either a list of its own, or a place in the owner's cell.
class ManyBase {
public:
    ManyBase() noexcept = default;
    ManyBase(const ManyBase& other);
    ManyBase(ManyBase&& other) noexcept;
    ~ManyBase();

protected:
    /// Assignment of whole structs: links that are bound stay as they are.
    void assign_value(const ManyBase& other);
    void assign_value(ManyBase&& other) noexcept;
    void replace(const ManyBase& other);
    void replace(std::span<Cell* const> cells);
    void append_new(const tree::Entity& entity, const NewMember& member);
    void add(Cell* cell);
    bool remove(Cell* cell);
    [[nodiscard]] bool contains(const Cell* cell, const std::source_location& where) const;
    [[nodiscard]] std::size_t size(const std::source_location& where) const;
    [[nodiscard]] Cell* at(std::size_t index, const std::source_location& where) const;
    /// The members as they are now, counted.
    [[nodiscard]] const Members* snapshot(const std::source_location& where) const;

private:
    friend struct LinkAccess;
    const LinkSlot* slot_ = nullptr;  ///< null: not in a session's store
    mutable Members* members_ = nullptr;
};

/// An iteration over the members that a Many had when it began; changes do not disturb it.
class MemberCursor {
public:
    MemberCursor() noexcept = default;
    explicit MemberCursor(const Members* members) noexcept;
    MemberCursor(const MemberCursor& other) noexcept;
    MemberCursor(MemberCursor&& other) noexcept;
    MemberCursor& operator=(MemberCursor other) noexcept;
    ~MemberCursor();

    [[nodiscard]] bool is_at_end() const noexcept { return next_ == last_; }
    [[nodiscard]] Cell* current() const noexcept { return *next_; }
    void advance() noexcept { ++next_; }
    [[nodiscard]] bool operator==(const MemberCursor& other) const noexcept {
        return next_ == other.next_;
    }

private:
    const Members* members_ = nullptr;
    Cell* const* next_ = nullptr;
    Cell* const* last_ = nullptr;
};

/// What is inside every One.
class OneBase {
public:
    OneBase() noexcept = default;
    OneBase(const OneBase& other) noexcept;
    OneBase(OneBase&& other) noexcept;
    ~OneBase();

protected:
    void assign_value(const OneBase& other) noexcept;
    void set(Cell* cell);
    void set_new(const tree::Entity& entity, const NewMember& member);
    [[nodiscard]] Cell* get(const std::source_location& where) const;

private:
    friend struct LinkAccess;
    const LinkSlot* slot_ = nullptr;
    mutable Cell* target_ = nullptr;
};

}  // namespace azoth::orm
