// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/orm/loading/options.hpp>
#include <azoth/orm/session/session_result.hpp>
#include <azoth/orm/session/statistics.hpp>

namespace azoth {

struct SessionOptions {
    bool autoflush = true;  ///< changes are written before a query that may see them
    bool expire_on_commit =
        true;  ///< objects are loaded again after a commit, when they are looked at
    /// Of its transactions. By default they read until they write, which SQLite refuses
    /// (SerializationError) when another has written since they read.
    Access access = Access::Default;
};

/// What a member was before it was changed, and what it is.
template <class M>
struct History {
    M before;
    M now;
    bool is_changed;
};

namespace orm {

template <class K>
[[nodiscard]] ValueView key_view(const K& key, [[maybe_unused]] Value* scratch) {
    if constexpr (azoth::detail::PlainInteger<K>) {
        return ValueView::integer(static_cast<std::int64_t>(key));
    } else if constexpr (azoth::detail::TextLike<K>) {
        return ValueView::text(key);
    } else {
        return codec_of<K>.view(&key, *scratch);
    }
}

enum class Expiry : std::uint8_t { Now, Later };

class Store;

/// Leads to a session while it is open with the objects it had: moving it does not matter.
class SessionLink {
public:
    explicit SessionLink(SessionCore& session) noexcept;
    SessionLink(SessionLink&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}
    SessionLink(const SessionLink&) = delete;
    SessionLink& operator=(const SessionLink&) = delete;
    SessionLink& operator=(SessionLink&&) = delete;
    ~SessionLink();
    /// Null when it was closed.
    [[nodiscard]] SessionCore* session() const noexcept;

private:
    Store* store_;
};

}  // namespace orm

/// A savepoint: what `Session::begin_nested` gives. Rolls back at the end of its scope unless it
/// was committed. It may outlive its session, whose end is its end.
class NestedTransaction {
public:
    NestedTransaction(NestedTransaction&& other) noexcept = default;
    NestedTransaction(const NestedTransaction&) = delete;
    NestedTransaction& operator=(const NestedTransaction&) = delete;
    NestedTransaction& operator=(NestedTransaction&&) = delete;
    ~NestedTransaction();

    /// Flushes and releases the savepoint. Throws InvalidRequestError (`transaction-ended`) when it
    /// has ended.
    void commit();
    /// Everything is as it was when the savepoint was made: rows, members, links and generated
    /// keys.
    void rollback();

private:
    friend class Session;
    NestedTransaction(orm::SessionCore& session, std::uint32_t level) noexcept
        : link_(session), level_(level) {}
    [[nodiscard]] orm::SessionCore& open_session() const;
    orm::SessionLink link_;
    std::uint32_t level_;
};

/// Queries do not flush while it lives.
class NoAutoflush {
public:
    explicit NoAutoflush(orm::SessionCore& session) noexcept;
    NoAutoflush(const NoAutoflush&) = delete;
    NoAutoflush& operator=(const NoAutoflush&) = delete;
    ~NoAutoflush();

private:
    orm::SessionLink link_;
};

/// A conversation with the database through objects: a store of objects, one for each row, and the
/// changes made to them.
///
/// The first statement begins a transaction, which `commit` or `rollback` ends; a connection is
/// held only meanwhile. What is changed through a `Ref` is written by the next flush, which runs
/// before a query that may see it, on `flush()` and on `commit()`. Used by one thread at a time:
/// concurrent use is an InvalidRequestError (`session-in-use`). Closing it rolls back what was not
/// committed; objects stay readable.
class Session {
public:
    explicit Session(Engine engine, const SessionOptions& options = {});
    Session(Session&& other) noexcept;
    Session& operator=(Session&& other) noexcept;
    ~Session();

