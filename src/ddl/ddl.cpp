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
        const auto* type = &column.type;
        while (type->kind == TypeKind::Array && type->element.size() == 1) {
            type = &type->element.front();
        }
        const bool is_new = std::ranges::find(names, type->name) == names.end();
        if (type->kind == TypeKind::Enum && !type->name.empty() && is_new) {
            names.push_back(type->name);
        }
    }
    return names;
}

}  // namespace azoth::ddl
