// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/default_schema.hpp"

#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/connection.hpp>

namespace azoth::migrate {

namespace {

void leave_out(std::string& name, const std::string& schema) {
    if (name == schema) {
        name.clear();
    }
}

std::vector<std::string> with_short_forms(std::vector<std::string> patterns,
                                          const std::string& schema) {
    const std::string prefix = schema + ".";
    const std::size_t count = patterns.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (!schema.empty() && patterns[i].starts_with(prefix)) {
            patterns.push_back(patterns[i].substr(prefix.size()));
        }
    }
    return patterns;
}

}  // namespace

std::string default_schema_of(const Engine& engine) {
    Connection connection = engine.connect();
    return connection.dialect().live_schema().default_schema(connection.query_callback());
}

MetaData without_default_schema(const MetaData& models, const std::string& schema) {
    MetaData result{models.naming()};
    for (const schema::Table* model : models.tables()) {
        schema::Table table = *model;
        leave_out(table.schema, schema);
        for (schema::ForeignKey& key : table.foreign_keys) {
            leave_out(key.referred_schema, schema);
        }
        result.add(std::move(table), NamePolicy::Keep);
    }
    return result;
}

TableFilter without_default_schema(const TableFilter& filter, const std::string& schema) {
    return {.include = with_short_forms(filter.include, schema),
            .exclude = with_short_forms(filter.exclude, schema)};
}

}  // namespace azoth::migrate
