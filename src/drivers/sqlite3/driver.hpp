// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

namespace azoth::drivers::sqlite {

/// The driver over the SQLite library; stateless, shared by threads, lives for ever.
///
/// Query options of the URL: `mode` (`ro`, `rw`, `rwc`, `memory`), `cache`, `immutable`, `nolock`,
/// `vfs` and `psow` as in https://www.sqlite.org/uri.html; `busy_timeout`, the milliseconds to wait
/// for other connections (10000); `journal_mode` (`wal`, `delete`, `truncate`, `persist`), set in
/// the file when it has another one, or `keep`. Without it a file that is made now and is to be
/// NewFile::Concurrent gets `wal`, and no other is changed.
[[nodiscard]] Driver& driver() noexcept;

}  // namespace azoth::drivers::sqlite
