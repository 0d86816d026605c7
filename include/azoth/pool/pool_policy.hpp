// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/pool/pool_options.hpp>

#include <cstddef>
#include <vector>

namespace azoth::pool {

/// Names a connection of the pool for as long as it lives.
using ConnectionId = std::uint64_t;

/// What the one who asks for a connection has to do.
struct Decision {
    enum class Action : std::uint8_t {
        Reuse,    ///< take the idle connection `id`
        Replace,  ///< close the idle connection `replaced`, which is too old, and open `id` in its
                  ///< place
        Open,     ///< open `id`
        Wait,     ///< until something is given back
    };
    Action action = Action::Wait;
    ConnectionId id = 0;
    ConnectionId replaced = 0;

    friend bool operator==(const Decision&, const Decision&) = default;
};

enum class Health : std::uint8_t { Usable, Lost };
enum class Disposal : std::uint8_t { Keep, Close };

/// The rules of a pool as a state machine without threads, clocks and connections: what to reuse,
/// when to open, what to close. Times are milliseconds on any clock that does not go back.
///
/// Connections are reused last in, first out, so that those beyond the need grow old and are
/// recycled. When one is found lost, all that were opened before are replaced when they are next
/// needed: servers rarely lose just one.
class PoolPolicy {
public:
    explicit PoolPolicy(const PoolOptions& options) noexcept : options_(options) {}

    [[nodiscard]] Decision acquire(std::int64_t now);
    /// The connection of an Open or Replace decision is there.
    void opened(ConnectionId id, std::int64_t now);
    /// It could not be opened, or was given up while it was handed out: its place is free.
    void dropped(ConnectionId id);
    /// A connection that was handed out has died on its user's hands or did not answer a ping.
    void lost(std::int64_t now) noexcept;
    /// The connection comes back.
    [[nodiscard]] Disposal release(ConnectionId id, Health health, std::int64_t now);
    /// Nothing is kept any more. Gives the idle connections, which are to be closed.
    [[nodiscard]] std::vector<ConnectionId> close();
    /// The idle connections, which are to be closed; the pool goes on.
    [[nodiscard]] std::vector<ConnectionId> drain();

    [[nodiscard]] std::size_t idle() const noexcept { return idle_.size(); }
    [[nodiscard]] std::size_t checked_out() const noexcept { return busy_.size(); }
    [[nodiscard]] bool is_closed() const noexcept { return is_closed_; }

private:
    struct Entry {
        ConnectionId id = 0;
        std::int64_t opened_at = 0;
    };

    [[nodiscard]] bool is_stale(const Entry& entry, std::int64_t now) const noexcept;
    [[nodiscard]] bool has_room() const noexcept;
    [[nodiscard]] ConnectionId add_busy();

    PoolOptions options_;
    std::vector<Entry> idle_;
    std::vector<Entry> busy_;
    ConnectionId last_id_ = 0;
    std::int64_t stale_before_ = INT64_MIN;
    bool is_closed_ = false;
};

}  // namespace azoth::pool
