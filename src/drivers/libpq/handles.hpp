// SPDX-License-Identifier: MIT
#pragma once

#include <libpq-fe.h>

#include <memory>

/// Owners of what libpq hands out.
namespace azoth::drivers::libpq {

struct Release {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
    void operator()(PGcancel* cancel) const noexcept { PQfreeCancel(cancel); }
    void operator()(PQconninfoOption* options) const noexcept { PQconninfoFree(options); }
};

using Session = std::unique_ptr<PGconn, Release>;
using Result = std::unique_ptr<PGresult, Release>;
using ConnectionInfo = std::unique_ptr<PQconninfoOption, Release>;

}  // namespace azoth::drivers::libpq
