// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>
#include <azoth/pool/pool_options.hpp>

#include <memory>

namespace azoth::pool {

/// A connection with what its user keeps beside it (prepared statements, say). The attachment goes
/// first.
struct PooledConnection {
    std::unique_ptr<drivers::Connection> connection{};
    std::shared_ptr<void> attachment{};
};

/// What the pool does not know itself. Called by several threads at once, each for a connection of
/// its own.
class Connector {
public:
    virtual ~Connector() = default;
    /// Opens a connection and makes it ready; may throw.
    [[nodiscard]] virtual std::unique_ptr<drivers::Connection> open() = 0;
    [[nodiscard]] virtual bool is_alive(PooledConnection& pooled) noexcept {
        return pooled.connection->ping();
    }
    /// Ends what the last user left open: called only in a transaction. An exception means that the
    /// connection is lost.
    virtual void reset(PooledConnection& pooled) = 0;
};

struct PoolStatus {
    std::size_t idle = 0;         ///< open and not in use
    std::size_t checked_out = 0;  ///< in use
    std::size_t waiting = 0;      ///< threads that wait for one
};

namespace detail {
class PoolCore;
struct PoolItem;
}  // namespace detail

/// A connection that is handed out; goes back to the pool at the end of its scope. Used by one
/// thread at a time, may be moved to another one, and may outlive the pool.
class Lease {
public:
    Lease() noexcept = default;
    Lease(std::shared_ptr<detail::PoolCore> core, std::shared_ptr<detail::PoolItem> item) noexcept;
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease();

    [[nodiscard]] explicit operator bool() const noexcept { return item_ != nullptr; }
    [[nodiscard]] PooledConnection& operator*() const noexcept;
    [[nodiscard]] PooledConnection* operator->() const noexcept { return &**this; }

    /// The connection will be closed instead of reused.
    void invalidate() noexcept;
    /// Gives it back now.
    void release() noexcept;

private:
    std::shared_ptr<detail::PoolCore> core_{};
    std::shared_ptr<detail::PoolItem> item_{};
};

/// Keeps connections open and hands them out, first come, first served. All members may be called
/// by any thread.
class Pool {
public:
    Pool(const PoolOptions& options, std::unique_ptr<Connector> connector);
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    /// Closes the pool. Connections that are handed out stay usable and are closed when they come
    /// back.
    ~Pool();

    /// Waits up to the timeout; then throws PoolTimeoutError (`pool-timeout`), which says how many
    /// are in use and what to do. Throws InvalidRequestError (`pool-closed`) after `close`, and
    /// what the connector throws.
    [[nodiscard]] Lease acquire();
    /// Closes the idle connections and goes on.
    void dispose() noexcept;
    /// Closes the idle connections; refuses further use; threads that wait get `pool-closed`.
    void close() noexcept;
    [[nodiscard]] PoolStatus status() const;

private:
    std::shared_ptr<detail::PoolCore> core_;
};

}  // namespace azoth::pool
