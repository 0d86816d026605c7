// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/compared_schemas.hpp"

#include <algorithm>
#include <iterator>

#include "migrate/autogenerate/declared_models.hpp"
#include "migrate/autogenerate/models_in.hpp"
#include "migrate/autogenerate/normalise_expressions.hpp"
#include "migrate/autogenerate/portable_words.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/verify/schemas.hpp"

namespace azoth::migrate {
namespace {

std::vector<schema::Table> selected(const std::vector<schema::Table>& tables,
                                    const AutogenerateOptions& options) {
    std::vector<schema::Table> result = options.filter.select(tables);
    if (options.include_table) {
        std::erase_if(result,
                      [&](const schema::Table& table) { return !options.include_table(table); });
    }
    return result;
}

/// Collects what tables refer to, and what those refer to.
class Surroundings {
public:
    Surroundings(std::span<const schema::Table> all, std::span<const schema::Table> compared)
        : all_{all}, compared_{compared} {}

    void add_referred(std::span<const schema::Table> tables) {
        for (const schema::Table& table : tables) {
            for (const schema::ForeignKey& key : table.foreign_keys) {
                add({.name = key.referred_table, .schema = key.referred_schema});
            }
        }
    }

    [[nodiscard]] std::vector<schema::Table> take() && { return std::move(found_); }

private:
    void add(const TableName& name) {
        const schema::Table* const table = find_table(all_, name);
        const bool is_known = find_table(compared_, name) != nullptr ||
                              find_table(std::span<const schema::Table>{found_}, name) != nullptr;
        if (table != nullptr && !is_known) {
            found_.push_back(*table);
            add_referred(std::span{table, 1});
        }
    }

    std::span<const schema::Table> all_;
    std::span<const schema::Table> compared_;
    std::vector<schema::Table> found_{};
};

/// Positions of tables that read otherwise than their counterparts. One without counterpart may be
/// a renamed one where the other side has such too.
std::vector<std::size_t> in_other_words(std::span<const schema::Table> tables,
                                        std::span<const schema::Table> others) {
    const auto lacks = [](std::span<const schema::Table> in) {
        return
            [in](const schema::Table& table) { return find_table(in, name_of(table)) == nullptr; };
    };
    const bool may_be_renamed = std::ranges::any_of(others, lacks(tables));
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const schema::Table* other = find_table(others, name_of(tables[i]));
        if (other == nullptr ? may_be_renamed : !has_same_words(tables[i], *other)) {
            result.push_back(i);
        }
    }
    return result;
}

void settle(const Engine& scratch,
            std::vector<schema::Table>& tables,
            std::span<const std::size_t> positions) {
    std::vector<schema::Table> some;
    for (const std::size_t position : positions) {
        some.push_back(tables[position]);
    }
    some = normalise_expressions(scratch, std::move(some));
    for (std::size_t i = 0; i < some.size(); ++i) {
        tables[positions[i]] = std::move(some[i]);
    }
}

/// With the tables of schemas that no model is in, but that models refer to.
std::vector<schema::Table> all_referred(const MetaData& target,
                                        const Engine& engine,
                                        std::vector<schema::Table> all) {
    std::vector<std::string> schemas;
    for (const schema::Table* model : target.tables()) {
        for (const schema::ForeignKey& key : model->foreign_keys) {
            schemas.push_back(key.referred_schema);
        }
    }
    std::ranges::sort(schemas);
    schemas.erase(std::ranges::unique(schemas).begin(), schemas.end());
    const std::vector<std::string> known = schemas_of(target.tables());
    std::erase_if(schemas, [&](const std::string& schema) {
        return schema.empty() || std::ranges::find(known, schema) != known.end();
    });
    if (!schemas.empty()) {
        std::ranges::move(reflect_tables(engine, schemas), std::back_inserter(all));
    }
    return all;
}

}  // namespace

ComparedSchemas sides_of(const MetaData& target,
                         const Engine& engine,
                         const AutogenerateOptions& options) {
    const std::vector<schema::Table> all = reflect_tables(engine, schemas_of(target.tables()));
    ComparedSchemas result{.live = selected(all, options)};
    if (options.use_scratch == ScratchUse::No) {
        DeclaredModels declared = declared_models(target, result.live, engine.dialect());
        result.warnings = std::move(declared.warnings);
        result.wanted = selected(declared.tables, options);
        return result;
    }
    const Scratch scratch{engine, options.scratch};
    result.wanted =
        selected(models_in(scratch.engine(), target, all_referred(target, engine, all)), options);
    Surroundings surroundings{all, result.live};
    surroundings.add_referred(result.live);
    surroundings.add_referred(result.wanted);
    result.surroundings = std::move(surroundings).take();
    const auto live_positions = in_other_words(result.live, result.wanted);
    const auto wanted_positions = in_other_words(result.wanted, result.live);
    settle(scratch.engine(), result.live, live_positions);
    settle(scratch.engine(), result.wanted, wanted_positions);
    // Words are for files: where none is to come, the server need not be asked for each of them.
    result.live_words = options.purpose == Purpose::Revision
                            ? in_portable_words(scratch.engine(), result.live)
                            : result.live;
    return result;
}

}  // namespace azoth::migrate
