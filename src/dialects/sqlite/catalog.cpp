// SPDX-License-Identifier: MIT
#include "dialects/sqlite/catalog.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/index_text.hpp"
#include "dialects/sqlite/read_table.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"
#include "dialects/sqlite/virtual_table.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>

namespace azoth::dialects::sqlite {

namespace {

std::string text_or_empty(const Value& value) {
    return value.is_null() ? std::string{} : value.as_text();
}

/// `main.` or nothing: an empty schema is the one that an unqualified name means.
std::string prefix(std::string_view schema) {
    return schema.empty() ? "main." : dialect().identifier(schema) + '.';
}

std::string schema_argument(std::string_view schema) {
    return sql_text::string_literal(schema.empty() ? "main" : schema);
}

bool is_virtual(const SchemaObject& object) {
    return object.type == "table" &&
           text_utility::equals_ignoring_case(object.sql.substr(0, 14), "CREATE VIRTUAL");
}

/// Names of the modules that are known here: what belongs to a table of another module nobody can
/// tell but by its name.
std::vector<std::string> known_modules(const Query& query) {
    std::vector<std::string> names;
    for (const auto& row : query("SELECT name FROM pragma_module_list", {})) {
        names.push_back(row[0].as_text());
    }
    return names;
}

/// `places_node` of the table `places` whose module is not loaded.
bool may_belong_to(std::string_view name, const std::string& virtual_table) {
    return name.size() > virtual_table.size() + 1 &&
           is_same_name(name.substr(0, virtual_table.size()), virtual_table) &&
           name[virtual_table.size()] == '_';
}

void remove_tables_of_unknown_modules(const Query& query, std::vector<SchemaObject>& objects) {
    std::vector<std::string> unknown;
    std::vector<std::string> modules;
    for (const auto& object : objects) {
        if (object.type != "virtual") {
            continue;
        }
        modules = modules.empty() ? known_modules(query) : modules;
        const auto module = parse_virtual_table(object.sql).module;
        if (std::ranges::none_of(modules,
                                 [&](const auto& one) { return is_same_name(one, module); })) {
            unknown.push_back(object.name);
        }
    }
    std::erase_if(objects, [&](const SchemaObject& object) {
        return object.type != "virtual" && std::ranges::any_of(unknown, [&](const auto& name) {
                   return may_belong_to(object.table, name);
               });
    });
}

std::vector<std::string> names_of(const std::vector<SchemaObject>& objects, std::string_view type) {
    std::vector<std::string> names;
    for (const auto& object : objects) {
        if (object.type == type) {
            names.push_back(object.name);
        }
    }
    std::ranges::sort(names);
    return names;
}

/// `AND m.name COLLATE NOCASE IN ('a', 'b')`, or nothing for all.
std::string only(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) {
        list += (list.empty() ? "" : ", ") + sql_text::string_literal(name);
    }
    return names.empty() ? std::string{} : " AND m.name COLLATE NOCASE IN (" + list + ')';
}

/// Virtual tables are left out of the query: their module may not be loaded here.
std::map<std::string, std::vector<ColumnInfo>> all_columns(const Query& query,
                                                           std::string_view schema,
                                                           const std::vector<std::string>& names) {
    const auto rows =
        query("SELECT m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden FROM " +
                  prefix(schema) + "sqlite_schema AS m JOIN pragma_table_xinfo(m.name, " +
                  schema_argument(schema) +
                  ") AS c WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'" +
                  only(names) + " ORDER BY m.name, c.cid",
              {});
    std::map<std::string, std::vector<ColumnInfo>> columns;
    for (const auto& row : rows) {
        ColumnInfo column{.name = row[1].as_text(),
                          .type = text_or_empty(row[2]),
                          .not_null = row[3].as_integer() != 0,
                          .key_position = static_cast<int>(row[5].as_integer()),
                          .hidden = static_cast<int>(row[6].as_integer())};
        if (!row[4].is_null()) {
            column.default_text = row[4].as_text();
        }
        columns[row[0].as_text()].push_back(std::move(column));
    }
    return columns;
}

bool is_in(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::any_of(names, [&](const auto& one) { return is_same_name(one, name); });
}

bool is_wanted(const CatalogRequest& request, std::string_view name) {
    return request.tables.empty() || is_in(request.tables, name);
}

/// The tables that are asked for and those they refer to; none for all.
std::vector<std::string> names_to_read(const CatalogRequest& request,
                                       const std::vector<SchemaObject>& objects) {
    auto names = request.tables;
    const auto add = [&](const Clause& clause) {
        if (clause.kind == ClauseKind::ForeignKey) {
            names.push_back(clause.foreign_key.referred_table);
        }
    };
    for (const auto& object : objects) {
        if (object.type != "table" || request.tables.empty() || !is_wanted(request, object.name)) {
            continue;
        }
        const auto text = parse_create_table(object.sql);
        std::ranges::for_each(text.clauses, add);
        for (const auto& column : text.columns) {
            std::ranges::for_each(column.clauses, add);
        }
    }
    return names;
}

}  // namespace

