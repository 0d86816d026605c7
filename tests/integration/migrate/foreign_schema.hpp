// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include "integration/migrate/databases.hpp"

#include <map>
#include <set>

/// SQLite databases that azoth did not make: with views, triggers, virtual tables and whatever else
/// people write.
namespace azoth::test::foreign {

/// What a migration could touch.
struct Snapshot {
    std::map<std::string, std::string> texts{};     ///< `table t` -> its text
    std::map<std::string, std::string> meanings{};  ///< the same without layout
    std::map<std::string, Rows> shapes{};           ///< `t indexes` -> what SQLite says of them
    std::map<std::string, Rows> columns{};          ///< `t.a` -> number and value of each row
    std::map<std::string, Rows> results{};          ///< of views and searches
};

[[nodiscard]] Snapshot snapshot_of(const Engine& engine);

/// What a change may do to a database.
struct Allowed {
    std::set<std::string> changed{};    ///< tables whose meaning counts, not their text
    std::set<std::string> lost{};       ///< `t.a`: columns whose values do not come back
    std::set<std::string> reordered{};  ///< tables whose columns come back in another order
};

/// What is otherwise in `after`, one line each: texts, rows, results.
[[nodiscard]] std::string difference(const Snapshot& before,
                                     const Snapshot& after,
                                     const Allowed& allowed);

/// Some rows in each table that takes them, and the full-text indexes over them.
void fill(const Engine& engine);

/// Runs an SQL script as the sqlite3 shell would, but for its dot commands.
void load(const Engine& engine, const std::string& path);

enum class Change : std::uint8_t {
    Nothing,
    AddColumn,
    AddFilledColumn,
    DropColumn,
    AlterType,
    AlterNullable,
    AlterDefault,
    RenameColumn,
    AddUnique,
    AddCheck,
    AddForeignKey,
    AddIndex,
    DropTable,
    DropConstraints,
    DropIndexes,
    AlterCollation,
    RenameTable,
};
inline constexpr int change_count = 17;
[[nodiscard]] std::string_view name_of(Change change);

/// Changes the table; false where it has nothing to be changed so. `which` chooses among its
/// columns, from the last.
bool apply(schema::Table& table, Change change, Allowed& allowed, std::size_t which = 0);

/// What came of one change, up and down, on the live database.
struct Outcome {
    enum class Kind : std::uint8_t {
        Done,
        NotApplicable,
        Refused,  ///< autogenerate offers nothing, and says why
        AtRisk,   ///< the rows refuse it, as was said, and everything is as it was before
        Failed,   ///< it was called proven, and is not
    } kind = Kind::Done;
    std::string why{};
};

/// Autogenerates from these models and carries it out and back. `include` says which tables count.
[[nodiscard]] Outcome up_and_down(const Engine& engine,
                                  const MetaData& models,
                                  const std::function<bool(const schema::Table&)>& include,
                                  const Allowed& allowed);

/// The same with models that hold this table alone, changed so.
[[nodiscard]] Outcome change_and_back(const Engine& engine,
                                      const schema::Table& table,
                                      Change change);

}  // namespace azoth::test::foreign
