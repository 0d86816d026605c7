// SPDX-License-Identifier: MIT
#include "dialects/postgresql/live_objects_sql.hpp"

namespace azoth::dialects::postgresql {

namespace {

// Each row: the catalogue and the object (which pg_identify_object() names), a kind where its own
// word would not do, its place in the order of making, what it is, the relation whose part it is,
// and the statements that make and drop it, apart by chr(30). All texts are read with an empty
// search path, so that every name in them has its schema.
constexpr std::string_view beginning = R"sql(WITH spaces AS MATERIALIZED (
    SELECT n.oid, n.nspname FROM pg_namespace n
    WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'),
brought AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
relations AS MATERIALIZED (
    SELECT c.*, format('%I.%I', s.nspname, c.relname) AS full_name,
        CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS word
    FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid)),
found (classid, objid, subid, kind, place, definition, relation, made, dropped) AS ()sql";

constexpr std::string_view without_relation = R"sql(
    SELECT 'pg_namespace'::regclass, s.oid, 0, NULL, 10, '', NULL::oid, format('CREATE SCHEMA %I', s.nspname), NULL
    FROM spaces s
    UNION ALL
    SELECT 'pg_extension'::regclass, e.oid, 0, NULL, 11, format('%s in %s', e.extversion, e.extnamespace::regnamespace),
        NULL, NULL, NULL FROM pg_extension e
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, NULL, 26, CASE WHEN p.prokind = 'a' THEN (SELECT concat_ws('; ', g.aggkind, g.aggtransfn::regprocedure,
            g.aggfinalfn::regprocedure, g.aggcombinefn::regprocedure, g.aggtranstype::regtype, g.agginitval, g.aggsortop::regoperator)
            FROM pg_aggregate g WHERE g.aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END, NULL,
        CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
        format('DROP %s %s', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END, p.oid::regprocedure)
    FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, NULL, 20, concat_ws('; ', t.typtype,
        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
        CASE WHEN t.typtype = 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), t.typcollation::regcollation,
            t.typnotnull, t.typdefault, (SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
            FROM pg_constraint k WHERE k.contypid = t.oid)) END,
        (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
        (SELECT concat_ws(' ', g.rngsubtype::regtype, g.rngcollation::regcollation, g.rngsubdiff::regproc) FROM pg_range g WHERE g.rngtypid = t.oid),
        CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput, t.typoutput, t.typlen, t.typalign, t.typstorage) END), NULL,
        CASE WHEN t.typtype = 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', s.nspname, t.typname,
            (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) END, NULL
    FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace
    WHERE t.typtype IN ('e', 'd', 'r', 'm', 'b', 'c') AND (t.typtype <> 'c' OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')
        AND NOT (t.typtype = 'b' AND t.typelem <> 0 AND t.typlen = -1)
    UNION ALL
    SELECT 'pg_collation'::regclass, l.oid, 0, NULL, 19, concat_ws('; ', l.collprovider, l.collcollate, l.collctype,
        to_jsonb(l) ->> 'colliculocale', to_jsonb(l) ->> 'colllocale', l.collisdeterministic, l.collencoding), NULL, NULL, NULL
    FROM pg_collation l JOIN spaces s ON s.oid = l.collnamespace
    UNION ALL
    SELECT 'pg_operator'::regclass, o.oid, 0, NULL, 27, concat_ws('; ', o.oprcode, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprcanhash, o.oprcanmerge), NULL, NULL, NULL
    FROM pg_operator o JOIN spaces s ON s.oid = o.oprnamespace
    UNION ALL
    SELECT 'pg_opclass'::regclass, o.oid, 0, NULL, 27, concat_ws('; ', o.opcintype::regtype, o.opcdefault, o.opckeytype::regtype), NULL, NULL, NULL
    FROM pg_opclass o JOIN spaces s ON s.oid = o.opcnamespace
    UNION ALL
    SELECT 'pg_opfamily'::regclass, o.oid, 0, NULL, 27, '', NULL, NULL, NULL FROM pg_opfamily o JOIN spaces s ON s.oid = o.opfnamespace
    UNION ALL
    SELECT 'pg_cast'::regclass, o.oid, 0, NULL, 27, concat_ws('; ', o.castfunc::regprocedure, o.castcontext, o.castmethod), NULL, NULL, NULL
    FROM pg_cast o WHERE o.oid >= 16384
    UNION ALL
    SELECT 'pg_conversion'::regclass, o.oid, 0, NULL, 27, concat_ws('; ', o.conforencoding, o.contoencoding, o.conproc, o.condefault), NULL, NULL, NULL
    FROM pg_conversion o JOIN spaces s ON s.oid = o.connamespace
    UNION ALL
    SELECT 'pg_ts_config'::regclass, o.oid, 0, NULL, 27, concat_ws('; ', (SELECT y.prsname FROM pg_ts_parser y WHERE y.oid = o.cfgparser),
        (SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapseqno, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
         FROM pg_ts_config_map m WHERE m.mapcfg = o.oid)), NULL, NULL, NULL
    FROM pg_ts_config o JOIN spaces s ON s.oid = o.cfgnamespace
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, o.oid, 0, NULL, 27, o.dictinitoption, NULL, NULL, NULL FROM pg_ts_dict o JOIN spaces s ON s.oid = o.dictnamespace
    UNION ALL
    SELECT 'pg_language'::regclass, o.oid, 0, NULL, 12, o.lanpltrusted::text, NULL, NULL, NULL FROM pg_language o WHERE o.oid >= 16384
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, o.oid, 0, NULL, 12, array_to_string(o.fdwoptions, ', '), NULL, NULL, NULL FROM pg_foreign_data_wrapper o
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, o.oid, 0, NULL, 13, concat_ws('; ', o.srvtype, o.srvversion, array_to_string(o.srvoptions, ', ')), NULL, NULL, NULL
    FROM pg_foreign_server o
    UNION ALL
    SELECT 'pg_event_trigger'::regclass, o.oid, 0, NULL, 70, concat_ws('; ', o.evtevent, o.evtfoid::regprocedure, o.evtenabled, array_to_string(o.evttags, ', ')), NULL, NULL, NULL
    FROM pg_event_trigger o
    UNION ALL
    SELECT 'pg_publication'::regclass, o.oid, 0, NULL, 71, concat_ws('; ', o.puballtables, o.pubinsert, o.pubupdate, o.pubdelete, o.pubtruncate, o.pubviaroot), NULL, NULL, NULL
    FROM pg_publication o
    UNION ALL
    SELECT 'pg_default_acl'::regclass, o.oid, 0, NULL, 73, array_to_string(o.defaclacl, ', '), NULL, NULL, NULL FROM pg_default_acl o)sql";

