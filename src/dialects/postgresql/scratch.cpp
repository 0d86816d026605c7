// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

#include <fmt/format.h>

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

/// What was set for the database, for the user, and for the user in the database, each winning over
/// those before. Settings that are lists have no literal that would do, hence FROM CURRENT.
/// Commits of a database that is thrown away wait for no disk. Not every database has `public`.
constexpr std::string_view settings_query =
    "SELECT 'DO $azoth$ BEGIN EXECUTE format(''ALTER DATABASE %I SET synchronous_commit = off'',"
    " current_database()); END $azoth$' UNION ALL"
    " SELECT 'DROP SCHEMA public' WHERE to_regnamespace('public') IS NULL UNION ALL"
    " (SELECT format('DO $azoth$ BEGIN PERFORM set_config(%L, %L, true); EXECUTE format('"
    " || quote_literal('ALTER DATABASE %%I SET ' || quote_ident(split_part(setting, '=', 1))"
    " || ' FROM CURRENT') || ', current_database()); END $azoth$', split_part(setting, '=', 1),"
    " substr(setting, strpos(setting, '=') + 1))"
    " FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY"
    " AS one(setting, position)"
    " WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
    " AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user))"
    " ORDER BY s.setrole <> 0 AND s.setdatabase <> 0, s.setrole <> 0, s.setdatabase, one.position)";

/// One row for each object of a catalogue that no extension brought.
std::string own_objects(std::string_view statement,
                        std::string_view from,
                        std::string_view catalog,
                        std::string_view name_space,
                        std::string_view where) {
    return fmt::format(
        " UNION ALL SELECT {} FROM {} JOIN pg_namespace n ON n.oid = o.{}"
        " WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{}'::regclass"
        " AND d.objid = o.oid AND d.deptype = 'e'){}",
        statement,
        from,
        name_space,
        catalog,
        where);
}

/// Bodies of functions may name tables, which are not there.
std::string resources_query() {
    const std::string functions = own_objects(
        "'SET check_function_bodies = off; ' || pg_get_functiondef(o.oid)"
        " || '; RESET check_function_bodies'",
        "pg_proc o",
        "pg_proc",
        "pronamespace",
        " AND o.prokind IN ('f', 'p')");
    const std::string sequences = own_objects(
        "format('CREATE SEQUENCE %I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s"
        " CACHE %s', n.nspname, o.relname, format_type(s.seqtypid, NULL), s.seqincrement,"
        " s.seqmin, s.seqmax, s.seqstart, s.seqcache) || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE ''"
        " END",
        "pg_class o JOIN pg_sequence s ON s.seqrelid = o.oid",
        "pg_class",
        "relnamespace",
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
        " AND d.objid = o.oid AND d.deptype IN ('a', 'i'))");
    const std::string domains = own_objects(
        "format('CREATE DOMAIN %I.%I AS %s', n.nspname, o.typname,"
        " format_type(o.typbasetype, o.typtypmod))"
        " || CASE WHEN o.typcollation IN (0, b.typcollation) THEN ''"
        " ELSE ' COLLATE ' || o.typcollation::regcollation END"
        " || coalesce(' DEFAULT ' || o.typdefault, '')"
        " || CASE WHEN o.typnotnull THEN ' NOT NULL' ELSE '' END"
        " || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', c.conname,"
        " pg_get_constraintdef(c.oid)), '') FROM pg_constraint c WHERE c.contypid = o.oid"
        " AND c.contype = 'c'), '')",
        "pg_type o JOIN pg_type b ON b.oid = o.typbasetype",
        "pg_type",
        "typnamespace",
        "");
    const std::string composites = own_objects(
        "format('CREATE TYPE %I.%I AS (%s)', n.nspname, o.relname,"
        " (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '"
        " ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum > 0"
        " AND NOT a.attisdropped))",
        "pg_class o",
        "pg_class",
        "relnamespace",
        " AND o.relkind = 'c'");
    const std::string collations = own_objects(
        "format('CREATE COLLATION %I.%I (provider = %s, ', n.nspname, o.collname,"
        " CASE o.collprovider WHEN 'i' THEN 'icu' ELSE 'libc' END)"
        " || CASE o.collprovider WHEN 'i' THEN format('locale = %L, deterministic = %s)',"
        " coalesce(j.j->>'colliculocale', j.j->>'colllocale', j.j->>'collcollate'),"
        " o.collisdeterministic::text)"
        " ELSE format('lc_collate = %L, lc_ctype = %L)', o.collcollate, o.collctype) END",
        "pg_collation o CROSS JOIN LATERAL (SELECT to_jsonb(o) AS j) j",
        "pg_collation",
        "collnamespace",
        "");
    return "SELECT format('CREATE SCHEMA IF NOT EXISTS %I', n.nspname) FROM pg_namespace n"
           " WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'" +
           collations + sequences + domains + composites + functions;
}

}  // namespace

ScratchSupport PostgresqlDialect::scratch_support(std::string_view name) const {
    const std::string quoted = identifier(name);
    return {.create_query = create_query(quoted),
            .settings_query = std::string{settings_query},
            .furnish_query = std::string{furnish_query},
            .resources_query = resources_query(),
            .drop = {"DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)"},
            .list = "SELECT datname FROM pg_database",
            .permission = "ALTER ROLE … CREATEDB"};
}

}  // namespace azoth::dialects::postgresql
