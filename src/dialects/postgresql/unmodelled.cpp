// SPDX-License-Identifier: MIT
#include "dialects/postgresql/catalog.hpp"
#include "dialects/postgresql/catalog_sql.hpp"
#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

namespace {

// Each row: the table, what it has, the name of that, and whether an option of the table keeps it
// on PostgreSQL. `to_jsonb` reads columns that older servers do not have.
constexpr std::string_view of_constraints = R"sql(
    SELECT c.relname, v.what, k.conname, false
    FROM tables c JOIN pg_constraint k ON k.conrelid = c.oid
    LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_class x ON x.oid = i.indexrelid
    CROSS JOIN LATERAL (VALUES
        (k.contype = 'x', 'exclusion constraint'),
        (k.contype IN ('p', 'u') AND k.condeferrable, 'DEFERRABLE of constraint'),
        (k.contype IN ('c', 'f') AND NOT k.convalidated, 'NOT VALID of constraint'),
        (k.contype = 'c' AND k.connoinherit, 'NO INHERIT of constraint'),
        (k.contype = 'f' AND k.confmatchtype = 'f', 'MATCH FULL of constraint'),
        (k.contype = 'f' AND to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL, 'the columns of ON DELETE SET of constraint'),
        (k.contype IN ('p', 'u', 'f') AND (to_jsonb(k) ->> 'conperiod')::boolean, 'the period of constraint'),
        (k.contype IN ('c', 'f') AND NOT (to_jsonb(k) ->> 'conenforced')::boolean, 'NOT ENFORCED of constraint'),
        (k.contype IN ('p', 'u') AND i.indnatts > i.indnkeyatts, 'INCLUDE of constraint'),
        (k.contype IN ('p', 'u') AND x.reloptions IS NOT NULL, 'storage parameters of constraint'),
        (obj_description(k.oid, 'pg_constraint') IS NOT NULL, 'comment of constraint')) AS v (holds, what)
    WHERE v.holds)sql";

constexpr std::string_view of_indexes = R"sql(
    UNION ALL
    SELECT c.relname, v.what, x.relname, false
    FROM tables c JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid
    LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')
    CROSS JOIN LATERAL (VALUES
        (k.oid IS NULL AND x.reloptions IS NOT NULL, 'storage parameters of index'),
        (k.oid IS NULL AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = x.oid AND a.attoptions IS NOT NULL),
            'operator class parameters of index'),
        (k.oid IS NULL AND obj_description(x.oid, 'pg_class') IS NOT NULL, 'comment of index'),
        (x.reltablespace <> 0, 'tablespace of index'),
        (i.indisclustered, 'CLUSTER ON index')) AS v (holds, what)
    WHERE v.holds)sql";

constexpr std::string_view of_columns = R"sql(
    UNION ALL
    SELECT c.relname, v.what, a.attname, false
    FROM tables c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN LATERAL (SELECT q.seqstart <> 1 OR q.seqincrement <> 1 OR q.seqmin <> 1 OR q.seqcache <> 1 OR q.seqcycle AS special
        FROM pg_depend d JOIN pg_sequence q ON q.seqrelid = d.objid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
            AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i') LIMIT 1) s ON true
    CROSS JOIN LATERAL (VALUES
        (a.attstorage <> t.typstorage, 'storage of column'),
        (a.attcompression <> '', 'compression of column'),
        (a.attoptions IS NOT NULL, 'options of column'),
        (a.attacl IS NOT NULL, 'grants of column'),
        (s.special, 'sequence options of column')) AS v (holds, what)
    WHERE v.holds)sql";

constexpr std::string_view of_tables = R"sql(
    UNION ALL
    SELECT c.relname, v.what, NULL, v.is_option
    FROM tables c CROSS JOIN LATERAL (VALUES
        (c.relpersistence = 'u', 'UNLOGGED', true),
        (c.relkind = 'p', 'partition key', true),
        (c.reloptions IS NOT NULL, 'storage parameters', true),
        (c.relrowsecurity, 'row level security', false),
        (c.relreplident <> 'd', 'replica identity', false),
        (c.reloftype <> 0, 'its composite type', false),
        (c.reltablespace <> 0, 'tablespace', false),
        (EXISTS (SELECT FROM aclexplode(c.relacl) g WHERE g.grantee <> c.relowner), 'grants', false)) AS v (holds, what, is_option)
    WHERE v.holds
    UNION ALL
    SELECT c.relname, CASE WHEN p.relkind = 'p' THEN 'partition' ELSE 'heir' END, h.relname, false
    FROM tables c JOIN pg_inherits i ON i.inhparent = c.oid JOIN pg_class h ON h.oid = i.inhrelid JOIN pg_class p ON p.oid = c.oid
    UNION ALL
    SELECT c.relname, 'inheritance from', p.relname, false
    FROM tables c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
    UNION ALL
    SELECT c.relname, 'trigger', t.tgname, false FROM tables c JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal
    UNION ALL
    SELECT c.relname, 'policy', p.polname, false FROM tables c JOIN pg_policy p ON p.polrelid = c.oid
    UNION ALL
    SELECT c.relname, 'rule', w.rulename, false FROM tables c JOIN pg_rewrite w ON w.ev_class = c.oid
    UNION ALL
    SELECT c.relname, 'statistics', o.stxname, false FROM tables c JOIN pg_statistic_ext o ON o.stxrelid = c.oid)sql";

}  // namespace

std::vector<schema::UnmodelledPart> PostgresqlCatalog::unmodelled(
    const Query& query, const CatalogRequest& request) const {
    std::string sql = "WITH tables AS (" + table_rows_sql(request) + ')';
    for (const auto part : {of_constraints, of_indexes, of_columns, of_tables}) {
        sql += part;
    }
    std::vector<schema::UnmodelledPart> parts;
    for (const auto& row : query(sql + " ORDER BY 1, 2, 3", {})) {
        parts.push_back({.table = row[0].as_text(),
                         .what = row[1].as_text(),
                         .name = row[2].is_null() ? std::string{} : row[2].as_text(),
                         .dialect = row[3].as_boolean() ? "postgresql" : ""});
    }
    return parts;
}

}  // namespace azoth::dialects::postgresql
