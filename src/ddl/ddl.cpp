// SPDX-License-Identifier: MIT
#include <azoth/ddl/ddl.hpp>

#include <type_traits>

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

}  // namespace azoth::ddl
