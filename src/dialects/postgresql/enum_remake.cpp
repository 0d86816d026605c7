// SPDX-License-Identifier: MIT
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/quoted_text.hpp"
#include "dialects/postgresql/types.hpp"

/// ALTER COLUMN TYPE carries indexes and checks along by the texts that they have at that moment,
/// in which literals are of the old type: 'a'::mood__former. So everything that names the type is
/// taken down before and put back after, by texts that were read while the old type had its name.
namespace azoth::dialects::postgresql {

namespace {

/// Names of the type for every use of them.
struct Names {
    std::string type;         ///< "shop"."mood"
    std::string former;       ///< mood__former
    std::string full_former;  ///< "shop".mood__former
    std::string reference;    ///< '"shop"."mood"', a text literal
};

Names names_of(const SqlType& type, std::string_view schema) {
    const auto parts = enum_name(type, schema);
    const auto former = dialect().constraint_name(parts.name + "__former");
    const auto prefix = parts.schema.empty() ? "" : dialect().identifier(parts.schema) + '.';
    const auto name = dialect().table_name(parts.name, parts.schema);
    return {.type = name,
            .former = former,
            .full_former = prefix + former,
            .reference = quoted_text(name)};
}

/// How old labels become new ones: in the column that is changed as it is said, in others through
/// their texts.
std::string conversion(const ddl::AlterColumn& statement, const Names& names) {
    const std::string by_text =
        "format('%I::text%s::%s%s', a.attname, array_mark, " + names.reference + ", array_mark)";
    if (statement.using_expression.empty()) {
        return by_text;
    }
    const auto table = dialect().table_name(statement.table.name, statement.table.schema);
    return "CASE WHEN a.attrelid = " + quoted_text(table) +
           "::regclass AND a.attname = " + quoted_text(statement.existing.name) + " THEN " +
           quoted_text(statement.using_expression) + " ELSE " + by_text + " END";
}

constexpr std::string_view changed_columns = R"(
WITH RECURSIVE types AS (
    SELECT former AS type UNION ALL SELECT typarray FROM pg_type WHERE oid = former),
changed AS (
    SELECT a.attrelid AS relation, a.attnum AS number
    FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid AND r.relkind IN ('r', 'p')
    WHERE a.atttypid IN (SELECT type FROM types) AND NOT a.attisdropped))";

/// One ALTER TABLE for each table: checks over two columns hold before and after, not in between.
std::string moves(const std::string& converted, const Names& names) {
    return std::string{changed_columns} + R"(
SELECT coalesce(array_agg(tables.move), '{}') INTO moves FROM (
    SELECT format('ALTER TABLE %s ', a.attrelid::regclass) || string_agg(concat_ws(', ',
        CASE WHEN initial IS NOT NULL THEN format('ALTER COLUMN %I DROP DEFAULT', a.attname) END,
        format('ALTER COLUMN %I TYPE %s%s USING %s', a.attname, )" +
           names.reference + ", array_mark, " + converted + R"(),
        CASE WHEN initial IS NOT NULL THEN format('ALTER COLUMN %I SET DEFAULT %s', a.attname, initial) END),
        ', ' ORDER BY a.attnum) AS move
    FROM changed c JOIN pg_attribute a ON a.attrelid = c.relation AND a.attnum = c.number
    LEFT JOIN pg_attrdef d ON d.adrelid = c.relation AND d.adnum = c.number AND a.attgenerated = '',
    LATERAL (SELECT CASE WHEN a.atttypid <> former THEN '[]' ELSE '' END AS array_mark,
        pg_get_expr(d.adbin, d.adrelid) AS initial) text
    WHERE a.attinhcount = 0 GROUP BY a.attrelid) tables;)";
}

/// What depends on the columns or names the type; views that read such views too.
constexpr std::string_view dependents = R"(,
rests AS (
    SELECT DISTINCT d.classid, d.objid, d.refclassid = 'pg_type'::regclass AS names_type FROM pg_depend d
    WHERE (d.refclassid = 'pg_type'::regclass AND d.refobjid IN (SELECT type FROM types))
        OR (d.refclassid = 'pg_class'::regclass
            AND (d.refobjid, d.refobjsubid) IN (SELECT relation, number FROM changed))),
layers AS (
    SELECT w.ev_class AS view, 1 AS depth FROM rests
    JOIN pg_rewrite w ON rests.classid = 'pg_rewrite'::regclass AND w.oid = rests.objid
    JOIN pg_class r ON r.oid = w.ev_class AND r.relkind IN ('v', 'm')
    UNION
    SELECT w.ev_class, l.depth + 1 FROM layers l
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = l.view
        AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite w ON w.oid = d.objid AND w.ev_class <> l.view),
views AS (SELECT view, max(depth) AS depth FROM layers GROUP BY view))";

