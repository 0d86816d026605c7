// SPDX-License-Identifier: MIT
#include "migrate/compare/rename_score.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::migrate {
namespace {

/// 0: nothing in common, 100: equal but for case and underscores.
int similarity(std::string_view left, std::string_view right) {
    const auto plain = [](std::string_view name) {
        return text_utility::replace_all(text_utility::lower_ascii(name), "_", "");
    };
    const std::string a = plain(left);
    const std::string b = plain(right);
    const std::size_t longest = std::max({a.size(), b.size(), std::size_t{1}});
    return 100 - static_cast<int>(100 * text_utility::edit_distance(a, b) / longest);
}

int type_points(const SqlType& left, const SqlType& right) {
    if (left == right) {
        return 40;
    }
    return left.kind == right.kind ? 25 : 0;
}

std::string_view before(const schema::Table& table, const schema::Column& column) {
    const auto position = static_cast<std::size_t>(&column - table.columns.data());
    return position == 0 ? std::string_view{} : std::string_view{table.columns[position - 1].name};
}

/// How a column takes part in keys and indexes, whatever it is called.
std::vector<std::string> roles(const schema::Table& table, const std::string& column) {
    const auto position = [&](const std::vector<std::string>& names) {
        return std::to_string(std::ranges::find(names, column) - names.begin());
    };
    const auto has = [&](const std::vector<std::string>& names) {
        return std::ranges::find(names, column) != names.end();
    };
    std::vector<std::string> result;
    if (table.primary_key && has(table.primary_key->columns)) {
        result.push_back("primary key " + position(table.primary_key->columns));
    }
    for (const schema::UniqueConstraint& one : table.uniques) {
        if (has(one.columns)) {
            result.push_back("unique " + position(one.columns));
        }
    }
    for (const schema::ForeignKey& one : table.foreign_keys) {
        if (has(one.columns)) {
            result.push_back("to " + one.referred_table + " " + position(one.columns));
        }
    }
    for (const schema::Index& one : table.indexes) {
        const auto found = std::ranges::find(one.elements, column, &schema::IndexElement::column);
        if (found != one.elements.end()) {
            result.push_back("index " + std::to_string(found - one.elements.begin()));
        }
    }
    std::ranges::sort(result);
    return result;
}

}  // namespace

int rename_score(const schema::Table& live,
                 const schema::Column& old_column,
                 const schema::Table& wanted,
                 const schema::Column& new_column) {
    const int type = type_points(old_column.type, new_column.type);
    if (type == 0) {
        return 0;
    }
    int score = type + similarity(old_column.name, new_column.name) / 4;
    score += old_column.nullable == new_column.nullable ? 5 : 0;
    score += old_column.server_default == new_column.server_default ? 5 : 0;
    score += before(live, old_column) == before(wanted, new_column) ? 15 : 0;
    score += roles(live, old_column.name) == roles(wanted, new_column.name) ? 10 : 0;
    return score;
}

int rename_score(const schema::Table& live, const schema::Table& wanted) {
    std::size_t same = 0;
    for (const schema::Column& column : wanted.columns) {
        const schema::Column* other = live.find_column(column.name);
        same += other != nullptr && other->type == column.type ? 1 : 0;
    }
    const std::size_t all = live.columns.size() + wanted.columns.size() - same;
    const int columns = all == 0 ? 0 : static_cast<int>(75 * same / all);
    return columns + similarity(live.name, wanted.name) / 4;
}

}  // namespace azoth::migrate
