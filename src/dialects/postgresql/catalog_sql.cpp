// SPDX-License-Identifier: MIT
#include "dialects/postgresql/catalog_sql.hpp"
#include "dialects/postgresql/quoted_text.hpp"

namespace azoth::dialects::postgresql {

namespace {

std::string schema_expression(std::string_view schema) {
    return schema.empty() ? "current_schema()" : quoted_text(schema);
}

/// Conditions on pg_class c and pg_namespace n: of the schema, of these kinds, no partition, not an
/// extension's.
std::string relation_conditions(std::string_view kinds, std::string_view schema) {
    return " WHERE n.nspname = " + schema_expression(schema) + " AND c.relkind IN (" +
           std::string{kinds} +
           ") AND NOT c.relispartition AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = "
           "'pg_class'::regclass "
           "AND e.objid = c.oid AND e.deptype = 'e')";
}

std::string table_conditions(const CatalogRequest& request) {
    auto text = relation_conditions("'r', 'p'", request.schema);
    if (request.tables.empty()) {
        return text;
    }
    std::string names;
    for (const auto& name : request.tables) {
        names += (names.empty() ? "" : ", ") + quoted_text(name);
    }
    return text + " AND c.relname IN (" + names + ')';
}

constexpr std::string_view from_relations =
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";

}  // namespace

std::string relation_names_sql(std::string_view kinds, std::string_view schema) {
    return "SELECT c.relname::text" + std::string{from_relations} +
           relation_conditions(kinds, schema);
}

std::string table_rows_sql(const CatalogRequest& request) {
    return "SELECT c.*" + std::string{from_relations} + table_conditions(request);
}

std::string tables_sql(const CatalogRequest& request) {
    return "SELECT c.oid::bigint, c.relname::text, obj_description(c.oid, 'pg_class'), "
           "c.relpersistence = 'u', "
           "CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, "
           "array_to_string(c.reloptions, ', ')" +
           std::string{from_relations} + table_conditions(request);
}

std::string columns_sql(const CatalogRequest& request) {
    return R"(SELECT c.oid::bigint, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid, true), a.attidentity::text, a.attgenerated::text,
    CASE WHEN a.attcollation <> t.typcollation THEN (
        SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN l.collname::text
            ELSE '"' || replace(ln.nspname, '"', '""') || '"."' || replace(l.collname, '"', '""') || '"' END
        FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace WHERE l.oid = a.attcollation) END,
    col_description(c.oid, a.attnum),
    EXISTS (SELECT FROM pg_depend uses JOIN pg_depend owned ON owned.objid = uses.refobjid
        WHERE uses.classid = 'pg_attrdef'::regclass AND uses.objid = d.oid AND uses.refclassid = 'pg_class'::regclass
            AND owned.classid = 'pg_class'::regclass AND owned.refclassid = 'pg_class'::regclass
            AND owned.refobjid = c.oid AND owned.refobjsubid = a.attnum AND owned.deptype = 'a'),
    CASE WHEN et.typtype = 'e' THEN et.oid::bigint END,
    CASE WHEN en.oid = n.oid THEN et.typname::text ELSE en.nspname || '.' || et.typname END,
    a.attndims::bigint)" +
           std::string{from_relations} + R"(
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_type et ON et.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
    JOIN pg_namespace en ON en.oid = et.typnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum)" +
           table_conditions(request) + " ORDER BY c.oid, a.attnum";
}

std::string labels_sql() {
    return "SELECT enumtypid::bigint, enumlabel::text FROM pg_enum ORDER BY enumtypid, "
           "enumsortorder";
}

/// `to_jsonb` reads a column that servers before 15 do not have.
std::string constraints_sql(const CatalogRequest& request) {
    const auto own_schema = quoted_text(request.schema);
    return R"(SELECT c.oid::bigint, k.conname::text, k.contype::text, k.condeferrable, k.condeferred,
    k.confupdtype::text, k.confdeltype::text,
    CASE WHEN rn.nspname = )" +
           own_schema +
           R"( THEN rn.nspname::text WHEN rn.nspname = current_schema() THEN '' ELSE rn.nspname::text END,
    r.relname::text,
    pg_get_expr(k.conbin, k.conrelid, true),
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
    a.attname::text, ra.attname::text)" +
           std::string{from_relations} + R"(
    JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'f')
    LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype = 'u'
    LEFT JOIN pg_class r ON r.oid = k.confrelid
    LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
    LEFT JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS e(key, referred, position) ON true
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = e.key
    LEFT JOIN pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = e.referred)" +
           table_conditions(request) + " ORDER BY c.oid, k.conname, e.position";
}

/// Indexes of constraints are left out. Positions in int2vector and oidvector count from 0; bit 0
/// of an option is DESC, bit 1 NULLS FIRST.
std::string indexes_sql(const CatalogRequest& request) {
    return R"(SELECT c.oid::bigint, x.relname::text, i.indisunique,
    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
    CASE WHEN m.amname <> 'btree' THEN m.amname::text END, pg_get_expr(i.indpred, i.indrelid, true),
    k <= i.indnkeyatts, a.attname::text,
    CASE WHEN i.indkey[k - 1] = 0 THEN pg_get_indexdef(i.indexrelid, k, true) END,
    i.indoption[k - 1] & 1 <> 0, i.indoption[k - 1] & 2 <> 0,
    CASE WHEN i.indcollation[k - 1] <> coalesce(a.attcollation, i.indcollation[k - 1])
        OR (a.attnum IS NULL AND l.collname <> 'default') THEN l.collname::text END,
    CASE WHEN NOT o.opcdefault THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
        ELSE quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END END, i.indisvalid)" +
           std::string{from_relations} + R"(
    JOIN pg_index i ON i.indrelid = c.oid
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_am m ON m.oid = x.relam
    JOIN LATERAL generate_series(1, i.indnatts) AS k ON true
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k - 1] AND i.indkey[k - 1] <> 0
    LEFT JOIN pg_collation l ON l.oid = i.indcollation[k - 1]
    LEFT JOIN pg_opclass o ON o.oid = i.indclass[k - 1]
    LEFT JOIN pg_namespace opn ON opn.oid = o.opcnamespace)" +
           table_conditions(request) +
           " AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conindid = i.indexrelid AND "
           "p.contype IN "
           "('p', 'u', 'x')) ORDER BY c.oid, x.relname, k";
}

std::string views_sql(std::string_view schema) {
    return "SELECT c.relname::text, pg_get_viewdef(c.oid, true)" + std::string{from_relations} +
           relation_conditions("'v'", schema);
}

}  // namespace azoth::dialects::postgresql
