// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

#include <set>

namespace azoth::migrate {

struct Renamed {
    std::string from{};
    std::string to{};
};

/// What differs between two states of one table.
struct TableDifference {
    const schema::Table* live = nullptr;
    const schema::Table* wanted = nullptr;

    std::vector<schema::Column> added_columns{};
    std::vector<schema::Column> dropped_columns{};
    std::vector<std::string>
        replaced_columns{};  ///< dropped and added: how they are computed differs
    std::vector<operations::AlterColumn> altered_columns{};
    std::vector<Constraint> added_constraints{};  ///< foreign keys among them
    std::vector<Constraint> dropped_constraints{};
    std::vector<Renamed> renamed_constraints{};
    std::vector<schema::Index> added_indexes{};
    std::vector<schema::Index> dropped_indexes{};
    std::vector<Renamed> renamed_indexes{};
    bool comment_differs = false;
    bool options_differ = false;
};

[[nodiscard]] TableDifference difference_of(const schema::Table& live, const schema::Table& wanted);

/// Drops a kept constraint and adds it again, because something it rests on changes meanwhile.
void renew_constraint(TableDifference& difference, const Constraint& constraint);

}  // namespace azoth::migrate