    /// Moves the object in; its INSERT comes with the next flush. What its links hold comes along.
    template <class T>
        requires(!orm::is_ref<T>)
    Ref<T> add(T object) {
        constexpr bool is_pointer = requires { object.operator->(); };
        static_assert(std::is_class_v<T> && !is_pointer,
                      "azoth: add() takes an object of a mapped struct, or a Ref; of a pointer: "
                      "add(*pointer)");
        return Ref<T>{add_object(tree::entity_of<T>, &object)};
    }
    /// An object that a rollback or `expunge` of a pending one made transient, or that was removed
    /// and not flushed.
    template <class T>
    Ref<T> add(const Ref<T>& ref) {
        add_cell(ref.cell());
        return ref;
    }
    /// Adds copies of the elements; moves them out of a range that is moved in.
    template <class Range>
    void add_all(Range&& objects) {
        for (auto& object : objects) {
            if constexpr (std::is_lvalue_reference_v<Range>) {
                add(object);
            } else {
                add(std::move(object));
            }
        }
    }

    /// The object with this primary key; an empty Ref when there is none. No SQL when the session
    /// has it.
    template <class T, class... Keys>
    [[nodiscard]] Ref<T> get(const Keys&... keys) {
        static_assert(sizeof...(Keys) > 0, "azoth: get<T>() takes the values of the primary key");
        if constexpr (((azoth::detail::PlainInteger<Keys> || azoth::detail::TextLike<Keys>) &&
                       ...)) {
            const ValueView views[] = {orm::key_view(keys, nullptr)...};
            return Ref<T>{get_object(tree::entity_of<std::remove_const_t<T>>, views)};
        } else {
            Value scratch[sizeof...(Keys)];
            Value* next = scratch;
            const ValueView views[] = {orm::key_view(keys, next++)...};
            return Ref<T>{get_object(tree::entity_of<std::remove_const_t<T>>, views)};
        }
    }

    /// Its DELETE comes with the next flush, and those of what it cascades to. A pending object
    /// becomes transient.
    template <class T>
    void remove(const Ref<T>& ref) {
        remove_cell(ref.cell());
    }
    /// Loads it again now; changes are lost. Throws ObjectDeletedError when its row is gone.
    template <class T>
    void refresh(const Ref<T>& ref) {
        expire_cell(ref.cell(), orm::Expiry::Now);
    }
    /// Loads it again when it is looked at; changes are lost.
    template <class T>
    void expire(const Ref<T>& ref) {
        expire_cell(ref.cell(), orm::Expiry::Later);
    }
    void expire_all();
    /// Brings the values of an object that belongs to no session: into the object with its key,
    /// which is loaded when the session does not have it, or as a new one. Relationships that it
    /// has not loaded stay as they are.
    template <class T>
        requires(!orm::is_ref<T>)
    Ref<T> merge(T object) {
        return Ref<T>{merge_object(tree::entity_of<T>, &object)};
    }
    /// The session forgets it; access is a DetachedInstanceError then. A pending object becomes
    /// transient.
    template <class T>
    void expunge(const Ref<T>& ref) {
        expunge_cell(ref.cell());
    }
    void expunge_all();

    /// Writes what has changed, in few statements. An error names the object and its constraint;
    /// `rollback()` is due then.
    void flush();
    void commit();
    /// Members, links and generated keys are as before; objects that were added are transient
    /// again.
    void rollback();
    [[nodiscard]] NestedTransaction begin_nested();
    [[nodiscard]] NoAutoflush no_autoflush() { return NoAutoflush{core()}; }
    /// Rolls back what is open. The session may be used again, with an empty store.
    void close();

