// SPDX-License-Identifier: MIT
#include "migrate/compare/enum_changes.hpp"

#include <algorithm>
#include <map>

#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {

using operations::AlterColumn;
using operations::RenameEnum;

namespace {

using Tables = std::span<const schema::Table>;

/// `colour` in a table of schema `shop`  ->  `shop.colour`
std::string full_name(const SqlType& type, const std::string& schema) {
    return schema.empty() || type.name.find('.') != std::string::npos ? type.name
                                                                      : schema + '.' + type.name;
}

std::string schema_of(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? std::string{} : name.substr(0, dot);
}

std::string local_name(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

bool has_type(const std::vector<SqlType>& types, const std::string& name) {
    return std::ranges::find(types, name, &SqlType::name) != types.end();
}

bool shares_label(const SqlType& left, const SqlType& right) {
    return std::ranges::any_of(left.values, [&](const std::string& label) {
        return std::ranges::find(right.values, label) != right.values.end();
    });
}

/// For each type of the live schema the types that its columns have afterwards.
std::multimap<std::string, std::string> successors(Tables live, Tables wanted) {
    std::multimap<std::string, std::string> result;
    for (const schema::Table& after : wanted) {
        const schema::Table* before = find_table(live, name_of(after));
        for (const schema::Column& column : after.columns) {
            const schema::Column* old =
                before == nullptr ? nullptr : before->find_column(column.name);
            const SqlType* from = old == nullptr ? nullptr : enum_in(old->type);
            const SqlType* to = enum_in(column.type);
            if (from != nullptr && old->type.kind == column.type.kind) {
                result.emplace(full_name(*from, before->schema),
                               to == nullptr ? "" : full_name(*to, after.schema));
            }
        }
    }
    return result;
}

/// The only type that the columns of this one have afterwards; nothing when there are none or more.
std::string only_successor(const std::multimap<std::string, std::string>& all,
                           const std::string& name) {
    const auto [begin, end] = all.equal_range(name);
    const bool agree = begin != end && std::all_of(begin, end, [&](const auto& one) {
                           return one.second == begin->second;
                       });
    return agree ? begin->second : std::string{};
}

/// The default is another one, and there was or will be one.
bool changes_default(const AlterColumn& step) {
    return step.modified.server_default.has_value();
}

bool is_shared(const AlterColumn& step, const std::vector<AlterColumn>& all) {
    const std::string& name = enum_in(*step.modified.type)->name;
    return !name.empty() && std::ranges::count_if(all, [&](const AlterColumn& other) {
                                return enum_in(*other.modified.type)->name == name;
                            }) > 1;
}

AlterColumn default_change(const AlterColumn& step,
                           const std::optional<std::string>& from,
                           const std::optional<std::string>& to) {
    return {.table = step.table,
            .column = step.column,
            .existing = {.server_default = from},
            .modified = {.server_default = to}};
}

}  // namespace

std::vector<SqlType> enum_types_of(Tables tables) {
    std::map<std::string, SqlType> types;
    for (const schema::Table& table : tables) {
        for (const schema::Column& column : table.columns) {
            const SqlType* type = enum_in(column.type);
            if (type != nullptr && !type->name.empty()) {
                SqlType named = *type;
                named.name = full_name(*type, table.schema);
                types.try_emplace(named.name, named);
            }
        }
    }
    std::vector<SqlType> result;
    for (auto& [name, type] : types) {
        result.push_back(std::move(type));
    }
    return result;
}

std::vector<RenameEnum> renamed_enums(Tables live, Tables wanted) {
    const std::vector<SqlType> before = enum_types_of(live);
    const std::vector<SqlType> after = enum_types_of(wanted);
    const auto all = successors(live, wanted);
    std::vector<RenameEnum> result;
    for (const SqlType& type : before) {
        const std::string next = only_successor(all, type.name);
        const auto found = std::ranges::find(after, next, &SqlType::name);
        const bool is_new = found != after.end() && !has_type(before, next) &&
                            std::ranges::none_of(result, [&](const RenameEnum& one) {
                                return one.new_name == local_name(next);
                            });
        if (is_new && !has_type(after, type.name) && schema_of(type.name) == schema_of(next) &&
            shares_label(type, *found)) {
            result.push_back({{.name = type.name}, local_name(next)});
        }
    }
    return result;
}

bool changes_labels(const AlterColumn& step) {
    if (!step.modified.type || !step.existing.type) {
        return false;
    }
    const SqlType* before = enum_in(*step.existing.type);
    const SqlType* after = enum_in(*step.modified.type);
    return before != nullptr && after != nullptr && before->name == after->name &&
           step.existing.type->kind == step.modified.type->kind;
}

std::vector<AlterColumn> in_order_of_defaults(const std::vector<AlterColumn>& label_changes) {
    std::vector<AlterColumn> defaults_go;
    std::vector<AlterColumn> changes;
    std::vector<AlterColumn> defaults_come;
    for (const AlterColumn& step : label_changes) {
        AlterColumn& change = changes.emplace_back(step);
        if (!changes_default(step) || !is_shared(step, label_changes)) {
            continue;
        }
        const std::optional<std::string> before =
            step.existing.server_default.value_or(std::nullopt);
        const std::optional<std::string> after = *step.modified.server_default;
        change.existing.server_default.reset();
        change.modified.server_default.reset();
        if (before) {
            defaults_go.push_back(default_change(step, before, std::nullopt));
        }
        if (after) {
            defaults_come.push_back(default_change(step, std::nullopt, after));
        }
    }
    std::vector<AlterColumn> result = std::move(defaults_go);
    result.insert(result.end(), changes.begin(), changes.end());
    result.insert(result.end(), defaults_come.begin(), defaults_come.end());
    return result;
}

}  // namespace azoth::migrate
