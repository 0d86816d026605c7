// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/sql_type.hpp>

#include <postgres_ext.h>

namespace azoth::drivers::libpq {

/// The type that the server is told of a parameter; 0 where it is to find it by itself.
[[nodiscard]] Oid declared_type(TypeKind type) noexcept;

}  // namespace azoth::drivers::libpq
