// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/live_schema.hpp"

namespace azoth::dialects::postgresql {

namespace {

/// A value in a connection string: `'it\'s'`.
std::string conninfo_value(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + "'";
}

constexpr std::array secrets{"password", "sslpassword"};

bool is_secret(const std::string& key) {
    return std::ranges::find(secrets, std::string_view{key}) != secrets.end();
}

/// Without what nobody may see in a list of processes.
std::string conninfo(const Url& url) {
    std::string result;
    const auto add = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) {
            result += std::string{key} + '=' + conninfo_value(value) + ' ';
        }
    };
    add("host", url.host);
    add("port", url.port ? std::to_string(*url.port) : "");
    add("user", url.user);
    add("dbname", url.database);
    for (const auto& [key, value] : url.query) {
        if (key != "prepare" && !is_secret(key)) {
            add(key, value);
        }
    }
    return result;
}

int major_version(const Query& query) {
    const std::string number =
        query("SELECT current_setting('server_version_num')", {}).at(0).at(0).as_text();
    int version = 0;
    std::from_chars(number.data(), number.data() + number.size(), version);
    return version / 10'000;
}

/// A line that only psql knows; newer programs put one at the begin and one at the end.
bool is_for_psql(std::string_view line) {
    return line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ");
}

constexpr std::string_view create_schema_words = "CREATE SCHEMA ";

/// Columns only: constraints, indexes and the like are the server's own texts.
void append_tables(std::vector<std::string>& statements,
                   const Catalog& catalog,
                   const Query& query,
                   const std::string& schema) {
    for (schema::Table& table : catalog.tables(query, {.schema = schema})) {
        table.schema = schema;
        table.primary_key.reset();
        for (schema::Column& column : table.columns) {
            column.primary_key = false;
        }
        table.uniques.clear();
        table.checks.clear();
        table.foreign_keys.clear();
        table.indexes.clear();
        for (std::string& sql : create_table({.table = table})) {
            statements.push_back(std::move(sql));
        }
    }
}

std::vector<std::string> first_column(const Query& query, const std::string& sql) {
    std::vector<std::string> result;
    for (const auto& row : query(sql, {})) {
        result.push_back(row[0].as_text());
    }
    return result;
}

}  // namespace

SchemaProgram PostgresqlLiveSchema::program(const Query& query, const Url& url) const {
    const bool has_hidden_key = std::ranges::any_of(
        url.query, [](const auto& option) { return option.first == "sslpassword"; });
    if (has_hidden_key) {
        return {};
    }
    SchemaProgram result{.version_words = {"pg_dump", "--version"},
                         .least_version = major_version(query),
                         .words = {"pg_dump",
                                   "--schema-only",
                                   "--no-password",
                                   "--no-tablespaces",
                                   "--no-subscriptions",
                                   "--dbname",
                                   conninfo(url),
                                   "--file"}};
    const auto given = url.option("password");
    const std::string password = given ? std::string{*given} : url.password;
    if (!password.empty()) {
        result.environment.push_back("PGPASSWORD=" + password);
    }
    return result;
}

std::vector<std::string> PostgresqlLiveSchema::statements_of(std::string_view output) const {
    std::string script;
    for (const auto line : text_utility::split(output, '\n')) {
        if (!is_for_psql(line)) {
            script.append(line).push_back('\n');
        }
    }
    std::vector<std::string> statements = dialect().split(script);
    for (std::string& sql : statements) {
        // Extensions, which come first, have brought their schemas along.
        if (sql.starts_with(create_schema_words)) {
            sql.insert(create_schema_words.size(), "IF NOT EXISTS ");
        }
    }
    return statements;
}

std::vector<std::string> PostgresqlLiveSchema::copy_statements(const Query& query) const {
    std::vector<std::string> statements =
        first_column(query, dialect().scratch_support("any").resources_query);
    const Catalog& catalog = dialect().catalog();
    for (const std::string& schema : catalog.schema_names(query)) {
        append_tables(statements, catalog, query, schema);
    }
    for (const LiveObject& object : objects(query)) {
        const bool is_made = object.kind == "table" || object.kind == "function" ||
                             object.kind == "procedure" || object.kind == "schema";
        if (!is_made) {
            statements.insert(statements.end(), object.create.begin(), object.create.end());
        }
    }
    return statements;
}

}  // namespace azoth::dialects::postgresql
