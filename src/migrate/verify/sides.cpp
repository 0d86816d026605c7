// SPDX-License-Identifier: MIT
#include "migrate/verify/sides.hpp"

#include <algorithm>
#include <iterator>

#include "migrate/operations/lookup.hpp"
#include "migrate/verify/declared_models.hpp"
#include "migrate/verify/models_in.hpp"
#include "migrate/verify/portable_words.hpp"
#include "migrate/verify/schemas.hpp"
#include "migrate/verify/settled.hpp"

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

void settle(const Engine& scratch, Sides& sides) {
    std::vector<schema::Table> both = sides.surroundings;
    const auto first_compared = static_cast<std::ptrdiff_t>(both.size());
    std::ranges::move(sides.live, std::back_inserter(both));
    both = settled(scratch, std::move(both));
    sides.surroundings.assign(both.begin(), both.begin() + first_compared);
    sides.live.assign(both.begin() + first_compared, both.end());
}

}  // namespace

Sides sides_of(const MetaData& target, const Engine& engine, const AutogenerateOptions& options) {
    const std::vector<schema::Table> all = reflect_tables(engine, schemas_of(target.tables()));
    Sides result{.live = selected(all, options)};
    if (options.use_scratch == ScratchUse::No) {
        DeclaredModels declared = declared_models(target, result.live, engine.dialect());
        result.warnings = std::move(declared.warnings);
        result.wanted = selected(declared.tables, options);
        return result;
    }
    const Scratch scratch{engine, options.scratch};
    result.wanted =
        selected(settled(scratch.engine(), models_in(scratch.engine(), target)), options);
    Surroundings surroundings{all, result.live};
    surroundings.add_referred(result.live);
    surroundings.add_referred(result.wanted);
    result.surroundings = std::move(surroundings).take();
    settle(scratch.engine(), result);
    result.live_words = in_portable_words(scratch.engine(), result.live);
    return result;
}

}  // namespace azoth::migrate
