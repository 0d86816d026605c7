// SPDX-License-Identifier: MIT
#include <azoth/reflection/inspector.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>

#include <algorithm>

namespace azoth {

Inspector::Inspector(Engine engine) : engine_(std::move(engine)), dialect_(&engine_->dialect()) {}

Inspector::Inspector(Connection& connection)
    : query_(connection.query_callback()), dialect_(&connection.dialect()) {}

Inspector::Inspector(const dialects::Dialect& dialect, dialects::Query query)
    : query_(std::move(query)), dialect_(&dialect) {}

/// All queries of one reading go over one connection.
template <class Work>
auto Inspector::read(Work&& work) const {
    if (!engine_) {
        return work(query_);
    }
    auto connection = engine_->connect();
    return work(connection.query_callback());
}

std::vector<std::string> Inspector::schema_names() const {
    return read(
        [&](const dialects::Query& query) { return dialect_->catalog().schema_names(query); });
}

std::vector<std::string> Inspector::table_names(std::string_view schema) const {
    return read([&](const dialects::Query& query) {
        return dialect_->catalog().table_names(query, schema);
    });
}

std::vector<std::string> Inspector::view_names(std::string_view schema) const {
    return read([&](const dialects::Query& query) {
        return dialect_->catalog().view_names(query, schema);
    });
}

bool Inspector::has_table(std::string_view name, std::string_view schema) const {
    const auto names = table_names(schema);
    return std::ranges::find(names, name) != names.end();
}

bool Inspector::has_column(std::string_view table,
                           std::string_view column,
                           std::string_view schema) const {
    return this->table(table, schema).find_column(column) != nullptr;
}

void Inspector::refuse_unknown(std::string_view name, std::string_view schema) const {
    const auto where =
        schema.empty() ? std::string{} : " in schema " + text_utility::quoted(schema);
    throw ArgumentError{"unknown-table",
                        "cannot inspect table " + text_utility::quoted(name) + where +
                            ": the database has none of that name" +
                            text_utility::did_you_mean(name, table_names(schema))};
}

const schema::Table& Inspector::table(std::string_view name, std::string_view schema) const {
    const auto found = std::ranges::find_if(
        known_, [&](const auto& table) { return table->name == name && table->schema == schema; });
    if (found != known_.end()) {
        return **found;
    }
    const dialects::CatalogRequest request{.schema = std::string{schema},
                                           .tables = {std::string{name}}};
    auto tables = read(
        [&](const dialects::Query& query) { return dialect_->catalog().tables(query, request); });
    if (tables.empty()) {
        refuse_unknown(name, schema);
    }
    return *known_.emplace_back(std::make_unique<schema::Table>(std::move(tables.front())));
}

std::vector<schema::Table> Inspector::tables(std::string_view schema) const {
    const dialects::CatalogRequest request{.schema = std::string{schema}};
    return read(
        [&](const dialects::Query& query) { return dialect_->catalog().tables(query, request); });
}

std::vector<schema::View> Inspector::views(std::string_view schema) const {
    return read(
        [&](const dialects::Query& query) { return dialect_->catalog().views(query, schema); });
}

std::vector<schema::Column> Inspector::columns(std::string_view table,
                                               std::string_view schema) const {
    return this->table(table, schema).columns;
}

std::optional<schema::PrimaryKey> Inspector::primary_key(std::string_view table,
                                                         std::string_view schema) const {
    return this->table(table, schema).primary_key;
}

std::vector<schema::ForeignKey> Inspector::foreign_keys(std::string_view table,
                                                        std::string_view schema) const {
    return this->table(table, schema).foreign_keys;
}

std::vector<schema::Index> Inspector::indexes(std::string_view table,
                                              std::string_view schema) const {
    return this->table(table, schema).indexes;
}

std::vector<schema::UniqueConstraint> Inspector::unique_constraints(std::string_view table,
                                                                    std::string_view schema) const {
    return this->table(table, schema).uniques;
}

std::vector<schema::CheckConstraint> Inspector::check_constraints(std::string_view table,
                                                                  std::string_view schema) const {
    return this->table(table, schema).checks;
}

std::string Inspector::table_comment(std::string_view table, std::string_view schema) const {
    return this->table(table, schema).comment;
}

Inspector inspect(const Engine& engine) {
    return Inspector{engine};
}

Inspector inspect(Connection& connection) {
    return Inspector{connection};
}

}  // namespace azoth
