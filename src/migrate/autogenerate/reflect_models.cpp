// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include <algorithm>

#include "migrate/autogenerate/default_schema.hpp"
#include "migrate/autogenerate/models_in.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/verify/schemas.hpp"

namespace azoth::migrate {

namespace {

/// The server does not know what things were called before.
void restore_old_names(schema::Table& reflected, const schema::Table& model) {
    reflected.renamed_from = model.renamed_from;
    for (const schema::Column& column : model.columns) {
        if (schema::Column* found = reflected.find_column(column.name)) {
            found->renamed_from = column.renamed_from;
            found->initial = column.initial;
        }
    }
}

/// Keys that refer to live tables which are no models.
class KeysOutward {
public:
    KeysOutward(const MetaData& models, std::span<const schema::Table> live)
        : models_{models}, live_{live} {}

    [[nodiscard]] MetaData left_out() const {
        MetaData result{models_.naming()};
        for (const schema::Table* model : models_.tables()) {
            schema::Table table = *model;
            std::erase_if(table.foreign_keys, [&](const auto& key) { return is_outward(key); });
            result.add(std::move(table), NamePolicy::Keep);
        }
        return result;
    }

    void put_back(schema::Table& table, const schema::Table& model) const {
        for (const schema::ForeignKey& key : model.foreign_keys) {
            if (is_outward(key)) {
                table.foreign_keys.push_back(key);
            }
        }
        std::ranges::sort(table.foreign_keys, {}, &schema::ForeignKey::name);
    }

private:
    [[nodiscard]] bool is_outward(const schema::ForeignKey& key) const {
        const TableName name{.name = key.referred_table, .schema = key.referred_schema};
        const std::string full = name.schema.empty() ? name.name : name.schema + "." + name.name;
        return models_.find(full) == nullptr && find_table(live_, name) != nullptr;
    }

    const MetaData& models_;
    std::span<const schema::Table> live_;
};

void create_in(const Engine& scratch, const MetaData& target) try {
    create_schemas(scratch, schemas_of(target.tables()));
    target.create_all(scratch, IfPresent::Fail);
} catch (const DatabaseError& error) {
    throw MigrationError{
        "models-refused",
        "cannot create the tables of the models in a scratch database: " + error.message(),
        error.details()};
}

}  // namespace

std::vector<schema::Table> models_in(const Engine& scratch,
                                     const MetaData& target,
                                     std::span<const schema::Table> live) {
    const KeysOutward outward{target, live};
    const MetaData inner = outward.left_out();
    create_in(scratch, inner);
    std::vector<schema::Table> result = reflect_tables(scratch, schemas_of(target.tables()));
    for (schema::Table& table : result) {
        if (const schema::Table* model = target.find(table.full_name())) {
            restore_old_names(table, *model);
            outward.put_back(table, *model);
        }
    }
    return result;
}

std::vector<schema::Table> reflect_models(const MetaData& target,
                                          const Engine& engine,
                                          const ScratchOptions& options) {
    const Scratch scratch{engine, options};
    return models_in(
        scratch.engine(), without_default_schema(target, default_schema_of(engine)), {});
}

}  // namespace azoth::migrate
