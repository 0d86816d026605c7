// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/compare/filter.hpp>
#include <azoth/migrate/compare/neutral_value.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// The steps from one schema to another, and what no step can do.
struct Comparison {
    std::vector<Operation> operations{};
    std::vector<std::string> warnings{};
};

/// Compares two schemas that the same kind of server reflected, so that equal things are spelt
/// equally.
///
/// Constraints and indexes without a name are matched by content, and so is a nameless one with a
/// named one; those that differ in their name only are renamed. The order of columns in a table is
/// not looked at. The order of the steps is the same for the same schemas: types that are called
/// otherwise, foreign keys that go, tables that go (referring ones first), indexes and constraints
/// that go, new names of those that stay, columns (generated ones go first and come last), then
/// constraints, indexes, new tables (referred ones first), foreign keys that come. Keys that close
/// a cycle are steps of their own.
[[nodiscard]] Comparison compare(std::span<const schema::Table> live,
                                 std::span<const schema::Table> wanted,
                                 const TableFilter& filter = {});

/// The steps with what rows that exist need: a column that must not be NULL and has no default gets
/// a neutral one (0, '', …) while it is added, which is taken away again.
[[nodiscard]] std::vector<Operation> with_fillers(std::span<const Operation> operations,
                                                  const NativeValue& native = {});

}  // namespace azoth::migrate
