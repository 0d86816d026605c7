// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/revision_info.hpp>
#include <azoth/migrate/revision/version_rows.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// The SQL for one direction, for one dialect or for all of them. The text is not split into
/// statements here.
struct SqlSection {
    Direction direction{};
    std::string dialect{};  ///< empty: for every dialect that has no section of its own
    std::string text{};
    int line = 0;  ///< line of the file on which the text begins
};

/// A revision file in SQL.
///
///     -- azoth: revision 1975ea83b712
///     -- azoth: down ae1027a6b32a
///     -- azoth: message create tables
///     -- azoth: created 2026-11-20 11:40:27
///     -- azoth: transactional false
///     -- azoth: depends_on 0123456789ab
///     -- azoth: labels billing
///     -- azoth: upgrade
///     create table t (id integer);
///     -- azoth: downgrade
///     drop table t;
///
/// Only the first line is required. `upgrade` and `downgrade` may be followed by a dialect name,
/// and may come several times with different ones. Several ids are separated by spaces or commas;
/// several `message` lines are joined. Such a line counts outside of quotes, comments and bodies in
/// dollars only. A byte order mark is left out.
struct SqlRevision {
    RevisionInfo info{};
    std::vector<SqlSection> sections{};

    /// The section for the dialect, else the one for all; null when the file has neither.
    [[nodiscard]] const SqlSection* find(Direction direction, std::string_view dialect) const;
};

/// Throws MigrationError `revision-syntax` with file and line.
[[nodiscard]] SqlRevision parse_sql_revision(std::string_view text, std::string_view path);

}  // namespace azoth::migrate
