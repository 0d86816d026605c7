// SPDX-License-Identifier: MIT
#include "orm/loading/conditions.hpp"

namespace azoth::orm {

using tree::Tree;

namespace {

Tree equal(const KeyColumn& column, const void* value) {
    return detail::binary_tree(
        tree::Operator::Equal, column.column, detail::object_literal(*column.codec, value));
}

Tree whole_key(std::span<const KeyColumn> columns, const KeyValues& key) {
    Tree condition = equal(columns[0], key[0]);
    for (std::size_t i = 1; i < columns.size(); ++i) {
        condition = detail::binary_tree(
            tree::Operator::And, std::move(condition), equal(columns[i], key[i]));
    }
    return condition;
}

}  // namespace

Tree keys_condition(std::span<const KeyColumn> columns, std::span<const KeyValues> keys) {
    if (columns.size() == 1 && keys.size() > 1) {
        std::vector<Tree> values;
        values.reserve(keys.size());
        for (const KeyValues& key : keys) {
            values.push_back(detail::object_literal(*columns[0].codec, key[0]));
        }
        return detail::in_tree(
            detail::Membership::In, columns[0].column, detail::list_tree(values));
    }
    Tree condition = whole_key(columns, keys[0]);
    for (std::size_t i = 1; i < keys.size(); ++i) {
        condition = detail::binary_tree(
            tree::Operator::Or, std::move(condition), whole_key(columns, keys[i]));
    }
    return condition;
}

Tree column_tree(const mapping::Mapper& mapper, std::size_t position) {
    return detail::member_tree(mapper.entity(), mapper.mapped_columns()[position].offset);
}

Tree select_all(const mapping::Mapper& mapper) {
    return detail::select_entity(mapper.entity());
}

Tree ordered(Tree statement, const mapping::Relationship& link) {
    if (link.order_by.empty()) {
        return statement;
    }
    std::vector<Tree> orders;
    for (const mapping::Ordering& order : link.order_by) {
        Tree column = column_tree(*link.target_mapper, order.column);
        orders.push_back(order.flags == 0 ? std::move(column)
                                          : detail::sort_tree(std::move(column), order.flags));
    }
    return detail::clause(std::move(statement), {.kind = tree::ClauseKind::OrderBy}, orders);
}

}  // namespace azoth::orm
