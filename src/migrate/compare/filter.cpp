// SPDX-License-Identifier: MIT
#include <azoth/migrate/compare/filter.hpp>

#include <algorithm>
#include <array>

namespace azoth::migrate {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) {
        return text.empty();
    }
    if (pattern.front() == '*') {
        return matches(pattern.substr(1), text) ||
               (!text.empty() && matches(pattern, text.substr(1)));
    }
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
           matches(pattern.substr(1), text.substr(1));
}

bool any_matches(const std::vector<std::string>& patterns, const schema::Table& table) {
    const std::string full = table.full_name();
    return std::ranges::any_of(patterns, [&](const std::string& pattern) {
        return matches(pattern, table.name) || matches(pattern, full);
    });
}

}  // namespace

bool is_own_table(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 4> own{
        "alembic_version", "azoth_history", "azoth_journal", "azoth_lock"};
    return std::ranges::find(own, name) != own.end();
}

bool TableFilter::accepts(const schema::Table& table) const {
    return !is_own_table(table.name) && (include.empty() || any_matches(include, table)) &&
           !any_matches(exclude, table);
}

std::vector<schema::Table> TableFilter::select(std::span<const schema::Table> tables) const {
    std::vector<schema::Table> result;
    for (const schema::Table& table : tables) {
        if (accepts(table)) {
            result.push_back(table);
        }
    }
    return result;
}

}  // namespace azoth::migrate
