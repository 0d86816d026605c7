// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/row_plan.hpp>
#include <azoth/record/mapper.hpp>

#include <algorithm>

namespace azoth::engine {

namespace {

[[noreturn]] void throw_column_count(int needed, int given) {
    throw CompileError{"column-count",
                       "cannot read the rows: the row type has " + std::to_string(needed) +
                           " columns or more, the statement gives " + std::to_string(given) +
                           "; let the types match the statement's columns"};
}

ItemPlan struct_plan(const tree::Entity& entity, int first_column) {
    const record::Mapper& mapper = record::mapper_of(entity);
    ItemPlan plan{.first_column = first_column};
    for (const record::MappedColumn& column : mapper.mapped_columns()) {
        plan.columns.push_back({column.offset, column.codec->load});
    }
    for (const std::size_t key : mapper.primary_key()) {
        plan.key_columns.push_back(first_column + static_cast<int>(key));
    }
    return plan;
}

}  // namespace

bool ItemPlan::is_absent(const RowReader& row) const {
    return std::ranges::all_of(key_columns, [&](int column) { return row.is_null(column); });
}

void ItemPlan::load_struct(void* object, const RowReader& row) const {
    int column = first_column;
    for (const ColumnPlan& member : columns) {
        member.load(static_cast<char*>(object) + member.offset, row, column++);
    }
}

std::vector<ItemPlan> make_row_plan(std::span<const ResultItem> items, int column_count) {
    std::vector<ItemPlan> plans;
    int next = 0;
    for (const ResultItem& item : items) {
        if (item.entity != nullptr) {
            plans.push_back(struct_plan(*item.entity, next));
            next += static_cast<int>(plans.back().columns.size());
        } else {
            plans.push_back({.first_column = next++, .codec = item.codec});
        }
        if (next > column_count) {
            throw_column_count(next, column_count);
        }
    }
    return plans;
}

}  // namespace azoth::engine
