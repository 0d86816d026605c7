// SPDX-License-Identifier: MIT
#include "dialects/sqlite/in_use.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/canonical.hpp"
#include "dialects/sqlite/ddl.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"
#include "dialects/sqlite/trigger_probe.hpp"
#include "dialects/sqlite/virtual_table.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace azoth::dialects::sqlite {

using text_utility::quoted;

namespace {

constexpr std::string_view drop_reader =
    "drop that table first, and make it anew afterwards, with op.execute()";

/// One query, without the tables that nobody reads.
std::vector<SchemaObject> virtual_tables(const Query& query, std::string_view schema) {
    const std::string prefix = schema.empty() ? "main." : dialect().identifier(schema) + '.';
    std::vector<SchemaObject> objects;
    for (const auto& row : query("SELECT name, tbl_name, sql FROM " + prefix +
                                     "sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'",
                                 {})) {
        objects.push_back({"virtual", row[0].as_text(), row[1].as_text(), row[2].as_text()});
    }
    return objects;
}

void refuse_readers(const Query& query, std::string_view action, const ddl::TableName& table) {
    const auto readers = readers_of(virtual_tables(query, table.schema), table.name);
    if (!readers.empty()) {
        refuse_table_in_use(action, table.name, readers.front());
    }
}

void refuse_readers(std::string_view action,
                    const std::vector<SchemaObject>& objects,
                    std::string_view table,
                    std::string_view column) {
    const auto readers = readers_of(objects, table, column);
    if (!readers.empty()) {
        refuse_column_in_use(action,
                             table,
                             column,
                             "the virtual table " + quoted(readers.front().name) + " reads it",
                             drop_reader);
    }
}

bool is_strict(const Query& query, const ddl::TableName& table) {
    const auto rows =
        query("SELECT strict FROM pragma_table_list(" + sql_text::string_literal(table.name) +
                  ") WHERE schema = " +
                  sql_text::string_literal(table.schema.empty() ? "main" : table.schema),
              {});
    return !rows.empty() && rows.front().front().as_integer() != 0;
}

/// One visit for each kind of definition that has to look at the database.
struct LiveCompiler {
    const Query& query;

    std::vector<std::string> operator()(const ddl::DropTable& s) const {
        refuse_readers(query, "drop", s.table);
        return dialect().ddl(s);
    }
    std::vector<std::string> operator()(const ddl::RenameTable& s) const {
        refuse_readers(query, "rename", s.table);
        return dialect().ddl(s);
    }
    std::vector<std::string> operator()(const ddl::RenameColumn& s) const {
        const auto objects = virtual_tables(query, s.table.schema);
        refuse_readers("rename", objects, s.table.name, s.column);
        return dialect().ddl(s);
    }
    std::vector<std::string> operator()(const ddl::AddColumn& s) const {
        if (!is_strict(query, s.table)) {
            return dialect().ddl(s);
        }
        return {"ALTER TABLE " + dialect().table_name(s.table.name, s.table.schema) +
                " ADD COLUMN " + column_definition(s.column, s.table.name, Strict::Yes)};
    }
    template <class Other>
    std::vector<std::string> operator()(const Other& s) const {
        return dialect().ddl(s);
    }
};

std::string probe_of(const SchemaObject& object, const Query& query) {
    if (object.type == "view") {
        return "SELECT 0 FROM " + dialect().table_name(object.name, "") + " LIMIT 0";
    }
    return object.type == "trigger" ? trigger_probe(object, "", query) : reader_probe(object, "");
}

using Columns = std::set<std::string>;

Columns lower(const std::vector<std::string>& names) {
    Columns result;
    for (const auto& name : names) {
        result.insert(text_utility::lower_ascii(name));
    }
    return result;
}

/// By table, what each of its rows is told apart by; the primary key comes first.
using Keys = std::map<std::string, std::vector<Columns>>;

template <class Action>
void for_each_clause(const TableText& table, Action action) {
    std::ranges::for_each(table.clauses, action);
    for (const auto& column : table.columns) {
        std::ranges::for_each(column.clauses, action);
    }
}

void add_keys(const TableText& table, std::vector<Columns>& keys) {
    for_each_clause(table, [&](const Clause& clause) {
        if (clause.kind == ClauseKind::PrimaryKey) {
            keys.insert(keys.begin(), lower(clause.columns));
        } else if (clause.kind == ClauseKind::Unique) {
            keys.push_back(lower(clause.columns));
        }
    });
}

void add_key(const IndexText& index, std::vector<Columns>& keys) {
    Columns columns;
    for (const auto& part : index.parts) {
        columns.insert(text_utility::lower_ascii(part.name));
    }
    if (index.unique && index.where.empty()) {
        keys.push_back(std::move(columns));
    }
}

Keys keys_of(const std::vector<SchemaObject>& objects) {
    Keys keys;
    for (const auto& object : objects) {
        auto& own = keys[text_utility::lower_ascii(object.table)];
        if (object.type == "table") {
            add_keys(parse_create_table(object.sql), own);
        } else if (object.type == "index" && !object.sql.empty()) {
            add_key(parse_create_index(object.sql), own);
        }
    }
    return keys;
}

/// https://www.sqlite.org/foreignkeys.html#fk_indexes: a statement on either table fails where the
/// referred columns are no key of a table that is there.
bool is_met(const schema::ForeignKey& key, const Keys& keys) {
    const auto found = keys.find(text_utility::lower_ascii(key.referred_table));
    if (found == keys.end() || found->second.empty()) {
        return false;
    }
    return key.referred_columns.empty()
               ? found->second.front().size() == key.columns.size()
               : std::ranges::find(found->second, lower(key.referred_columns)) !=
                     found->second.end();
}

/// Named by what is referred to: that does not change with the name of the table that refers.
void add_broken_references(const std::vector<SchemaObject>& objects,
                           std::vector<std::string>& broken) {
    const Keys keys = keys_of(objects);
    for (const auto& object : objects) {
        if (object.type == "table") {
            for_each_clause(parse_create_table(object.sql), [&](const Clause& clause) {
                if (clause.kind == ClauseKind::ForeignKey && !is_met(clause.foreign_key, keys)) {
                    broken.push_back("foreign key to table " +
                                     quoted(clause.foreign_key.referred_table));
                }
            });
        }
    }
}

bool works(const std::string& probe, const Query& query) {
    try {
        if (!probe.empty()) {
            (void)query(probe, {});
        }
        return true;
    } catch (const DatabaseError&) {
        return false;
    }
}

}  // namespace

