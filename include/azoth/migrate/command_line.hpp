// SPDX-License-Identifier: MIT
#pragma once

namespace azoth::migrate {

/// The `azoth` command. Commands that need files only, or a database and no code of a revision, run
/// in this process; for all others the environment program is built and takes this process over.
/// Never throws; the result is for main() to return.
[[nodiscard]] int run_command(int argument_count, const char* const* arguments);

}  // namespace azoth::migrate
