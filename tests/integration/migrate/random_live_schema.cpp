// SPDX-License-Identifier: MIT
#include "integration/migrate/random_live_schema.hpp"

// Every table has the columns id, a (a text), b (a number), c and p.
namespace azoth::test::foreign {

std::string RandomLiveSchema::make() {
    std::string sql = "CREATE TABLE log (a TEXT);\n";
    for (std::size_t count = below(3) + 1; count > 0; --count) {
        sql += table();
    }
    for (const Made& table : tables_) {
        sql += indexes(table) + views(table) + triggers(table) + searches(table);
    }
    return sql;
}

std::string RandomLiveSchema::conflict() {
    return one_of({"",
                   "",
                   "",
                   " ON CONFLICT REPLACE",
                   " ON CONFLICT IGNORE",
                   " on conflict abort",
                   " ON CONFLICT FAIL"});
}

std::string RandomLiveSchema::next_name() {
    const std::string number = std::to_string(tables_.size() + 1);
    switch (below(7)) {
        case 0:
            return "\"two words " + number + "\"";
        case 1:
            return "[odd-" + number + "]";
        case 2:
            return "`order" + number + "`";
        case 3:
            return "\"do\"\"t." + number + "\"";
        case 4:
            return "Tab" + number;
        default:
            return "t" + number;
    }
}

/// A column, for it is no constraint of the table.
std::string RandomLiveSchema::key_column(Made& table, bool is_strict, bool has_rowid) {
    table.key = "id";
    if (!has_rowid) {
        return one_of({"id TEXT PRIMARY KEY",
                       "id INTEGER NOT NULL PRIMARY KEY",
                       "id TEXT NOT NULL COLLATE NOCASE PRIMARY KEY"});
    }
    if (chance(10)) {
        table.key.clear();
        return "id TEXT NOT NULL";
    }
    return one_of({"id INTEGER PRIMARY KEY",
                   "id INTEGER PRIMARY KEY AUTOINCREMENT",
                   "id INTEGER PRIMARY KEY DESC",
                   is_strict ? "Id INT PRIMARY KEY" : "ID BIGINT PRIMARY KEY",
                   "id TEXT PRIMARY KEY",
                   "id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT FAIL",
                   "id INTEGER NOT NULL UNIQUE PRIMARY KEY"});
}

std::string RandomLiveSchema::reference(const Made& table) {
    const std::size_t which = below(tables_.size() + 2);
    if (which == tables_.size() + 1) {
        return "p INTEGER";
    }
    const Made& other = which == tables_.size() ? table : tables_[which];
    if (other.key.empty()) {
        return "p INTEGER";
    }
    return "p INTEGER REFERENCES " + other.name + maybe(60, " (ID)") +
           one_of({"", " ON DELETE CASCADE", " ON UPDATE SET NULL ON DELETE RESTRICT"}) +
           maybe(20, " MATCH FULL") +
           one_of({"", " DEFERRABLE INITIALLY DEFERRED", " NOT DEFERRABLE", " DEFERRABLE"});
}

std::string RandomLiveSchema::generated() {
    std::string sql = ", g INTEGER " + one_of({"AS (B + 1)", "GENERATED ALWAYS AS (b * 2)"}) +
                      one_of({"", " STORED", " VIRTUAL"}) + maybe(20, " UNIQUE") +
                      maybe(20, " NOT NULL");
    return sql + maybe(30, ", h TEXT AS (g || ',' || a)");
}

std::string RandomLiveSchema::columns(Made& table, bool is_strict) {
    std::string sql = ", a TEXT" + one_of({"", " COLLATE NOCASE", " collate rtrim"});
    sql += maybe(30, " UNIQUE" + conflict());
    sql += maybe(10, " CHECK (a IN ('value 1', 'value 2', 'value 3'))");
    sql +=
        ", B INTEGER" +
        one_of(
            {"", " DEFAULT 3", " DEFAULT (1 + 2)", " DEFAULT -1", " DEFAULT +1", " DEFAULT 1e3"});
    sql += maybe(40, " NOT NULL" + conflict());
    sql += is_strict ? ", c ANY"
                     : ", c " + one_of({"VARCHAR(20)",
                                        "",
                                        "DECIMAL(10, 2)",
                                        "MEDIUMINT",
                                        "BLOB",
                                        "double precision",
                                        "NVARCHAR ( 30 )",
                                        "timestamp",
                                        "BOOLEAN"});
    sql += is_strict ? ""
                     : one_of({"",
                               "",
                               " DEFAULT CURRENT_TIMESTAMP",
                               " DEFAULT 'it''s'",
                               " DEFAULT \"double\"",
                               " DEFAULT bare",
                               " DEFAULT x'00'",
                               " DEFAULT TRUE",
                               " DEFAULT NULL",
                               " NULL"});
    sql += maybe(20, " CHECK (" + table.name + ".c <> 'q')");
    sql += chance(30) ? generated() : "";
    sql += maybe(20, ", -- one, two\n d TEXT /* of (three */ DEFAULT 'a, b'");
    sql += maybe(20, ", \"key\" TEXT, \"a b\" INTEGER DEFAULT (abs(-2))");
    return sql + ", " + reference(table);
}

std::string RandomLiveSchema::constraints(const Made& table) {
    std::string sql = chance(20) ? ", UNIQUE (a COLLATE nocase, b DESC)" + conflict() : "";
    sql += maybe(20, ", CONSTRAINT \"not 77\" CHECK (b <> 77)");
    sql += maybe(20, ", CHECK (a <> 'a' OR " + table.name + ".b > 0)");
    sql += maybe(10, ", CHECK (1) CHECK (b IS NOT 'x')");
    sql += maybe(15, ", CONSTRAINT u UNIQUE (b, p)");
    if (chance(15) && !table.key.empty()) {
        sql += ", CONSTRAINT \"to self\" FOREIGN KEY (b) REFERENCES " + table.name +
               " (id) DEFERRABLE INITIALLY DEFERRED";
    }
    return sql + maybe(5, ", FOREIGN KEY (p) REFERENCES missing (id)");
}

std::string RandomLiveSchema::table() {
    Made table{.name = next_name()};
    const bool is_strict = chance(20);
    table.has_rowid = !chance(15);
    std::string sql = "CREATE TABLE " + table.name + " (" +
                      key_column(table, is_strict, table.has_rowid) + columns(table, is_strict) +
                      constraints(table) + ")";
    sql += is_strict ? " STRICT" : "";
    sql += table.has_rowid ? "" : is_strict ? ", WITHOUT ROWID" : " without  rowid";
    tables_.push_back(table);
    return sql + ";\n";
}

std::string RandomLiveSchema::indexes(const Made& table) {
    const std::string on = " ON " + table.name;
    std::string sql;
    if (chance(40)) {
        sql += "CREATE INDEX i" + number() + on + " (b DESC, a COLLATE rtrim);\n";
    }
    if (chance(30)) {
        sql += "CREATE INDEX IF NOT EXISTS IX" + number() + on +
               " (lower(a), b + 1) WHERE b > 0 AND \"a\" IS NOT NULL;\n";
    }
    if (chance(15)) {
        sql += "CREATE UNIQUE INDEX \"a unique one " + number() + "\"" + on + " (b, id, a);\n";
    }
    return sql;
}

std::string RandomLiveSchema::views(const Made& table) {
    std::string sql;
    if (chance(25)) {
        sql += "CREATE VIEW v" + number() + " AS SELECT a, b FROM " + table.name + ";\n";
    }
    if (chance(15)) {
        sql += "CREATE VIEW w" + number() + " (x, y) AS SELECT t.id, count(*) FROM " + table.name +
               " AS t LEFT JOIN log USING (a) GROUP BY t.id;\n";
    }
    if (chance(20)) {
        const std::string view = "i" + number();
        sql += "CREATE VIEW " + view + " AS SELECT * FROM " + table.name + " WHERE b >= 0;\n";
        sql += "CREATE TRIGGER \"to " + view + "\" INSTEAD OF INSERT ON " + view +
               " BEGIN INSERT INTO " + table.name + " (id, a) VALUES (new.id, new.a); END;\n";
        sql += maybe(50, "CREATE VIEW of_" + view + " AS SELECT a FROM " + view + ";\n");
    }
    return sql;
}

std::string RandomLiveSchema::triggers(const Made& table) {
    std::string sql;
    if (chance(25)) {
        sql += "CREATE TRIGGER r" + number() + " AFTER UPDATE OF b ON " + table.name +
               maybe(50, " FOR EACH ROW WHEN new.b > 99") +
               " BEGIN INSERT INTO log VALUES (new.a); END;\n";
    }
    if (chance(20)) {
        sql += "CREATE TRIGGER s" + number() + " BEFORE DELETE ON " + table.name +
               " BEGIN INSERT INTO log SELECT old.c; DELETE FROM log WHERE a = 'none'; END;\n";
    }
    if (chance(20)) {
        sql += "CREATE TRIGGER u" + number() +
               " AFTER INSERT ON log WHEN new.a = 'never' BEGIN "
               "UPDATE " +
               table.name + " SET b = b WHERE a = new.a; END;\n";
    }
    return sql;
}

std::string RandomLiveSchema::searches(const Made& table) {
    std::string sql;
    if (chance(20) && table.has_rowid) {
        const std::string search = "f" + number();
        sql += "CREATE VIRTUAL TABLE " + search + " USING fts5(a, content=" +
               (table.name[0] == '[' ? "'" + table.name.substr(1, table.name.size() - 2) + "'"
                                     : table.name) +
               ");\n";
        sql += maybe(60,
                     "CREATE TRIGGER " + search + "_ai AFTER INSERT ON " + table.name +
                         " BEGIN INSERT INTO " + search +
                         " (rowid, a) VALUES (new.rowid, new.a); END;\n");
    }
    sql += chance(10) ? "CREATE VIRTUAL TABLE h" + number() + " USING fts4 (a, b);\n" : "";
    sql += chance(10) ? "CREATE VIRTUAL TABLE r" + number() + " USING rtree (id, x0, x1);\n" : "";
    return sql;
}

}  // namespace azoth::test::foreign
