// SPDX-License-Identifier: MIT
#pragma once

#include "orm/loading/query_plan.hpp"
#include "orm/loading/relationship_loader.hpp"
#include "orm/session/pending_keys.hpp"
#include "orm/unit_of_work/flush.hpp"

#include <azoth/orm/session/session.hpp>

#include <optional>

namespace azoth::orm {

class ObjectStream;

/// What is behind a Session: the store, the connection of the transaction, the levels of
/// savepoints.
class SessionCore final : public StoreHost {
public:
    SessionCore(Engine engine, const SessionOptions& options);
    SessionCore(const SessionCore&) = delete;
    SessionCore& operator=(const SessionCore&) = delete;
    ~SessionCore() override;

    /// While it lives no other thread may use the session. Throws InvalidRequestError
    /// (`session-in-use`).
    class Use {
    public:
        explicit Use(SessionCore& core);
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
        ~Use();

    private:
        std::atomic<const void*>* claimed_ = nullptr;
    };

    [[nodiscard]] Store& store() noexcept { return *store_; }
    /// Begins the transaction where none is. Throws InvalidRequestError (`rollback-due`).
    [[nodiscard]] Connection& connection();
    [[nodiscard]] LoadContext context() { return {*store_, connection()}; }

    void flush(Comparison comparison);
    /// Flushes when the tables hold objects that are pending, changed or removed.
    void autoflush(const tree::Node& statement);
    void autoflush(const StatementTables& tables);
    void autoflush(EntityStore& family);
    void autoflush();
    void commit();
    void rollback();
    std::uint32_t begin_nested();
    void commit_nested(std::uint32_t level);
    void rollback_nested(std::uint32_t level);
    [[nodiscard]] bool has_level(std::uint32_t level) const noexcept;
    void close() noexcept;
    /// Closes the store and begins an empty one.
    void renew();
    void require_rollback() noexcept { needs_rollback_ = true; }
    [[nodiscard]] static bool contains_delete(const tree::Node& statement) noexcept;

    void reload(Cell& cell) override;
    void load_link(Cell& owner, const LinkSlot& slot, const std::source_location& where) override;
    void hold_flushes() noexcept override { ++flushes_held_back; }
    void let_flush() noexcept override { --flushes_held_back; }

    [[nodiscard]] Cell* get(EntityStore& family, std::span<const ValueView> key);
    Cell* add_object(EntityStore& family, void* object);
    /// `above`: the link of a parent that brings it along, and says what its foreign key is.
    Cell* merge_object(EntityStore& family,
                       void* object,
                       const mapping::Relationship* above = nullptr);
    /// Marks it for deletion; a pending object becomes transient, and what it cascades to.
    void remove(Cell& cell);
    void expunge(Cell& cell);
    void expire_with_links(Cell& cell);
    /// Rows of the struct's table were deleted by statement: what they may have taken along is
    /// loaded again when it is looked at.
    void expire_after_delete(const tree::Entity& entity);
    void check_known(const Cell* cell, std::string_view action) const;

    Engine engine;
    SessionOptions options;
    SessionStatistics statistics{};
    int flushes_held_back = 0;
    std::vector<ObjectStream*> streams{};  ///< that read from the transaction
    Cell* failed = nullptr;

private:
    friend class Use;
    /// False for a session that has only read: no object was handed out for writing.
    [[nodiscard]] bool may_have_changes() const noexcept;
    [[nodiscard]] bool has_changes(EntityStore& family);
    [[nodiscard]] bool links_changed(const StatementTables& tables) const;
    void end_streams() noexcept;
    void end_transaction() noexcept;
    void cascade();
    void cascade_removals(std::span<Cell* const> removed);
    void cascade_from(const LinkSlot& slot, std::span<Cell* const> removed);
    std::size_t level_index(std::uint32_t level) const;
    void merge_levels_above(std::size_t index);
    void drop_savepoints_from(std::size_t index) noexcept;
    void merge_links(Cell& into, char* object);
    [[nodiscard]] std::vector<Cell*> stale_neighbours(Cell& cell);
    [[nodiscard]] std::vector<Cell*> window(Cell& owner, const LinkSlot& slot);
    void count_lazy_load(const LinkSlot& slot, const std::source_location& where);

    Store* store_;
    std::optional<Connection> connection_{};
    std::optional<Transaction> transaction_{};
    std::vector<Transaction> savepoints_{};
    PendingKeys pending_by_key_{};
    bool needs_rollback_ = false;
    bool is_flushing_ = false;
    std::atomic<const void*> user_{nullptr};
};

/// What follows when the objects of a query were read: loader options, and that they are neighbours
/// of one another.
void follow_result(SessionCore& session,
                   EntityStore& family,
                   const QueryPlan& plan,
                   const std::vector<Cell*>& cells);

}  // namespace azoth::orm
