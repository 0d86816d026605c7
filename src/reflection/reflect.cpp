// SPDX-License-Identifier: MIT
#include <azoth/engine/connection.hpp>
#include <azoth/reflection/inspector.hpp>
#include <azoth/schema/metadata.hpp>

#include <algorithm>

// MetaData's members that read a live database: declared in schema/, defined here.
namespace azoth {

namespace {

/// The full names of the tables that were not there.
std::vector<std::string> add_tables(MetaData& metadata, std::vector<schema::Table> tables) {
    std::vector<std::string> added;
    for (auto& table : tables) {
        if (metadata.find(table.full_name()) == nullptr) {
            added.push_back(metadata.add(std::move(table), NamePolicy::Keep).full_name());
        }
    }
    return added;
}

void note_losses(MetaData& metadata,
                 Connection& connection,
                 std::string_view schema,
                 const std::vector<std::string>& added) {
    if (added.empty()) {
        return;
    }
    auto parts = connection.dialect().catalog().unmodelled(connection.query_callback(),
                                                           {.schema = std::string{schema}});
    for (auto& part : parts) {
        part.table = schema::Table{.name = part.table, .schema = std::string{schema}}.full_name();
        if (std::ranges::find(added, part.table) != added.end()) {
            metadata.note_unmodelled(std::move(part));
        }
    }
}

void add_views(MetaData& metadata, const Inspector& inspector, std::string_view schema) {
    const auto known = metadata.views();
    for (auto& view : inspector.views(schema)) {
        const auto is_it = [&](const schema::View& one) {
            return one.name == view.name && one.schema == view.schema;
        };
        if (std::ranges::none_of(known, is_it)) {
            metadata.add(std::move(view));
        }
    }
}

}  // namespace

void MetaData::reflect(const Engine& engine, std::string_view schema) {
    auto connection = engine.connect();
    reflect(connection, schema);
}

void MetaData::reflect(Connection& connection, std::string_view schema) {
    const Inspector inspector{connection};
    const auto added = add_tables(*this, inspector.tables(schema));
    note_losses(*this, connection, schema, added);
    add_views(*this, inspector, schema);
}

}  // namespace azoth
