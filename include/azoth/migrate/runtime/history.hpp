// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/version_rows.hpp>

#include <cstdint>
#include <optional>

namespace azoth {
class Connection;

namespace migrate {

/// What happened to a revision. Stamped and unstamped: its row in the version table was written or
/// deleted, and nothing was run.
enum class HistoryKind : std::uint8_t { Upgrade, Downgrade, Stamp, Unstamp };
[[nodiscard]] std::string_view to_string(HistoryKind kind) noexcept;

/// One run of one revision, as `azoth_history` keeps it.
struct HistoryEntry {
    std::int64_t number = 0;
    std::string revision{};
    HistoryKind kind{};
    std::string checksum{};
    std::int64_t statements_done = 0;
    std::int64_t statements_all = 0;  ///< as far as it was known
    std::string started{};            ///< the server's clock, `YYYY-MM-DD HH:MM:SS` in UTC
    std::int64_t milliseconds = 0;
    std::string who{};
    std::string version{};  ///< of azoth
    std::string error{};    ///< empty when it went well
    std::string
        downgrade_sql{};  ///< the statements that take it back, where they can be known beforehand
};

/// A successful upgrade or stamp with a checksum: the file that the database was brought up to.
[[nodiscard]] bool says_what_was_applied(const HistoryEntry& entry) noexcept;

/// The table `azoth_history`: what was run, when and by whom. Rows are only ever added, but for the
/// progress of one that runs outside a transaction.
class History {
public:
    explicit History(Connection& connection) noexcept : connection_{connection} {}

    void create_if_missing();
    /// Number of the new row.
    std::int64_t add(const HistoryEntry& entry);
    struct Progress {
        std::int64_t statements_done = 0;
        std::string checksum{};  ///< of the file as it is now
        std::string error{};
    };
    void update(std::int64_t number, const Progress& progress);
    /// Oldest first; none when the table does not exist.
    [[nodiscard]] std::vector<HistoryEntry> entries() const;
    /// Checksum of the newest successful upgrade or stamp of a revision; nothing when it is not
    /// known.
    [[nodiscard]] std::optional<std::string> applied_checksum(std::string_view revision) const;

private:
    Connection& connection_;
};

}  // namespace migrate
}  // namespace azoth