std::vector<SchemaObject> schema_objects(const Query& query, std::string_view schema) {
    const auto rows =
        query("SELECT type, name, tbl_name, sql FROM " + prefix(schema) +
                  "sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' AND tbl_name NOT IN (SELECT "
                  "name FROM pragma_table_list WHERE schema = " +
                  schema_argument(schema) + " AND type = 'shadow') ORDER BY rowid",
              {});
    std::vector<SchemaObject> objects;
    for (const auto& row : rows) {
        auto& object = objects.emplace_back(SchemaObject{
            row[0].as_text(), row[1].as_text(), row[2].as_text(), text_or_empty(row[3])});
        if (is_virtual(object)) {
            object.type = "virtual";
        }
    }
    remove_tables_of_unknown_modules(query, objects);
    return objects;
}

std::string in_schema(const SchemaObject& object, std::string_view schema) {
    if (schema.empty()) {
        return object.sql;
    }
    const auto tokens = tokenize(object.sql);
    const auto keyword =
        object.type == "virtual" ? std::string{"TABLE"} : text_utility::upper_ascii(object.type);
    const auto found =
        std::ranges::find_if(tokens, [&](const auto& token) { return is_word(token, keyword); });
    if (found == tokens.end() || found + 1 == tokens.end()) {
        return object.sql;
    }
    auto sql = object.sql;
    return sql.insert((found + 1)->begin, dialect().identifier(schema) + '.');
}

std::vector<std::string> SqliteCatalog::schema_names(const Query& query) const {
    std::vector<std::string> names;
    for (const auto& row :
         query("SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq", {})) {
        names.push_back(row[0].as_text());
    }
    return names;
}

std::vector<std::string> SqliteCatalog::table_names(const Query& query,
                                                    std::string_view schema) const {
    return names_of(schema_objects(query, schema), "table");
}

std::vector<std::string> SqliteCatalog::view_names(const Query& query,
                                                   std::string_view schema) const {
    return names_of(schema_objects(query, schema), "view");
}

std::vector<schema::Table> SqliteCatalog::tables(const Query& query,
                                                 const CatalogRequest& request) const {
    const auto objects = schema_objects(query, request.schema);
    const auto names = names_to_read(request, objects);
    const auto columns = all_columns(query, request.schema, names);
    std::map<std::string, schema::Table> tables;
    for (const auto& object : objects) {
        if (object.type == "table" && (names.empty() || is_in(names, object.name))) {
            tables.emplace(object.name, read_table(object, columns.at(object.name)));
        }
    }
    for (const auto& object : objects) {
        if (object.type == "index" && is_wanted(request, object.table)) {
            auto& table = tables.at(object.table);
            table.indexes.push_back(read_index(object, table));
        }
    }
    std::vector<schema::Table> result;
    for (auto& [name, table] : tables) {
        if (is_wanted(request, name)) {
            settle_references(table, tables);
            result.push_back(table);
            finish_table(result.back(), request.schema);
        }
    }
    return result;
}

std::vector<schema::View> SqliteCatalog::views(const Query& query, std::string_view schema) const {
    std::vector<schema::View> views;
    for (const auto& object : schema_objects(query, schema)) {
        if (object.type == "view") {
            views.push_back({object.name, std::string{schema}, parse_create_view(object.sql)});
        }
    }
    std::ranges::sort(views, {}, &schema::View::name);
    return views;
}

const Catalog& SqliteDialect::catalog() const noexcept {
    static const SqliteCatalog instance;
    return instance;
}

}  // namespace azoth::dialects::sqlite
