// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>

#include <algorithm>

#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/live_schema.hpp"
#include "dialects/postgresql/quoted_text.hpp"

namespace azoth::dialects::postgresql {

namespace {

/// `(schema, table, column, dropped)`; the schema may be NULL for the default one.
std::string row_of(const ChangedPart& part) {
    const auto or_null = [](const std::string& name) {
        return name.empty() ? std::string{"NULL::text"} : quoted_text(name) + "::text";
    };
    const bool is_dropped = part.fate == ChangedPart::Fate::Dropped;
    return '(' + or_null(part.schema) + ", " + quoted_text(part.table) + "::text, " +
           or_null(part.column) + ", " + (is_dropped ? "true" : "false") + ", " +
           (part.what == ChangedPart::What::Type ? "true" : "false") + ')';
}

std::string rows_of(std::span<const ChangedPart> changed) {
    std::string rows;
    for (const auto& part : changed) {
        rows += (rows.empty() ? "" : ", ") + row_of(part);
    }
    return rows;
}

// What the server refuses to leave behind: views and rules (through pg_rewrite), triggers and
// policies by their columns, functions whose body is parsed (BEGIN ATOMIC) or whose signature has
// the row type, publications, and whatever refers to a table that goes. A column's own constraints,
// indexes and defaults go or follow by themselves. Then what rests on those.
constexpr std::string_view direct = R"sql(), changed AS (
    SELECT c.oid AS relation, c.reltype AS row_type, a.attnum AS position, n.is_dropped
    FROM named n JOIN pg_namespace s ON s.nspname = coalesce(n.schema, current_schema()::text)
    JOIN pg_class c ON c.relnamespace = s.oid AND c.relname = n.name
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = n.part AND NOT a.attisdropped
    WHERE NOT n.is_type AND (n.part IS NULL OR a.attnum IS NOT NULL)),
types AS (
    SELECT t.oid FROM named n JOIN pg_namespace s ON s.nspname = coalesce(n.schema, current_schema()::text)
    JOIN pg_type b ON b.typnamespace = s.oid AND b.typname = n.name JOIN pg_type t ON t.oid IN (b.oid, b.typarray)
    WHERE n.is_type),
direct AS (
    SELECT d.classid, d.objid, d.objsubid, c.relation AS changed FROM changed c
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.relation AND d.refobjsubid = c.position
    WHERE c.position IS NOT NULL AND d.deptype IN ('n', 'a') AND (d.deptype = 'n' OR NOT c.is_dropped)
        AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_proc'::regclass,
            'pg_publication_rel'::regclass)
    UNION ALL
    SELECT d.classid, d.objid, d.objsubid, c.relation FROM changed c
    JOIN pg_depend d ON (d.refclassid = 'pg_class'::regclass AND d.refobjid = c.relation)
        OR (d.refclassid = 'pg_type'::regclass AND d.refobjid IN (c.row_type, (SELECT typarray FROM pg_type WHERE oid = c.row_type)))
    WHERE c.position IS NULL AND d.deptype = 'n' AND d.classid <> 'pg_publication_rel'::regclass
        AND NOT (d.classid = 'pg_class'::regclass AND d.objid = c.relation)
    UNION ALL
    SELECT d.classid, d.objid, d.objsubid, NULL FROM types t
    JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid WHERE d.deptype = 'n'),
)sql";

/// A view is what its rule makes of it; parts of a table that goes go with it.
constexpr std::string_view owners = R"sql(owners AS (
    SELECT CASE WHEN v.oid IS NOT NULL THEN 'pg_class'::regclass ELSE d.classid END AS classid,
        coalesce(v.oid, d.objid) AS objid, CASE WHEN v.oid IS NOT NULL THEN 0 ELSE d.objsubid END AS objsubid
    FROM direct d
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm') AND w.rulename = '_RETURN'
    LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid
    LEFT JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
    LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
    WHERE NOT EXISTS (SELECT FROM changed c WHERE c.position IS NULL
        AND c.relation IN (w.ev_class, t.tgrelid, p.polrelid, k.conrelid))),
resting (classid, objid, objsubid, depth) AS (
    SELECT classid, objid, objsubid, 1 FROM owners
    UNION
    SELECT CASE WHEN v.oid IS NOT NULL THEN 'pg_class'::regclass ELSE d.classid END, coalesce(v.oid, d.objid),
        CASE WHEN v.oid IS NOT NULL THEN 0 ELSE d.objsubid END, r.depth + 1
    FROM resting r JOIN pg_depend d ON ((d.refclassid = r.classid AND d.refobjid = r.objid)
            OR (r.classid = 'pg_class'::regclass AND d.refclassid = 'pg_type'::regclass
                AND d.refobjid IN (SELECT t.oid FROM pg_type t JOIN pg_class c ON c.oid = r.objid AND (t.oid = c.reltype
                    OR t.typelem = c.reltype AND c.reltype <> 0))))
        AND d.deptype = 'n' AND r.objsubid = 0
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm') AND w.rulename = '_RETURN'
    WHERE r.depth < 30 AND (r.classid, r.objid) IS DISTINCT FROM (CASE WHEN v.oid IS NOT NULL THEN 'pg_class'::regclass
        ELSE d.classid END, coalesce(v.oid, d.objid)) AND (w.ev_class = r.objid AND r.classid = 'pg_class'::regclass) IS NOT TRUE)
SELECT o.type, o.identity, max(r.depth)
FROM resting r CROSS JOIN LATERAL pg_identify_object(r.classid, r.objid, r.objsubid) o
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2)sql";

/// Grants, comments and the like of an object, which go with it.
bool is_part_of(const LiveObject& part, const LiveObject& whole) {
    const bool is_said_of_it =
        part.name == whole.name && part.kind.find(" of ") != std::string::npos;
    return is_said_of_it || (!part.table.empty() && part.table == whole.name);
}

LiveObject with_parts(const LiveObject& found, std::span<const LiveObject> all) {
    LiveObject whole = found;
    for (const LiveObject& part : all) {
        if (!found.create.empty() && is_part_of(part, found)) {
            whole.create.insert(whole.create.end(), part.create.begin(), part.create.end());
        }
    }
    return whole;
}

}  // namespace

std::vector<LiveObject> PostgresqlLiveSchema::dependents(
    const Query& query, std::span<const ChangedPart> changed) const {
    if (changed.empty()) {
        return {};
    }
    const std::string sql =
        "WITH RECURSIVE named (schema, name, part, is_dropped, is_type) AS (VALUES " +
        rows_of(changed) + std::string{direct} + std::string{owners};
    const Rows rows = query(sql, {});
    const std::vector<LiveObject> all = rows.empty() ? std::vector<LiveObject>{} : objects(query);
    std::vector<LiveObject> result;
    for (const auto& row : rows) {
        const std::string kind = row[0].as_text();
        const std::string name = row[1].as_text();
        const auto found = std::ranges::find_if(
            all, [&](const LiveObject& one) { return one.kind == kind && one.name == name; });
        result.push_back(found == all.end() ? LiveObject{.kind = kind, .name = name}
                                            : with_parts(*found, all));
    }
    return result;
}

}  // namespace azoth::dialects::postgresql
