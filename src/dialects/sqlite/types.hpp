// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/sql_type.hpp>

namespace azoth::dialects::sqlite {

/// The type that a column's declaration says, whoever wrote it: `varchar(30)`, `DECIMAL(10,2)`; a
/// spelling without azoth type is Native.
[[nodiscard]] SqlType parse_type(std::string_view declared);

/// One of the five spellings that a STRICT table allows.
[[nodiscard]] std::string_view strict_type(const SqlType& type);

}  // namespace azoth::dialects::sqlite
