// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/row_plan.hpp>
#include <azoth/mapping/mapper.hpp>

#include <algorithm>

namespace azoth::engine {

namespace {

[[noreturn]] void throw_column_count(int needed, int given) {
    throw CompileError{"column-count",
                       "cannot read the rows: the row type has " + std::to_string(needed) +
                           " columns, the statement gives " + std::to_string(given) +
                           "; let the types match the statement's columns"};
}

void check_names(const mapping::Mapper& mapper, int first, const drivers::Statement& statement) {
    const auto& columns = mapper.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string_view name = statement.column_name(first + static_cast<int>(i));
        const auto named = std::ranges::find(columns, name, &schema::Column::name);
        if (named != columns.end() && *named != columns[i]) {
            throw CompileError{"column-order",
                               "cannot read the rows: column " +
                                   std::to_string(static_cast<std::size_t>(first) + i + 1) +
                                   " is " + text_utility::quoted(name) + ", where " +
                                   std::string{mapper.type_name()} + " has " +
                                   text_utility::quoted(columns[i]->name) +
                                   "; select the columns in the order of the members"};
        }
    }
}

}  // namespace

void check_columns(std::span<const ResultItem> items, const drivers::Statement& statement) {
    int next = 0;
    for (const ResultItem& item : items) {
        next += item.entity != nullptr
                    ? static_cast<int>(mapping::mapper_of(*item.entity).columns().size())
                    : 1;
    }
    if (next != statement.column_count()) {
        throw_column_count(next, statement.column_count());
    }
    next = 0;
    for (const ResultItem& item : items) {
        if (item.entity == nullptr) {
            ++next;
            continue;
        }
        const mapping::Mapper& mapper = mapping::mapper_of(*item.entity);
        check_names(mapper, next, statement);
        next += static_cast<int>(mapper.columns().size());
    }
}

bool ItemPlan::is_absent(const RowReader& row) const {
    return std::ranges::all_of(key, [&](std::size_t position) {
        return row.is_null(first_column + static_cast<int>(position));
    });
}

void ItemPlan::load_struct(void* object, const RowReader& row) const {
    int column = first_column;
    for (const MemberLoad& member : columns) {
        member.load(static_cast<char*>(object) + member.offset, row, column++);
    }
}

void make_row_plan(std::span<const ResultItem> items, int column_count, std::span<ItemPlan> plans) {
    int next = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        plans[i] = {.first_column = next, .codec = items[i].codec};
        if (items[i].entity != nullptr) {
            const mapping::Mapper& mapper = mapping::mapper_of(*items[i].entity);
            plans[i].columns = mapper.member_loads();
            plans[i].key = mapper.primary_key();
        }
        next += items[i].entity != nullptr ? static_cast<int>(plans[i].columns.size()) : 1;
    }
    if (next > column_count) {
        throw_column_count(next, column_count);
    }
}

std::vector<ItemPlan> make_row_plan(std::span<const ResultItem> items, int column_count) {
    std::vector<ItemPlan> plans(items.size());
    make_row_plan(items, column_count, plans);
    return plans;
}

}  // namespace azoth::engine
