// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/own_text.hpp"

#include <azoth/engine/connection.hpp>

#include <ranges>

namespace azoth::migrate {
namespace {

using namespace operations;

/// The downgrade with these texts in place of all steps on the table. What belongs to the table
/// comes last: it may name others, which have their names again by then.
std::vector<Operation> with_text(const std::vector<Operation>& downgrade,
                                 const TableName& table,
                                 const std::vector<std::string>& texts) {
    std::vector<Operation> result;
    for (const Operation& step : downgrade) {
        const auto* create = std::get_if<CreateTable>(&step);
        const TableName* other = table_of(step);
        if (create != nullptr && name_of(create->table) == table) {
            result.emplace_back(Execute{.sql = texts.front(), .dialect = {}});
        } else if (other == nullptr || *other != table) {
            result.push_back(step);
        }
    }
    for (const std::string& sql : texts | std::views::drop(1)) {
        result.emplace_back(Execute{.sql = sql, .dialect = {}});
    }
    return result;
}

}  // namespace

void bring_back_as_written(std::vector<Operation>& downgrade,
                           std::span<const Operation> upgrade,
                           const Engine& engine) {
    Connection connection = engine.connect();
    for (const Operation& step : upgrade) {
        const auto* drop = std::get_if<DropTable>(&step);
        if (drop == nullptr) {
            continue;
        }
        const auto texts = connection.dialect().own_text(connection.query_callback(), drop->table);
        if (!texts.empty()) {
            downgrade = with_text(downgrade, drop->table, texts);
        }
    }
}

}  // namespace azoth::migrate
