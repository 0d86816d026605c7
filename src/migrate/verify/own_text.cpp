// SPDX-License-Identifier: MIT
#include "migrate/verify/own_text.hpp"

#include <azoth/engine/connection.hpp>

#include <algorithm>

namespace azoth::migrate {
namespace {

using namespace operations;

/// The downgrade with these texts in place of all steps on the table.
std::vector<Operation> with_text(const std::vector<Operation>& downgrade,
                                 const TableName& table,
                                 const std::vector<std::string>& texts) {
    std::vector<Operation> result;
    for (const Operation& step : downgrade) {
        const auto* create = std::get_if<CreateTable>(&step);
        const TableName* other = table_of(step);
        if (create != nullptr && name_of(create->table) == table) {
            for (const std::string& sql : texts) {
                result.emplace_back(Execute{.sql = sql, .dialect = {}});
            }
        } else if (other == nullptr || *other != table) {
            result.push_back(step);
        }
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
