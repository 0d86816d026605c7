// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

namespace azoth::dialects::sqlite {

/// Statements that make the whole schema anew in an empty database, in the words of sqlite_schema
/// and in its order; one that fails may succeed when others have been sent. What uses a function or
/// collation that only the application registers is there as it is in the live database: known, and
/// of no use without it.
[[nodiscard]] std::vector<std::string> copy_statements(const Query& query, std::string_view schema);

}  // namespace azoth::dialects::sqlite
