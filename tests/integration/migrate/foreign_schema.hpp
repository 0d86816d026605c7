// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/verify/autogenerate.hpp>

#include "integration/migrate/databases.hpp"

#include <map>
#include <set>

/// SQLite databases that azoth did not make: with views, triggers, virtual tables and whatever else
/// people write.
namespace azoth::test {

/// What a migration could touch.
struct Snapshot {
    std::map<std::string, std::string> texts{};     ///< `table t` -> its text
    std::map<std::string, std::string> meanings{};  ///< the same without layout
    std::map<std::string, Rows> columns{};          ///< `t.a` -> number and value of each row
    std::map<std::string, Rows> results{};          ///< of views and searches
};

[[nodiscard]] Snapshot snapshot_of(const Engine& engine);

/// What is otherwise in `after`, one line each: texts as they are, but for what belongs to the
/// changed tables, whose meaning counts; rows and results, but for columns in `lost`.
[[nodiscard]] std::string difference(const Snapshot& before,
                                     const Snapshot& after,
                                     const std::set<std::string>& changed,
                                     const std::set<std::string>& lost);

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
};
inline constexpr int change_count = 13;
[[nodiscard]] std::string_view name_of(Change change);

/// Changes the table; false where it has nothing to be changed so. `lost` gets the columns whose
/// values cannot come back.
bool apply(schema::Table& table, Change change, std::set<std::string>& lost);

/// What came of one change, up and down, on the live database.
struct Outcome {
    enum class Kind : std::uint8_t { Done, NotApplicable, Refused, Failed } kind = Kind::Done;
    std::string why{};  ///< the reason of a refusal, or what is wrong
};

/// Autogenerates from models that hold this table alone, changed so, and carries it out and back.
/// Refused is what autogenerate will not offer; failed is what it called proven and is not.
[[nodiscard]] Outcome change_and_back(const Engine& engine,
                                      const schema::Table& table,
                                      Change change);

}  // namespace azoth::test