constexpr std::string_view relations = R"sql(
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, NULL, 30, concat_ws('; ', r.relkind, r.relpersistence, r.reloftype::regtype,
        (SELECT amname FROM pg_am m WHERE m.oid = r.relam), pg_get_partkeydef(r.oid),
        pg_get_expr(r.relpartbound, r.oid),
        (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = r.oid),
        (SELECT concat_ws(' ', v.srvname, array_to_string(f.ftoptions, ', ')) FROM pg_foreign_table f
            JOIN pg_foreign_server v ON v.oid = f.ftserver WHERE f.ftrelid = r.oid)), NULL, NULL, NULL
    FROM relations r WHERE r.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, 'storage options', 50, array_to_string(r.reloptions, ', '), r.oid,
        format('ALTER TABLE %s SET (%s)', r.full_name, array_to_string(r.reloptions, ', ')), NULL
    FROM relations r WHERE r.relkind IN ('r', 'p') AND r.reloptions IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, 'row security', 51,
        concat_ws(', ', CASE WHEN r.relrowsecurity THEN 'enabled' END, CASE WHEN r.relforcerowsecurity THEN 'forced' END), r.oid,
        concat_ws(chr(30), CASE WHEN r.relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', r.full_name) END,
            CASE WHEN r.relforcerowsecurity THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', r.full_name) END), NULL
    FROM relations r WHERE r.relrowsecurity OR r.relforcerowsecurity
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, 'replica identity', 52,
        CASE r.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || quote_ident(x.relname) END, r.oid,
        format('ALTER TABLE %s REPLICA IDENTITY %s', r.full_name,
            CASE r.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || quote_ident(x.relname) END), NULL
    FROM relations r LEFT JOIN pg_index i ON i.indrelid = r.oid AND i.indisreplident LEFT JOIN pg_class x ON x.oid = i.indexrelid
    WHERE r.relkind IN ('r', 'p', 'm') AND r.relreplident <> 'd'
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, 'owner', 60, pg_get_userbyid(r.relowner), r.oid,
        format('ALTER %s %s OWNER TO %I', r.word, r.full_name, pg_get_userbyid(r.relowner)), NULL
    FROM relations r WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm') AND pg_get_userbyid(r.relowner) <> current_user
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, a.attnum, NULL, 31, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END,
        CASE WHEN a.attnotnull THEN 'not null' END, CASE a.attidentity WHEN '' THEN NULL ELSE 'identity ' || a.attidentity::text END,
        CASE a.attgenerated WHEN '' THEN 'default' ELSE 'generated ' || a.attgenerated::text END, pg_get_expr(d.adbin, d.adrelid),
        CASE WHEN NOT a.attislocal THEN 'inherited' END), r.oid, NULL, NULL
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, a.attnum, 'column settings', 53, concat_ws(', ',
        CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
        CASE WHEN a.attcompression <> '' THEN 'compression ' || a.attcompression::text END,
        CASE WHEN a.attstattarget > 0 THEN 'statistics ' || a.attstattarget END,
        array_to_string(a.attoptions, ', '), array_to_string(a.attfdwoptions, ', ')), r.oid, concat_ws(chr(30),
        CASE WHEN a.attstorage <> t.typstorage THEN format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE %s', r.full_name, a.attname,
            CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) END,
        CASE WHEN a.attcompression <> '' THEN format('ALTER TABLE %s ALTER COLUMN %I SET COMPRESSION %s', r.full_name, a.attname,
            CASE a.attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END) END,
        CASE WHEN a.attstattarget > 0 THEN format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', r.full_name, a.attname, a.attstattarget) END,
        CASE WHEN a.attoptions IS NOT NULL THEN format('ALTER TABLE %s ALTER COLUMN %I SET (%s)', r.full_name, a.attname, array_to_string(a.attoptions, ', ')) END), NULL
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE r.relkind IN ('r', 'p', 'm', 'f') AND (a.attstorage <> t.typstorage OR a.attcompression <> '' OR a.attstattarget > 0
        OR a.attoptions IS NOT NULL OR a.attfdwoptions IS NOT NULL)
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, a.attnum, 'default of a view''s column', 53, pg_get_expr(d.adbin, d.adrelid), r.oid,
        format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', r.full_name, a.attname, pg_get_expr(d.adbin, d.adrelid)), NULL
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind = 'v'
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, NULL, 45, concat_ws('; ', rtrim(pg_get_viewdef(r.oid), ';'), array_to_string(r.reloptions, ', ')), NULL,
        format('CREATE %s %s%s AS%s%s%s', r.word, r.full_name, ' WITH (' || array_to_string(r.reloptions, ', ') || ')', E'\n',
            rtrim(pg_get_viewdef(r.oid), ';'), CASE WHEN r.relkind = 'm' AND NOT r.relispopulated THEN E'\nWITH NO DATA' END),
        format('DROP %s %s', r.word, r.full_name)
    FROM relations r WHERE r.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, NULL, 25, concat_ws('; ', format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin,
        q.seqmax, q.seqcache, q.seqcycle, (SELECT format('owned by %s %s', (SELECT i.identity FROM pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) i), d.deptype) FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))),
        (SELECT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid
            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1), NULL, NULL
    FROM relations r JOIN pg_sequence q ON q.seqrelid = r.oid)sql";

