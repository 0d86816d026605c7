// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

namespace azoth::dialects::sqlite {

/// Names without quotes and everything but literals in lower case; a blank between tokens.
[[nodiscard]] std::string plain(std::string_view sql);
/// What an object's text means, whatever its layout, its quotes, the case of its names and words,
/// and whether a constraint stands at its column or behind all of them: two texts with the same
/// make the same object.
[[nodiscard]] std::string canonical(const SchemaObject& object);
/// The same of what azoth makes of a table: the table and its indexes.
[[nodiscard]] std::vector<std::string> canonical(const schema::Table& table);
/// The same texts, in whatever order.
[[nodiscard]] bool is_same(std::vector<std::string> left, std::vector<std::string> right);

}  // namespace azoth::dialects::sqlite
