// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

namespace azoth {

/// How constraints and indexes that have no name are called. Tokens as in SQLAlchemy:
/// `%(table_name)s`,
/// `%(column_0_name)s`, `%(column_0_N_name)s` (all columns joined by `_`), `%(column_0_label)s`,
/// `%(referred_table_name)s`, `%(referred_column_0_name)s`, `%(constraint_name)s`. An empty pattern
/// leaves the name to the database. Names longer than a database allows are cut with a stable hash
/// by its dialect.
struct NamingConvention {
    const char* primary_key = "";
    const char* unique = "";
    const char* check = "";
    const char* foreign_key = "";
    const char* index = "ix_%(column_0_label)s";
};

/// Every constraint gets a name, so that every migration can be taken back: `pk_t`, `uq_t_a_b`,
/// `ck_t_name`, `fk_t_a_other`, `ix_t_a`. This is what models use unless told otherwise.
inline constexpr NamingConvention default_naming{
    .primary_key = "pk_%(table_name)s",
    .unique = "uq_%(table_name)s_%(column_0_N_name)s",
    .check = "ck_%(table_name)s_%(constraint_name)s",
    .foreign_key = "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    .index = "ix_%(table_name)s_%(column_0_N_name)s",
};

namespace schema {

/// Fills the empty names of a table's constraints and indexes. Unnamed checks get a number
/// (`ck_t_1`) as their constraint name.
void apply_naming(Table& table, const NamingConvention& convention);

}  // namespace schema
}  // namespace azoth
