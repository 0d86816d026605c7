// SPDX-License-Identifier: MIT
#include "migrate/verify/untouched.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "migrate/runtime/live_objects.hpp"

namespace azoth::migrate {

namespace {

using dialects::LiveObject;

constexpr std::array modelled{"schema",
                              "table",
                              "table column",
                              "table constraint",
                              "index",
                              "sequence",
                              "type",
                              "comment of table",
                              "comment of table column"};

/// Parts of columns and constraints, which go with them.
constexpr std::array parts{"column settings",
                           "grants of table column",
                           "comment of index",
                           "comment of table constraint",
                           "comment of sequence",
                           "grants of sequence",
                           "comment of type",
                           "statistics object"};

bool is_in(std::string_view word, std::span<const char* const> list) {
    return std::ranges::find(list, word) != list.end();
}

bool is_table(const LiveObject& object) {
    return object.kind == "table";
}

}  // namespace

std::vector<LiveObject> lost_beside_steps(std::span<const LiveObject> before,
                                          std::span<const LiveObject> after) {
    std::set<std::string> tables;
    for (const LiveObject& object : after) {
        if (is_table(object)) {
            tables.insert(object.name);
        }
    }
    std::vector<LiveObject> result;
    for (const LiveObject& object : difference_of(before, after).missing) {
        // A part is named after its table: where that is renamed its new name cannot be told.
        const bool is_gone_with_table = !object.table.empty() && !tables.contains(object.table);
        if (!is_in(object.kind, modelled) && !is_in(object.kind, parts) && !is_gone_with_table) {
            result.push_back(object);
        }
    }
    return result;
}

}  // namespace azoth::migrate