    /// Differs from what the database has, as far as known.
    template <class T>
    [[nodiscard]] bool is_modified(const Ref<T>& ref) {
        return is_cell_modified(ref.cell());
    }
    template <class T>
    [[nodiscard]] ObjectState state(const Ref<T>& ref) const {
        return orm::state_of(ref.cell());
    }
    /// The object as a plain value; its relationships are not loaded.
    template <class T>
    [[nodiscard]] std::remove_const_t<T> value(const Ref<T>& ref) const {
        return *Ref<const T>{ref};
    }
    template <class T, class C, class M>
    [[nodiscard]] History<M> history(const Ref<T>& ref, M C::* member) {
        const M& now = (*Ref<const T>{ref}).*member;
        const auto offset = static_cast<std::uint32_t>(offset_in<std::remove_const_t<T>>(member));
        const void* before = known_member(ref.cell(), offset);
        const M& original = before != nullptr ? *static_cast<const M*>(before) : now;
        return {original, now, !(original == now)};
    }
    /// The object at which the last flush failed; empty when none did or it is of another struct.
    template <class T>
    [[nodiscard]] Ref<T> failed_object() const {
        return Ref<T>{failed_cell(tree::entity_of<T>)};
    }

    /// Objects as `Ref`, values as they are; tuples where several things are selected.
    template <class... Ts>
    [[gnu::noinline]] auto execute(const Select<Ts...>& statement) {
        using Storage = typename orm::StorageOf<Ts...>::type;
        return SessionResult<Storage>{Storage::load(core(), statement.tree())};
    }
    /// The first item of each row.
    template <class T, class... Ts>
    [[gnu::noinline]] auto scalars(const Select<T, Ts...>& statement) {
        if constexpr (sizeof...(Ts) == 0) {
            return execute(statement);
        } else {
            return execute(statement).scalars();
        }
    }
    /// The first item of the only row.
    template <class... Ts>
    auto scalar_one(const Select<Ts...>& statement) {
        return execute(statement).scalar_one();
    }
    // Changes by statement. Objects of the struct that the session has are loaded again when they
    // are looked at.
    template <class E, class... Rs>
    Result<Rs...> execute(const Insert<E, Rs...>& statement) {
        return Result<Rs...>{change(statement.tree(), tree::entity_of<E>)};
    }
    template <class E, class... Rs>
    Result<Rs...> execute(const Update<E, Rs...>& statement) {
        return Result<Rs...>{change(statement.tree(), tree::entity_of<E>)};
    }
    template <class E, class... Rs>
    Result<Rs...> execute(const Delete<E, Rs...>& statement) {
        return Result<Rs...>{change(statement.tree(), tree::entity_of<E>)};
    }
    template <class... Rs>
    TextResult<Rs...> execute(const TextStatement<Rs...>& statement,
                              std::initializer_list<NamedValue> parameters = {}) {
        return engine::text_result<Rs...>(
            run_text(statement.sql(), {parameters.begin(), parameters.size()}));
    }

    /// The connection of the current transaction, which is begun. Valid until `commit`, `rollback`
    /// or `close`.
    [[nodiscard]] Connection& connection();
    [[nodiscard]] const Engine& engine() const;
    [[nodiscard]] const SessionStatistics& stats() const;
    [[nodiscard]] orm::SessionCore& core() const;

private:
    orm::RefBase add_object(const tree::Entity& entity, void* object);
    void add_cell(orm::Cell* cell);
    orm::RefBase get_object(const tree::Entity& entity, std::span<const ValueView> key);
    void remove_cell(orm::Cell* cell);
    void expire_cell(orm::Cell* cell, orm::Expiry expiry);
    orm::RefBase merge_object(const tree::Entity& entity, void* object);
    void expunge_cell(orm::Cell* cell);
    [[nodiscard]] bool is_cell_modified(orm::Cell* cell);
    [[nodiscard]] const void* known_member(orm::Cell* cell, std::uint32_t offset) const;
    [[nodiscard]] orm::Cell* failed_cell(const tree::Entity& entity) const;
    engine::StatementLease change(const tree::Tree& statement, const tree::Entity& entity);
    engine::StatementLease run_text(std::string_view sql, std::span<const NamedValue> parameters);

    std::unique_ptr<orm::SessionCore> core_;
};

}  // namespace azoth