constexpr std::string_view views = R"(
    SELECT 1 AS phase, v.depth,
        format('DROP %s %s', kind, view::regclass) AS take_down,
        concat_ws('; ',
            format('CREATE %s %s%s AS %s', kind, view::regclass,
                ' WITH (' || array_to_string(r.reloptions, ', ') || ')', rtrim(pg_get_viewdef(view), ';'))
                || CASE WHEN r.relispopulated THEN '' ELSE ' WITH NO DATA' END,
            (SELECT string_agg(pg_get_indexdef(indexrelid), '; ') FROM pg_index WHERE indrelid = view),
            (SELECT string_agg(rtrim(pg_get_ruledef(oid), ';'), '; ') FROM pg_rewrite
                WHERE ev_class = view AND rulename <> '_RETURN'),
            (SELECT string_agg(pg_get_triggerdef(oid), '; ') FROM pg_trigger WHERE tgrelid = view AND NOT tgisinternal),
            format('COMMENT ON %s %s IS ', kind, view::regclass) || quote_literal(obj_description(view, 'pg_class')),
            CASE WHEN r.relowner <> current_user::regrole
                THEN format('ALTER %s %s OWNER TO %s', kind, view::regclass, r.relowner::regrole) END,
            (SELECT string_agg(format('GRANT %s ON %s TO %s', g.privilege_type, view::regclass,
                CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END)
                || CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, '; ')
                FROM aclexplode(r.relacl) g WHERE g.grantee <> r.relowner)) AS put_back
    FROM views v JOIN pg_class r ON r.oid = v.view,
    LATERAL (SELECT CASE r.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END AS kind) k
    UNION ALL)";

constexpr std::string_view policies_and_triggers = R"(
    SELECT 2, 0, format('DROP POLICY %I ON %s', p.polname, p.polrelid::regclass),
        format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, p.polrelid::regclass,
            CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
            (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ')
                FROM unnest(p.polroles) role))
        || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
        || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
    FROM pg_policy p WHERE EXISTS (SELECT FROM rests WHERE classid = 'pg_policy'::regclass AND objid = p.oid)
    UNION ALL
    SELECT 3, 0, format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass), pg_get_triggerdef(t.oid)
    FROM pg_trigger t WHERE NOT t.tgisinternal AND t.tgparentid = 0
        AND EXISTS (SELECT FROM rests WHERE classid = 'pg_trigger'::regclass AND objid = t.oid)
        AND t.tgrelid NOT IN (SELECT view FROM views)
    UNION ALL)";

constexpr std::string_view constraints_and_indexes = R"(
    SELECT CASE k.contype WHEN 'f' THEN 4 ELSE 5 END, 0,
        format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.conrelid <> 0 AND k.conparentid = 0 AND k.coninhcount = 0
        AND ((k.contype IN ('c', 'x') AND EXISTS (SELECT FROM rests
                WHERE names_type AND classid = 'pg_constraint'::regclass AND objid = k.oid))
            OR (k.contype = 'f' AND EXISTS (SELECT FROM rests
                WHERE classid = 'pg_constraint'::regclass AND objid = k.oid)))
    UNION ALL
    SELECT 6, 0, format('DROP STATISTICS %s.%I', s.stxnamespace::regnamespace, s.stxname),
        pg_get_statisticsobjdef(s.oid)
    FROM pg_statistic_ext s WHERE EXISTS (SELECT FROM rests WHERE names_type AND classid = 'pg_statistic_ext'::regclass AND objid = s.oid)
    UNION ALL
    SELECT 7, 0, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
        || coalesce('; COMMENT ON INDEX ' || i.indexrelid::regclass || ' IS '
            || quote_literal(obj_description(i.indexrelid, 'pg_class')), '')
    FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid AND NOT r.relispartition
    WHERE EXISTS (SELECT FROM rests WHERE names_type AND classid = 'pg_class'::regclass AND objid = i.indexrelid)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        AND i.indrelid NOT IN (SELECT view FROM views))";

constexpr std::string_view rights_of_type = R"(
SELECT back || concat_ws('; ', format('COMMENT ON TYPE %s IS ', to_regtype(reference))
        || quote_literal(obj_description(former, 'pg_type')),
    CASE WHEN t.typowner <> current_user::regrole
        THEN format('ALTER TYPE %s OWNER TO %s', reference, t.typowner::regrole) END,
    (SELECT string_agg(format('GRANT %s ON TYPE %s TO %s', g.privilege_type, reference,
        g.grantee::regrole), '; ') FROM aclexplode(t.typacl) g WHERE g.grantee NOT IN (0, t.typowner)))
INTO back FROM pg_type t WHERE t.oid = former;)";

std::string take_down_and_put_back() {
    std::string text{changed_columns};
    text.append(dependents)
        .append(", parts AS (")
        .append(views)
        .append(policies_and_triggers)
        .append(constraints_and_indexes)
        .append(R"()
SELECT coalesce(array_agg(take_down ORDER BY phase, depth DESC, take_down), '{}'),
    coalesce(array_agg(put_back ORDER BY phase DESC, depth, put_back), '{}')
INTO down, back FROM parts;)")
        .append(rights_of_type);
    return text;
}

}  // namespace

std::string remake_enum(const ddl::AlterColumn& statement) {
    const auto& type = *enum_in(statement.modified.type);
    const auto names = names_of(type, statement.table.schema);
    return do_block(
        "DECLARE reference text := " + names.reference + "; former oid := to_regtype(" +
        names.reference + "); down text[]; moves text[]; back text[]; step text;\nBEGIN IF " +
        labels_differ(names.reference, type) + " THEN" +
        moves(conversion(statement, names), names) + take_down_and_put_back() +
        "\nFOREACH step IN ARRAY down LOOP EXECUTE step; END LOOP;\nALTER TYPE " + names.type +
        " RENAME TO " + names.former + ";\n" + create_enum(type, statement.table.schema) +
        ";\nFOREACH step IN ARRAY moves || back LOOP EXECUTE step; END LOOP;\nDROP "
        "TYPE " +
        names.full_former + ";\nEND IF; END");
}

}  // namespace azoth::dialects::postgresql
