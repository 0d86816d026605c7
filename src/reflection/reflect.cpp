// SPDX-License-Identifier: MIT
#include <azoth/engine/connection.hpp>
#include <azoth/reflection/inspector.hpp>
#include <azoth/schema/metadata.hpp>

#include <algorithm>

// MetaData's members that read a live database: declared in schema/, defined here.
namespace azoth {

namespace {

void reflect_from(MetaData& metadata, const Inspector& inspector, std::string_view schema) {
    for (auto& table : inspector.tables(schema)) {
        if (metadata.find(table.full_name()) == nullptr) {
            metadata.add(std::move(table), NamePolicy::Keep);
        }
    }
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
    reflect_from(*this, Inspector{connection}, schema);
}

}  // namespace azoth