constexpr std::string_view parts_of_relations = R"sql(
    UNION ALL
    SELECT 'pg_class'::regclass, x.oid, 0, NULL, 40, concat_ws('; ', pg_get_indexdef(x.oid), array_to_string(x.reloptions, ', '),
        CASE WHEN NOT i.indisvalid THEN 'not valid' END, CASE WHEN i.indisclustered THEN 'clustered' END), r.oid,
        concat_ws(chr(30), pg_get_indexdef(x.oid), CASE WHEN i.indisclustered THEN format('ALTER TABLE %s CLUSTER ON %I', r.full_name, x.relname) END),
        'DROP INDEX ' || x.full_name
    FROM relations x JOIN pg_index i ON i.indexrelid = x.oid JOIN relations r ON r.oid = i.indrelid
    WHERE NOT x.relispartition AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0, NULL, CASE k.contype WHEN 'f' THEN 42 ELSE 41 END,
        concat_ws('; ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.conislocal THEN 'inherited' END,
            (SELECT array_to_string(x.reloptions, ', ') FROM pg_class x WHERE x.oid = k.conindid AND k.contype IN ('p', 'u', 'x')),
            (SELECT 'clustered' FROM pg_index i WHERE i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') AND i.indisclustered)), r.oid,
        concat_ws(chr(30), format('ALTER TABLE %s ADD CONSTRAINT %I %s', r.full_name, k.conname, pg_get_constraintdef(k.oid)),
            (SELECT format('ALTER TABLE %s CLUSTER ON %I', r.full_name, k.conname) FROM pg_index i
             WHERE i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') AND i.indisclustered)),
        format('ALTER TABLE %s DROP CONSTRAINT %I', r.full_name, k.conname)
    FROM pg_constraint k JOIN relations r ON r.oid = k.conrelid WHERE k.contype <> 't' AND k.conparentid = 0
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, 0, NULL, 54, pg_get_triggerdef(t.oid) || '; ' || t.tgenabled::text, r.oid,
        concat_ws(chr(30), pg_get_triggerdef(t.oid), CASE WHEN t.tgenabled <> 'O' THEN format('ALTER TABLE %s %s TRIGGER %I', r.full_name,
            CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname) END),
        format('DROP TRIGGER %I ON %s', t.tgname, r.full_name)
    FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, 0, NULL, 55, made.text, r.oid, made.text, format('DROP POLICY %I ON %s', p.polname, r.full_name)
    FROM pg_policy p JOIN relations r ON r.oid = p.polrelid CROSS JOIN LATERAL (SELECT format('CREATE POLICY %I ON %s%s FOR %s TO %s%s%s',
        p.polname, r.full_name, CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
        (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ' ORDER BY pg_get_userbyid(role))
         FROM unnest(p.polroles) AS role),
        ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS text) made
    UNION ALL
    SELECT 'pg_rewrite'::regclass, w.oid, 0, NULL, 56, pg_get_ruledef(w.oid) || w.ev_enabled::text, r.oid,
        concat_ws(chr(30), rtrim(pg_get_ruledef(w.oid), ';'), CASE WHEN w.ev_enabled <> 'O' THEN format('ALTER TABLE %s %s RULE %I', r.full_name,
            CASE w.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, w.rulename) END),
        format('DROP RULE %I ON %s', w.rulename, r.full_name)
    FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'pg_publication_rel'::regclass, o.oid, 0, NULL, 72, concat_ws('; ', columns.names, pg_get_expr(o.prqual, o.prrelid)), r.oid,
        format('ALTER PUBLICATION %I ADD TABLE ONLY %s%s%s', b.pubname, r.full_name, ' (' || columns.names || ')',
            ' WHERE ' || pg_get_expr(o.prqual, o.prrelid)),
        format('ALTER PUBLICATION %I DROP TABLE ONLY %s', b.pubname, r.full_name)
    FROM pg_publication_rel o JOIN pg_publication b ON b.oid = o.prpubid JOIN relations r ON r.oid = o.prrelid
    CROSS JOIN LATERAL (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS names FROM pg_attribute a
        WHERE a.attrelid = o.prrelid AND a.attnum = ANY (o.prattrs)) columns
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, o.oid, 0, NULL, 43, pg_get_statisticsobjdef(o.oid) || ' ' || (to_jsonb(o) ->> 'stxstattarget'), r.oid, pg_get_statisticsobjdef(o.oid),
        format('DROP STATISTICS %I.%I', s.nspname, o.stxname)
    FROM pg_statistic_ext o JOIN spaces s ON s.oid = o.stxnamespace JOIN relations r ON r.oid = o.stxrelid)sql";

constexpr std::string_view grants_and_comments = R"sql(
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, 0, 'grants', 61, granted.text, r.oid, granted.made, NULL
    FROM relations r CROSS JOIN LATERAL (SELECT string_agg(concat_ws(' ', g.privilege_type, 'to', who.name, CASE WHEN g.is_grantable THEN 'with grant option' END), ', '
            ORDER BY who.name, g.privilege_type) AS text,
        string_agg(format('GRANT %s ON %s %s TO %s%s', g.privilege_type, CASE r.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, r.full_name,
            who.name, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), chr(30) ORDER BY who.name, g.privilege_type) AS made
        FROM aclexplode(r.relacl) g CROSS JOIN LATERAL (SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) who
        WHERE g.grantee <> r.relowner) granted
    WHERE granted.text IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, a.attnum, 'grants', 62, granted.text, r.oid, granted.made, NULL
    FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
    CROSS JOIN LATERAL (SELECT string_agg(concat_ws(' ', g.privilege_type, 'to', who.name, CASE WHEN g.is_grantable THEN 'with grant option' END), ', '
            ORDER BY who.name, g.privilege_type) AS text,
        string_agg(format('GRANT %s (%I) ON TABLE %s TO %s%s', g.privilege_type, a.attname, r.full_name,
            who.name, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), chr(30) ORDER BY who.name, g.privilege_type) AS made
        FROM aclexplode(a.attacl) g CROSS JOIN LATERAL (SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) who
        WHERE g.grantee <> r.relowner) granted
    WHERE granted.text IS NOT NULL
    UNION ALL
    SELECT 'pg_namespace'::regclass, s.oid, 0, 'grants', 62, granted.text, NULL, NULL, NULL
    FROM spaces s JOIN pg_namespace n ON n.oid = s.oid CROSS JOIN LATERAL (SELECT string_agg(concat_ws(' ', g.privilege_type, 'to',
            CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END, g.is_grantable), ', ' ORDER BY g.grantee, g.privilege_type) AS text
        FROM aclexplode(n.nspacl) g WHERE g.grantee <> n.nspowner) granted WHERE granted.text IS NOT NULL
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, 'grants', 62, coalesce(granted.text, 'nobody'), NULL, concat_ws(chr(30),
        format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', p.oid::regprocedure), granted.made), NULL
    FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace CROSS JOIN LATERAL (SELECT string_agg(who.name || CASE WHEN g.is_grantable THEN '*' ELSE '' END, ', '
            ORDER BY who.name) AS text,
        string_agg(format('GRANT EXECUTE ON ROUTINE %s TO %s%s', p.oid::regprocedure, who.name,
            CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), chr(30) ORDER BY who.name) AS made
        FROM aclexplode(p.proacl) g CROSS JOIN LATERAL (SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name) who
        WHERE g.grantee <> p.proowner) granted
    WHERE p.proacl IS NOT NULL AND granted.text IS DISTINCT FROM 'PUBLIC'
    UNION ALL
    SELECT d.classoid::regclass, d.objoid, d.objsubid, 'comment', 63, d.description, coalesce((SELECT i.indrelid FROM pg_index i WHERE d.classoid = 'pg_class'::regclass AND i.indexrelid = d.objoid),
            (SELECT r.oid FROM relations r WHERE d.classoid = 'pg_class'::regclass AND r.oid = d.objoid),
            (SELECT t.tgrelid FROM pg_trigger t WHERE d.classoid = 'pg_trigger'::regclass AND t.oid = d.objoid),
            (SELECT k.conrelid FROM pg_constraint k WHERE d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid AND k.conrelid <> 0),
            (SELECT p.polrelid FROM pg_policy p WHERE d.classoid = 'pg_policy'::regclass AND p.oid = d.objoid),
            (SELECT w.ev_class FROM pg_rewrite w WHERE d.classoid = 'pg_rewrite'::regclass AND w.oid = d.objoid)),
        format('COMMENT ON %s %s IS %L', CASE o.type WHEN 'table column' THEN 'COLUMN' WHEN 'view column' THEN 'COLUMN' WHEN 'materialized view column' THEN 'COLUMN'
            WHEN 'table constraint' THEN 'CONSTRAINT' ELSE upper(o.type) END, o.identity, d.description), NULL
    FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    WHERE d.objoid >= 16384 AND (o.schema IS NULL OR EXISTS (SELECT FROM spaces s WHERE s.nspname = o.schema)))sql";

constexpr std::string_view ending = R"sql(
)
SELECT coalesce(f.kind || CASE WHEN f.kind IN ('grants', 'comment', 'owner') THEN ' of ' || o.type ELSE '' END, o.type), o.identity,
    regexp_replace(regexp_replace(f.definition,
        '::("[^"]+"|[a-z_0-9]+)(\.("[^"]+"|[a-z_0-9]+))?( varying| precision| with(out)? time zone)?(\(\d+(,\s*\d+)?\))?(\[\])*', '', 'g'),
        '[()\s]+', '', 'g'),
    (SELECT r.full_name FROM relations r WHERE r.oid = f.relation), f.made, f.dropped
FROM found f CROSS JOIN LATERAL pg_identify_object(f.classid, f.objid, f.subid) o
WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = f.classid AND b.objid = f.objid)
ORDER BY f.place, 1, 2)sql";

}  // namespace

std::string live_objects_sql() {
    std::string sql;
    for (const auto part : {beginning,
                            without_relation,
                            relations,
                            parts_of_relations,
                            grants_and_comments,
                            ending}) {
        sql += part;
    }
    return sql;
}

}  // namespace azoth::dialects::postgresql
