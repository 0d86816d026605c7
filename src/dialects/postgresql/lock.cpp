// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

/// Polled, never waited for: a connection that waits in pg_advisory_lock holds a snapshot, and
/// CREATE INDEX CONCURRENTLY waits for all of those. The number is `azoth` in ASCII; the lock is of
/// the connected database.
LockSupport PostgresqlDialect::lock_support() const {
    return {.epoch_seconds = "CAST(extract(epoch FROM clock_timestamp()) AS bigint)",
            .try_session_lock = "SELECT pg_try_advisory_lock(418581576808)",
            .release_session_lock = "SELECT pg_advisory_unlock(418581576808)",
            .writes_beside_transaction = true};
}

}  // namespace azoth::dialects::postgresql
