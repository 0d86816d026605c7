// SPDX-License-Identifier: MIT
#include "migrate/verify/surviving_columns.hpp"

#include <algorithm>

namespace azoth::migrate {
namespace {

/// What becomes of a table and of one of its columns on the way up.
class ColumnSurvival {
public:
    ColumnSurvival(const schema::Table& live, std::string column)
        : table_{name_of(live)}, column_{std::move(column)} {}

    /// True when neither is dropped, and the column's type stays.
    bool survives(std::span<const Operation> steps) {
        return std::ranges::all_of(steps, [&](const Operation& step) { return outlives(step); });
    }

private:
    bool outlives(const Operation& step) {
        if (const auto* table = std::get_if<operations::RenameTable>(&step);
            table != nullptr && table->table == table_) {
            table_.name = table->new_name;
        }
        if (const auto* column = std::get_if<operations::RenameColumn>(&step);
            column != nullptr && is_it(column->table, column->column)) {
            column_ = column->new_name;
        }
        const auto* gone = std::get_if<operations::DropTable>(&step);
        const auto* drop = std::get_if<operations::DropColumn>(&step);
        const auto* alter = std::get_if<operations::AlterColumn>(&step);
        return !(gone != nullptr && gone->table == table_) &&
               !(drop != nullptr && is_it(drop->table, drop->column)) &&
               !(alter != nullptr && alter->modified.type && is_it(alter->table, alter->column));
    }

    [[nodiscard]] bool is_it(const TableName& table, const std::string& column) const {
        return table == table_ && column == column_;
    }

    TableName table_;
    std::string column_;
};

}  // namespace

std::vector<std::string> surviving_columns(const schema::Table& live,
                                           std::span<const Operation> upgrade) {
    std::vector<std::string> result;
    for (const schema::Column& column : live.columns) {
        if (!column.computed && ColumnSurvival{live, column.name}.survives(upgrade)) {
            result.push_back(column.name);
        }
    }
    return result;
}

}  // namespace azoth::migrate
