// SPDX-License-Identifier: MIT
#include <azoth/ddl/ddl.hpp>

#include <algorithm>

namespace azoth::ddl {

const TableName* changed_table(const Statement& statement) noexcept {
    return std::visit(
        [](const auto& change) -> const TableName* {
            if constexpr (requires { change.table.columns; }) {
                return nullptr;  // CREATE TABLE changes none
            } else if constexpr (requires { change.table; }) {
                return &change.table;
            } else {
                return nullptr;
            }
        },
        statement);
}

std::vector<std::string> enum_types_of(const schema::Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) {
        const auto* type = enum_in(column.type);
        if (type != nullptr && !type->name.empty() &&
            std::ranges::find(names, type->name) == names.end()) {
            names.push_back(type->name);
        }
    }
    return names;
}

}  // namespace azoth::ddl