void refuse_table_in_use(std::string_view action,
                         std::string_view table,
                         const SchemaObject& reader) {
    throw ArgumentError{"table-in-use",
                        "cannot " + std::string{action} + " table " + quoted(table) +
                            ": the virtual table " + quoted(reader.name) + " reads its rows; " +
                            std::string{drop_reader}};
}

void refuse_column_in_use(std::string_view action,
                          std::string_view table,
                          std::string_view column,
                          std::string_view user,
                          std::string_view way_out) {
    throw ArgumentError{"column-in-use",
                        "cannot " + std::string{action} + " column " + quoted(column) +
                            " of table " + quoted(table) + ": " + std::string{user} + "; " +
                            std::string{way_out}};
}

void refuse_readers(const std::vector<SchemaObject>& readers, const ddl::DropColumn& change) {
    refuse_readers("drop", readers, change.table.name, change.column);
}

std::vector<std::string> SqliteDialect::live_ddl(const Query& query,
                                                 const ddl::Statement& statement) const {
    return std::visit(LiveCompiler{query}, statement);
}

std::vector<std::string> SqliteDialect::broken_objects(const Query& query) const {
    std::vector<std::string> broken;
    const auto objects = schema_objects(query, "");
    add_broken_references(objects, broken);
    for (const auto& object : objects) {
        if (!works(probe_of(object, query), query)) {
            broken.push_back(object.type + " " + quoted(object.name));
        }
    }
    return broken;
}

/// Tables that azoth made itself come back as it makes them; those of others as they are written.
std::vector<std::string> SqliteDialect::own_text(const Query& query,
                                                 const ddl::TableName& table) const {
    std::vector<std::string> texts;
    std::vector<std::string> meanings;
    auto objects = schema_objects(query, table.schema);
    const auto first = std::ranges::find_if(objects, [&](const auto& one) {
        return one.type == "table" && is_same_name(one.name, table.name);
    });
    if (first != objects.end()) {
        std::rotate(objects.begin(), first, first + 1);
    }
    for (const auto& object : objects) {
        if (is_same_name(object.table, table.name) && !object.sql.empty()) {
            texts.push_back(in_schema(object, table.schema));
            meanings.push_back(canonical(object));
        }
    }
    const auto found = catalog().tables(query, {.schema = table.schema, .tables = {table.name}});
    return found.empty() || is_same(meanings, canonical(found.front())) ? std::vector<std::string>{}
                                                                        : texts;
}

}  // namespace azoth::dialects::sqlite
