// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

namespace {

/// From template0: nobody is connected to it, nobody has added to it, and it takes any encoding and
/// locale. The columns of ICU locales have other names from version to version, hence the detour
/// over JSON.
std::string create_query(const std::string& name) {
    return "SELECT format('CREATE DATABASE " + name +
           " TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', "
           "pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)"
           " || CASE j.j->>'datlocprovider'"
           " WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', "
           "coalesce(j.j->>'daticulocale', j.j->>'datlocale'))"
           " || coalesce(' ICU_RULES ' || quote_literal(j.j->>'daticurules'), '')"
           " WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', j.j->>'datlocale')"
           " ELSE '' END"
           " FROM pg_database d, LATERAL (SELECT to_jsonb(d) AS j) j"
           " WHERE d.datname = current_database()";
}

/// In the order in which they were made, so that each finds those that it needs; their schemas
/// first.
constexpr std::string_view furnish_query =
    "SELECT CASE WHEN n.nspname IN ('public', 'pg_catalog') THEN ''"
    " ELSE format('CREATE SCHEMA IF NOT EXISTS %I; ', n.nspname) END"
    " || format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I VERSION %L',"
    " e.extname, n.nspname, e.extversion)"
    " FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    " WHERE e.extname <> 'plpgsql' ORDER BY e.oid";

}  // namespace

ScratchSupport PostgresqlDialect::scratch_support(std::string_view name) const {
    const std::string quoted = identifier(name);
    return {.create_query = create_query(quoted),
            .furnish_query = std::string{furnish_query},
            .drop = {"DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)"},
            .list = "SELECT datname FROM pg_database",
            .permission = "ALTER ROLE … CREATEDB"};
}

}  // namespace azoth::dialects::postgresql
