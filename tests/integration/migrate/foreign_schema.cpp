// SPDX-License-Identifier: MIT
#include "integration/migrate/foreign_schema.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "dialects/sqlite/canonical.hpp"
#include "dialects/sqlite/virtual_table.hpp"

#include <fstream>
#include <sstream>

namespace azoth::test::foreign {

using dialects::sqlite::SchemaObject;
using namespace migrate;

namespace {

std::vector<SchemaObject> objects_of(const Engine& engine) {
    Connection connection = engine.connect();
    return dialects::sqlite::schema_objects(connection.query_callback(), "");
}

std::string quoted(const Engine& engine, const std::string& name) {
    return engine.dialect().identifier(name);
}

std::optional<Rows> try_read(const Engine& engine, const std::string& sql) {
    try {
        return read(engine, sql);
    } catch (const DatabaseError&) {
        return std::nullopt;
    }
}

void read_table(const Engine& engine, const schema::Table& table, Snapshot& snapshot) {
    const bool has_rowid = !table.option("sqlite_without_rowid");
    const std::string order = has_rowid ? "rowid" : quoted(engine, table.primary_key->columns[0]);
    for (const schema::Column& column : table.columns) {
        const std::string name = quoted(engine, column.name);
        if (auto rows = try_read(engine,
                                 "SELECT " + order + ", " + name + ", typeof(" + name + ") FROM " +
                                     quoted(engine, table.name) + " ORDER BY 1, 2")) {
            snapshot.columns[table.name + "." + column.name] = std::move(*rows);
        }
    }
}

/// A reference that names no columns means the primary key.
constexpr const char* referred_column =
    "coalesce(f.\"to\", (SELECT k.name FROM pragma_table_info(f.\"table\") AS k WHERE k.pk = f.seq "
    "+ "
    "1))";

/// `references t` becomes `references t ( id )`.
void name_referred_keys(const Engine& engine, const std::string& table, std::string& meaning) {
    for (const auto& row :
         read(engine,
              "SELECT lower(f.\"table\"), group_concat(lower(" + std::string{referred_column} +
                  "), ' , ') FROM pragma_foreign_key_list('" +
                  text_utility::replace_all(table, "'", "''") +
                  "') AS f WHERE f.\"to\" IS NULL GROUP BY f.id")) {
        const std::string words = " references " + row[0];
        for (std::size_t at = meaning.find(words); at != std::string::npos;
             at = meaning.find(words, at + 1)) {
            const char next = meaning.c_str()[at + words.size() + 1];
            const bool is_it = std::string_view{" ,}"}.find(meaning.c_str()[at + words.size()]) !=
                               std::string_view::npos;
            if (is_it && next != '(') {
                meaning.insert(at + words.size(), " ( " + row[1] + " )");
            }
        }
    }
}

/// What SQLite itself says of a table, whatever its text: columns, references, indexes.
void read_shape(const Engine& engine, const std::string& table, Snapshot& snapshot) {
    const std::string name = "('" + text_utility::replace_all(table, "'", "''") + "')";
    const std::string is_own = "iif(l.origin = 'c', l.name, '')";
    snapshot.shapes[table + " columns"] =
        read(engine,
             "SELECT lower(name), pk, iif(pk, 0, \"notnull\"), hidden FROM "
             "pragma_table_xinfo" +
                 name + " ORDER BY cid");
    snapshot.shapes[table + " references"] =
        read(engine,
             "SELECT lower(\"from\"), lower(\"table\"), lower(" + std::string{referred_column} +
                 "), seq, on_update, on_delete, match FROM pragma_foreign_key_list" + name +
                 " AS f ORDER BY 1, 2, 3, 4");
    snapshot.shapes[table + " indexes"] = read(
        engine,
        "SELECT " + is_own +
            ", l.\"unique\", l.origin, l.partial, (SELECT group_concat(coalesce(lower(x.name), "
            "x.cid) || ' ' || x.\"desc\" || ' ' || lower(x.coll), ', ') FROM "
            "pragma_index_xinfo(l.name) "
            "AS x WHERE x.key) FROM pragma_index_list" +
            name + " AS l ORDER BY 1, 2, 3, 4, 5");
}

void read_results(const Engine& engine, const SchemaObject& object, Snapshot& snapshot) {
    const std::string name = quoted(engine, object.name);
    if (object.type == "view") {
        if (auto rows = try_read(engine, "SELECT * FROM " + name)) {
            std::ranges::sort(*rows);
            snapshot.results[object.name] = std::move(*rows);
        }
    } else if (object.type == "virtual") {
        for (const std::string word : {"value", "1", "2"}) {
            if (auto rows = try_read(engine,
                                     "SELECT rowid, * FROM " + name + " WHERE " + name +
                                         " MATCH '" + word + "' ORDER BY 1")) {
                snapshot.results[object.name + " " + word] = std::move(*rows);
            }
        }
    }
}

template <class Values>
void add_differences(const Values& before,
                     const Values& after,
                     const std::set<std::string>& left_out,
                     std::string& lines) {
    for (const auto& [name, value] : before) {
        const auto found = after.find(name);
        if (left_out.contains(name)) {
            continue;
        }
        if (found == after.end()) {
            lines += "gone: " + name + "\n";
        } else if (found->second != value) {
            lines += "changed: " + name + "\n";
        }
    }
    for (const auto& [name, value] : after) {
        if (!before.contains(name) && !left_out.contains(name)) {
            lines += "new: " + name + "\n";
        }
    }
}

}  // namespace

Snapshot snapshot_of(const Engine& engine) {
    Snapshot snapshot;
    for (const SchemaObject& object : objects_of(engine)) {
        const std::string key = object.type + " " + object.name + " of " + object.table;
        snapshot.texts[key] = object.sql;
        snapshot.meanings[key] = object.sql.empty() ? "" : dialects::sqlite::canonical(object);
        read_results(engine, object, snapshot);
    }
    for (const schema::Table& table : reflect_tables(engine)) {
        read_table(engine, table, snapshot);
        read_shape(engine, table.name, snapshot);
        name_referred_keys(
            engine, table.name, snapshot.meanings["table " + table.name + " of " + table.name]);
    }
    return snapshot;
}

namespace {

bool has_text(const std::string& sql, const std::string& name) {
    const std::string text = text_utility::lower_ascii(sql);
    const std::string lower = text_utility::lower_ascii(name);
    return text.find(lower) != std::string::npos ||
           text.find(text_utility::replace_all(lower, "\"", "\"\"")) != std::string::npos;
}

/// The words of a table's meaning, whatever their order.
std::string unordered(const std::string& meaning) {
    std::vector<std::string> words;
    std::stringstream text{meaning};
    for (std::string word; text >> word;) {
        words.push_back(word);
    }
    std::ranges::sort(words);
    return text_utility::join(words, " ");
}

/// Views over what is lost or reordered, and views over those: their results are not asked.
void leave_views_out(Snapshot& snapshot, std::set<std::string> names) {
    for (std::size_t known = 0; known != names.size();) {
        known = names.size();
        for (const auto& [key, text] : snapshot.texts) {
            const std::string name = key.substr(key.rfind(" of ") + 4);
            const bool has_one =
                std::ranges::any_of(names, [&](const auto& one) { return has_text(text, one); });
            if (key.starts_with("view ") && has_one) {
                names.insert(name);
                snapshot.results.erase(name);
            }
        }
    }
}

Snapshot without_order(Snapshot snapshot, const Allowed& allowed) {
    for (const std::string& table : allowed.reordered) {
        std::string& meaning = snapshot.meanings["table " + table + " of " + table];
        meaning = unordered(meaning);
        std::ranges::sort(snapshot.shapes[table + " columns"]);
    }
    std::set<std::string> tables = allowed.reordered;
    for (const std::string& column : allowed.lost) {
        tables.insert(column.substr(0, column.rfind('.')));
    }
    tables.erase("");
    leave_views_out(snapshot, std::move(tables));
    return snapshot;
}

std::set<std::string> objects_with(const Snapshot& snapshot, const std::set<std::string>& tables) {
    std::set<std::string> keys;
    for (const auto& [key, text] : snapshot.texts) {
        for (const std::string& table : tables) {
            if (key.ends_with(" of " + table) || has_text(text, table)) {
                keys.insert(key);
            }
        }
    }
    return keys;
}

}  // namespace

std::string difference(const Snapshot& before, const Snapshot& after, const Allowed& allowed) {
    std::string lines;
    const Snapshot old = without_order(before, allowed);
    const Snapshot now = without_order(after, allowed);
    add_differences(old.texts, now.texts, objects_with(before, allowed.changed), lines);
    add_differences(old.meanings, now.meanings, {}, lines);
    add_differences(old.shapes, now.shapes, {}, lines);
    add_differences(old.columns, now.columns, allowed.lost, lines);
    add_differences(old.results, now.results, allowed.lost, lines);
    return lines;
}

void fill(const Engine& engine) {
    const std::vector<schema::Table> tables = reflect_tables(engine);
    const auto insert = [&](const schema::Table& table, std::size_t number) {
        try {
            const auto unknown = number == 3 ? UnknownTypes::LeftOut : UnknownTypes::AsText;
            run(engine, generated_row(table, number, engine.dialect(), unknown));
            return true;
        } catch (const DatabaseError&) {
            return false;
        }
    };
    for (std::size_t number = 1; number <= 3; ++number) {
        std::vector<const schema::Table*> waiting;
        for (const schema::Table& table : tables) {
            waiting.push_back(&table);
        }
        while (std::erase_if(waiting, [&](const auto* table) { return insert(*table, number); }) >
               0) {
        }
    }
    for (const schema::Table& table : tables) {  // holes in the numbers of rows
        try {
            run(engine, "DELETE FROM " + quoted(engine, table.name) + " WHERE rowid = 2");
        } catch (const DatabaseError&) {
        }
    }
    for (const SchemaObject& object : objects_of(engine)) {
        const auto text = dialects::sqlite::parse_virtual_table(object.sql);
        if (object.type == "virtual" && !text.content.empty()) {
            const std::string name = quoted(engine, object.name);
            run(engine, "INSERT INTO " + name + "(" + name + ") VALUES('rebuild')");
        }
    }
}

void load(const Engine& engine, const std::string& path) {
    std::ifstream file{path};
    std::stringstream text;
    text << "PRAGMA foreign_keys = OFF;\n";
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('.')) {
            text << line << '\n';
        }
    }
    run_outside(engine, text.str());
    run_outside(engine, "PRAGMA foreign_keys = ON");
}

}  // namespace azoth::test::foreign
