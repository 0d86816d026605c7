// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/engine.hpp>
#include <azoth/migrate/operations/operation.hpp>

#include <functional>

namespace azoth::migrate {

enum class ProofDirection : std::uint8_t { Upgrade, Downgrade };

/// Carries one direction of a revision out on a scratch database and returns the statements that
/// were sent, where it can tell.
using CarryOut =
    std::function<std::vector<std::string>(const Engine& scratch, ProofDirection direction)>;

/// What is to be proven: that `upgrade` leads from `live` to `wanted`, and `downgrade` back.
struct MigrationPlan {
    std::span<const schema::Table> live{};
    std::span<const schema::Table> wanted{};
    std::span<const Operation> upgrade{};
    std::span<const Operation> downgrade{};
    /// Statements that make an empty database hold all that the live one holds; empty: the tables
    /// of `live` are all.
    std::span<const std::string> copy{};
    /// All that the live database holds, where its dialect can tell.
    std::span<const dialects::LiveObject> objects{};
    /// Which tables of the copy `live` and `wanted` speak of; nothing: all.
    std::function<bool(const schema::Table& table)> is_compared{};
    /// Carries a direction out and returns the statements that were sent; nothing: the steps above.
    CarryOut carry_out{};
};

enum class ProofState : std::uint8_t {
    NotTried,
    Proven,            ///< with rows in the tables
    ProvenWithoutRows  ///< rows can refuse a step: `note` says what the generated ones met
};

/// The statements that were sent for one direction.
struct ProvenDirection {
    std::vector<std::string> statements{};
    bool makes_tables_anew = false;  ///< foreign keys were not enforced meanwhile
};

struct Proof {
    ProofState state = ProofState::NotTried;
    std::string note{};
    ProvenDirection upgrade{};
    ProvenDirection downgrade{};
    /// Tables of the steps that stayed empty, for no row that was made up fits them.
    std::vector<std::string> without_rows{};
    /// What the scratch copy has otherwise than the live database: nothing is proven for it.
    std::vector<std::string> not_copied{};
    /// Statements in the server's own words, to be run after the downgrade: they bring back what
    /// the steps cannot say.
    std::vector<std::string> restoring{};
    /// What the downgrade did to rows that the upgraded schema takes and the old one may not:
    /// `table "t", a row with NULL in column "x": refused: …`.
    std::vector<std::string> new_rows{};
    /// What the downgrade does not bring back, or leaves behind.
    std::vector<std::string> not_coming_back{};

    /// Whether the word may be said without more.
    [[nodiscard]] bool is_whole() const noexcept {
        return state != ProofState::NotTried && without_rows.empty() && not_copied.empty() &&
               not_coming_back.empty();
    }
};

/// Builds the live schema on an empty scratch database with some rows in each table, then upgrades
/// (equal to the wanted schema, everything else still there?), downgrades (equal to the start, and
/// every row kept in the columns that survive?), and upgrades again. Then it writes rows that only
/// the new schema is sure to take, and sees what the downgrade makes of them. `next_scratch` gives
/// an empty database each time it is called. Throws MigrationError (`proof-failed`).
[[nodiscard]] Proof prove(const MigrationPlan& plan,
                          const std::function<Engine()>& next_scratch,
                          std::size_t rows);

/// What a row has in columns whose type azoth does not know.
enum class UnknownTypes : std::uint8_t {
    LeftOut,  ///< NULL or the default
    AsText,   ///< '1', which some of them take
    Neutral   ///< the database's neutral value, where there is one
};

/// INSERT statements for a table's n-th row, distinct in every column; references point to the n-th
/// row of the referred table. Columns that the database fills by itself are left out.
[[nodiscard]] std::string generated_row(const schema::Table& table,
                                        std::size_t number,
                                        const dialects::Dialect& dialect,
                                        UnknownTypes unknown = UnknownTypes::LeftOut);

}  // namespace azoth::migrate
