// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/entity_store.hpp"
#include "orm/state/secondary_changes.hpp"
#include "orm/state/undo.hpp"

#include <azoth/engine/engine.hpp>

#include <deque>
#include <source_location>

namespace azoth::orm {

/// What the store asks of the session: everything that needs the database. All of them may throw
/// what the database says.
class StoreHost {
public:
    virtual ~StoreHost() = default;
    /// Loads the columns of a stale object. Throws ObjectDeletedError when its row is gone.
    virtual void reload(Cell& cell) = 0;
    /// Loads a relationship of a persistent object, perhaps of its neighbours too.
    virtual void load_link(Cell& owner,
                           const LinkSlot& slot,
                           const std::source_location& where) = 0;
    /// Until `let_flush` loads write nothing before they read. Calls nest.
    virtual void hold_flushes() noexcept = 0;
    virtual void let_flush() noexcept = 0;
};

/// While a link is changed, what it held is looked up without a flush: the new member would be
/// written before it is linked.
class WithoutFlush {
public:
    explicit WithoutFlush(StoreHost* host) noexcept : host_(host) {
        if (host_ != nullptr) {
            host_->hold_flushes();
        }
    }
    WithoutFlush(const WithoutFlush&) = delete;
    WithoutFlush& operator=(const WithoutFlush&) = delete;
    ~WithoutFlush() {
        if (host_ != nullptr) {
            host_->let_flush();
        }
    }

private:
    StoreHost* host_;
};

/// The objects of one result, in its order: neighbours of a lazy load.
struct ResultPeers {
    std::vector<Cell*> cells{};
    std::vector<std::pair<const LinkSlot*, std::uint32_t>>
        loads{};                             ///< how often a window was loaded
    std::vector<const LinkSlot*> refused{};  ///< raise_load
    std::size_t own = 0;                     ///< objects that no later result has brought
};

/// All objects of one session: families of cells, what is pending, removed or changed, and the undo
/// log. Outlives the session while a Ref holds one of its objects.
class Store final : public Clock {
public:
    Store(StoreHost& host, Engine engine) noexcept;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store();

    void retain() noexcept { holders_.fetch_add(1, std::memory_order_relaxed); }
    void release() noexcept;
    /// The session is gone: objects stay readable.
    void close() noexcept;
    [[nodiscard]] bool is_open() const noexcept { return host_ != nullptr; }
    [[nodiscard]] StoreHost& host() const noexcept { return *host_; }
    /// Null when the session is gone.
    [[nodiscard]] StoreHost* open_host() const noexcept { return host_; }
    [[nodiscard]] WithoutFlush without_flush() const noexcept { return WithoutFlush{host_}; }

    /// Throws MappingError (`not-mapped`).
    [[nodiscard]] EntityStore& family(const tree::Entity& entity);
    [[nodiscard]] EntityStore& family(const mapping::Mapper& mapper) {
        return family(mapper.entity());
    }
    [[nodiscard]] std::span<const std::unique_ptr<EntityStore>> families() const noexcept {
        return families_;
    }

    /// The only writer of an object's state; what belongs to the step goes with it. The identity
    /// map of what becomes persistent is the caller's, who may know the key's hash.
    void become(Cell& cell, ObjectState state) noexcept;
    /// Makes a transient object pending, and what its links hold (cascade save-update). Objects of
    /// another session are refused: InvalidRequestError (`other-session`).
    void attach(Cell* cell);
    /// Gives an object's links their place in the store; its children come along. It stays
    /// transient.
    void bind(Cell& cell);
    /// Before a link is changed: the member becomes one of the owner's store, pending where the
    /// owner is and the link cascades.
    void attach_member(Cell& owner, const LinkSlot& slot, Cell& member);
    /// A persistent object whose row will be deleted.
    void mark_removed(Cell* cell);
    /// Pending objects become transient, persistent ones detached.
    void expunge(Cell* cell);
    /// Links that were changed and not flushed are dropped; loaded ones are looked up again.
    void forget_links(Cell& cell) noexcept;

    /// After COMMIT or ROLLBACK: which objects must be loaded again before they are read.
    enum class Expire : std::uint8_t { Nothing, Everything };
    void end_transaction(Expire expire) noexcept;
    /// Members show what they showed before the level began; its new objects are transient.
    void roll_back_level();

    /// Null where the result that brought the object is forgotten.
    [[nodiscard]] ResultPeers* peers_of(const Cell& cell) noexcept;
    ResultPeers& add_peers(std::vector<Cell*> cells);
    /// All are loaded again when they are looked at, but for those with changes that were not
    /// flushed.
    void expire(EntityStore& family) noexcept;
    /// Changes are lost, those of its links too; it is loaded again when it is looked at. Gives the
    /// pending objects that had no other parent and may not be without one (delete-orphan).
    std::vector<Cell*> expire(Cell& cell);
    /// All of them. New objects keep their parents.
    void expire_all();

    std::vector<Cell*> pending{};
    std::uint32_t pending_generation = 1;  ///< how often the list was emptied
    std::vector<Cell*> removed{};
    std::vector<Cell*> linked{};  ///< children whose parent was assigned
    SecondaryChanges secondary{};
    std::vector<UndoLevel> levels{};
    std::uint64_t comparisons = 0;
    /// Counts objects that were removed, expunged or became transient: links may lead to them
    /// still.
    std::uint32_t removal_generation = 1;
    std::uint32_t next_level = 1;  ///< numbers of undo levels are not used twice

private:
    class Attachment;
    void drop_changes() noexcept;
    std::vector<Cell*> drop_link_changes(Cell& owner);
    void expire_own(Cell& cell);
    void leave_batch(const Cell& cell) noexcept;

    std::atomic<std::uint32_t> holders_{1};
    StoreHost* host_;
    Engine engine_;
    bool is_counted_ = false;  ///< among the engine's closed stores that are held
    std::vector<std::unique_ptr<EntityStore>> families_{};
    std::deque<ResultPeers> batches_{};
    std::uint32_t first_batch_ = 1;
};

}  // namespace azoth::orm
