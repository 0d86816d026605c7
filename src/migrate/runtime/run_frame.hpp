// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/unwatched_references.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>

#include <optional>

namespace azoth::migrate {

/// Whether references are watched over by the database while steps run, or looked at afterwards
/// because tables are made anew meanwhile.
enum class ForeignKeys : std::uint8_t { Enforced, CheckedAtTheEnd };

[[nodiscard]] ForeignKeys foreign_keys_during(std::span<const Operation> steps,
                                              const dialects::Dialect& dialect);
/// While code runs of which nobody can know whether a table will be made anew.
[[nodiscard]] ForeignKeys foreign_keys_during_code(const dialects::Dialect& dialect);

/// Whether the revision runs inside of a transaction.
[[nodiscard]] bool has_transaction(const RunnableRevision& revision,
                                   const dialects::Dialect& dialect);
/// Throws MigrationError (`not-transactional`) for a revision that a run in one transaction cannot
/// hold.
void refuse_without_transaction(const RunnableRevision& revision, const dialects::Dialect& dialect);
[[noreturn]] void refuse_concurrent_step(const RunnableRevision& revision);

/// A transaction with whatever a rebuild needs round it; abandoned unless it was closed.
class RunFrame {
public:
    explicit RunFrame(Connection& connection) noexcept : connection_{connection} {}
    RunFrame(const RunFrame&) = delete;
    RunFrame& operator=(const RunFrame&) = delete;
    ~RunFrame();

    /// What was begun without a transaction of its own is rolled back.
    void open(ForeignKeys foreign_keys);
    void begin();
    void commit();
    /// The transaction must have ended.
    void close();
    /// Rolls back and closes; a connection that is not in order afterwards is not used again.
    void abandon() noexcept;

    [[nodiscard]] bool is_in_transaction() const noexcept { return transaction_.has_value(); }
    [[nodiscard]] bool checks_at_the_end() const noexcept { return unwatched_.has_value(); }

private:
    Connection& connection_;
    std::optional<engine::ForeignKeysDisabled> unwatched_{};
    std::optional<Transaction> transaction_{};
};

}  // namespace azoth::migrate
