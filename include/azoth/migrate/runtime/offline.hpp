// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

namespace azoth::migrate {

/// The SQL that upgrading from `from` to `to` would send, as a script: for each revision a comment
/// `-- Running upgrade a -> b`, a transaction where the revision allows one, its statements and
/// those on the version table. `from` is `base` or a revision; starting at the base, the version
/// table is created first. No connection is opened; on a database that makes tables anew, the
/// revisions before `from` run on one in memory, to know the tables.
///
/// Throws MigrationError: `offline-run` for a revision that runs code, `irreversible-revision`,
/// `not-transactional`, and what finding the path throws.
[[nodiscard]] std::string upgrade_script(const RevisionLibrary& library,
                                         const dialects::Dialect& dialect,
                                         std::string_view from,
                                         std::string_view to,
                                         RunTransaction transaction = RunTransaction::EachRevision);
[[nodiscard]] std::string downgrade_script(
    const RevisionLibrary& library,
    const dialects::Dialect& dialect,
    std::string_view from,
    std::string_view to,
    RunTransaction transaction = RunTransaction::EachRevision);

}  // namespace azoth::migrate
