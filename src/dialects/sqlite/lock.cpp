// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

namespace azoth::dialects::sqlite {

/// One writer at a time: while a transaction writes, nobody else can take the lease.
LockSupport SqliteDialect::lock_support() const {
    return {.epoch_seconds = "CAST(strftime('%s', 'now') AS INTEGER)"};
}

}  // namespace azoth::dialects::sqlite
