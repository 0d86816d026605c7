// SPDX-License-Identifier: MIT
#include "toy_dialect.hpp"

#include "toy_driver.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace toy {

using namespace azoth;

namespace {

using dialects::Query;

/// What a name in the catalogue was written as: USER_ACCOUNT  ->  user_account
std::string folded_back(const std::string& name) {
    const std::string lower = text_utility::lower_ascii(name);
    return name == text_utility::upper_ascii(name) ? lower : name;
}

void fold_back(std::string& name) {
    name = folded_back(name);
}

void fold_back_all(std::vector<std::string>& names) {
    std::ranges::for_each(names, fold_back);
}

void fold_back_table(schema::Table& table) {
    fold_back(table.name);
    for (schema::Column& column : table.columns) {
        fold_back(column.name);
    }
    if (table.primary_key) {
        fold_back(table.primary_key->name);
        fold_back_all(table.primary_key->columns);
    }
    for (auto& unique : table.uniques) {
        fold_back(unique.name);
        fold_back_all(unique.columns);
    }
    for (auto& check : table.checks) {
        fold_back(check.name);
    }
    for (auto& key : table.foreign_keys) {
        fold_back(key.name);
        fold_back_all(key.columns);
        fold_back(key.referred_table);
        fold_back_all(key.referred_columns);
    }
    for (auto& index : table.indexes) {
        fold_back(index.name);
        for (auto& element : index.elements) {
            fold_back(element.column);
        }
    }
}

// [catalog]
/// Queries of the catalogue underneath, which the driver passes on as they stand.
Query in_dictionary(const Query& query) {
    return [&query](std::string_view sql, std::span<const Value> parameters) {
        return query(std::string{dictionary_word} + std::string{sql}, parameters);
    };
}

class ToyCatalog final : public dialects::Catalog {
public:
    std::vector<std::string> schema_names(const Query&) const override { return {}; }
    std::vector<std::string> table_names(const Query& query,
                                         std::string_view schema) const override {
        auto names = underneath().catalog().table_names(in_dictionary(query), schema);
        fold_back_all(names);
        return names;
    }
    std::vector<std::string> view_names(const Query& query,
                                        std::string_view schema) const override {
        auto names = underneath().catalog().view_names(in_dictionary(query), schema);
        fold_back_all(names);
        return names;
    }
    std::vector<schema::Table> tables(const Query& query,
                                      const dialects::CatalogRequest& request) const override {
        auto tables = underneath().catalog().tables(in_dictionary(query), request);
        std::ranges::for_each(tables, fold_back_table);
        std::ranges::sort(tables, {}, &schema::Table::name);
        return tables;
    }
    // [/catalog]
    std::vector<schema::View> views(const Query& query, std::string_view schema) const override {
        auto views = underneath().catalog().views(in_dictionary(query), schema);
        for (schema::View& view : views) {
            fold_back(view.name);
        }
        return views;
    }
};

}  // namespace

const dialects::Catalog& catalog() {
    static const ToyCatalog instance;
    return instance;
}

}  // namespace toy
