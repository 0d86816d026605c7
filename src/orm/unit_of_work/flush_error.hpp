// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/entity_store.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/compiled.hpp>

namespace azoth::orm {

/// `User 5`, `User (1, 'x')`, `a new User`.
[[nodiscard]] std::string described(const Cell& cell);

/// Throws an error of the same class that names the object, its table, and the constraint and
/// column as far as known.
[[noreturn]] void throw_named(const DatabaseError& error,
                              compiler::RowOperation operation,
                              const Cell& cell,
                              std::size_t row,
                              std::size_t rows);

enum class RowGuard : std::uint8_t { Key, Values };
/// Throws StaleDataError (`stale-row`).
[[noreturn]] void throw_stale(compiler::RowOperation operation, const Cell& cell, RowGuard guard);

}  // namespace azoth::orm
