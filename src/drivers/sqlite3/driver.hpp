// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

namespace azoth::drivers::sqlite {

/// The driver over the SQLite library; stateless, shared by threads, lives for ever.
///
/// Query options of the URL: `mode` (`ro`, `rw`, `rwc`, `memory`), `cache`, `immutable`, `nolock`,
/// `vfs` and `psow` as in https://www.sqlite.org/uri.html, and `busy_timeout`, the milliseconds to
/// wait for other writers (5000).
[[nodiscard]] Driver& driver() noexcept;

}  // namespace azoth::drivers::sqlite
