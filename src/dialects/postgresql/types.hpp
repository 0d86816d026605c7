// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/enum_in.hpp>

namespace azoth::dialects::postgresql {

/// A type as PostgreSQL's format_type() writes it: `character varying(30)`, `integer[]`; a spelling
/// without azoth type is Native. Enums are not known from their spelling.
[[nodiscard]] SqlType parse_type(std::string_view formatted);

/// As Dialect::type, with the schema that an Enum's type is in (empty: the default one).
[[nodiscard]] std::string type_in_schema(const SqlType& type, std::string_view schema);

/// The schema and name of an Enum's type: a name with a dot names its own schema.
struct EnumName {
    std::string schema{};
    std::string name{};
};
[[nodiscard]] EnumName enum_name(const SqlType& type, std::string_view schema);

}  // namespace azoth::dialects::postgresql
