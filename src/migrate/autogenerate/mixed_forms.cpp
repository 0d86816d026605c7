// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/mixed_forms.hpp"

#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

bool is_one_of(std::span<const schema::Table* const> tables, const schema::Table& table) {
    return std::ranges::any_of(
        tables, [&](const schema::Table* model) { return model->name == table.name; });
}

}  // namespace

std::vector<std::string> mixed_form_warnings(const Engine& engine, const MetaData& target) {
    const dialects::Dialect& dialect = engine.dialect();
    const auto models = target.tables();
    const bool has_such = std::ranges::any_of(models, [&](const schema::Table* model) {
        return !dialect.mixed_forms_query(*model).empty();
    });
    if (!has_such) {
        return {};
    }
    std::vector<std::string> warnings;
    Connection connection = engine.connect();
    for (const schema::Table& table : reflect_tables(engine)) {
        const std::string query = dialect.mixed_forms_query(table);
        if (query.empty() || !is_one_of(models, table)) {
            continue;
        }
        for (const auto& row : connection.query(query)) {
            warnings.push_back(
                "column " + text_utility::quoted(row.at(0).as_text()) + " of table " +
                text_utility::quoted(table.full_name()) +
                " holds times in more than one form, so that equal ones are found unequal; write "
                "them all in one (the guide has it under \"Stored forms\")");
        }
    }
    return warnings;
}

}  // namespace azoth::migrate
