// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/same_names.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {
namespace {

using text_utility::equals_ignoring_case;
using Tables = std::span<const schema::Table>;
/// Names as the models spell them, and as the database does.
using Spelling = std::map<std::string, std::string>;

/// The same name, or one that differs in case alone.
template <class Item>
const Item* same_named(std::span<const Item> items, const std::string& name) {
    const auto same = std::ranges::find(items, name, &Item::name);
    if (same != items.end()) {
        return &*same;
    }
    const auto found = std::ranges::find_if(
        items, [&](const Item& item) { return equals_ignoring_case(item.name, name); });
    return found == items.end() ? nullptr : &*found;
}

const schema::Table* same_table(Tables tables, const std::string& name, const std::string& schema) {
    const schema::Table* found = find_table(tables, {name, schema});
    for (const schema::Table& table : tables) {
        if (found == nullptr && table.schema == schema && equals_ignoring_case(table.name, name)) {
            found = &table;
        }
    }
    return found;
}

void spell(std::string& name, const Spelling& spelling) {
    const auto found = spelling.find(name);
    if (found != spelling.end()) {
        name = found->second;
    }
}

void spell(std::vector<std::string>& names, const Spelling& spelling) {
    for (std::string& name : names) {
        spell(name, spelling);
    }
}

void spell_text(std::string& sql, const Spelling& spelling) {
    for (const auto& [from, to] : spelling) {
        sql = replace_identifier(sql, from, to);
    }
}

/// Asked for in so many words, a name is changed.
template <class Item>
bool keeps_spelling(const Item& wanted, const std::string& live) {
    return wanted.name == live || wanted.renamed_from == live;
}

Spelling columns_of(const schema::Table& wanted, const schema::Table& live) {
    Spelling spelling;
    for (const schema::Column& column : wanted.columns) {
        const auto* found = same_named(std::span{live.columns}, column.name);
        if (found != nullptr && !keeps_spelling(column, found->name)) {
            spelling.emplace(column.name, found->name);
        }
    }
    return spelling;
}

template <class Item>
void spell_names(std::vector<Item>& wanted, const std::vector<Item>& live) {
    for (Item& item : wanted) {
        const Item* found = item.name.empty() ? nullptr : same_named(std::span{live}, item.name);
        item.name = found == nullptr ? item.name : found->name;
    }
}

void spell_columns(schema::Table& table, const Spelling& spelling) {
    for_each_column_name(
        table,
        [&](std::string& name) { spell(name, spelling); },
        [&](std::string& sql) { spell_text(sql, spelling); });
}

void spell_parts(schema::Table& table, const schema::Table& live) {
    for (schema::Column& column : table.columns) {
        const schema::Column* found = live.find_column(column.name);
        if (found != nullptr &&
            equals_ignoring_case(found->type.collation, column.type.collation)) {
            column.type.collation = found->type.collation;
        }
    }
    if (table.primary_key && live.primary_key &&
        equals_ignoring_case(table.primary_key->name, live.primary_key->name)) {
        table.primary_key->name = live.primary_key->name;
    }
    spell_names(table.uniques, live.uniques);
    spell_names(table.checks, live.checks);
    spell_names(table.foreign_keys, live.foreign_keys);
    spell_names(table.indexes, live.indexes);
}

class SameNames {
public:
    SameNames(std::vector<schema::Table>& wanted, Tables live) : wanted_{wanted}, live_{live} {}

    void run() {
        for (schema::Table& table : wanted_) {
            if (const auto* live = same_table(live_, table.name, table.schema)) {
                spellings_[{table.schema, table.name}] = columns_of(table, *live);
            }
        }
        for (schema::Table& table : wanted_) {
            for (schema::ForeignKey& key : table.foreign_keys) {
                spell_reference(table, key);
            }
        }
        for (schema::Table& table : wanted_) {
            if (const auto* live = same_table(live_, table.name, table.schema)) {
                spell_columns(table, spellings_[{table.schema, table.name}]);
                table.name = keeps_spelling(table, live->name) ? table.name : live->name;
                spell_parts(table, *live);
            }
        }
    }

private:
    void spell_reference(const schema::Table& table, schema::ForeignKey& key) {
        const std::string& schema =
            key.referred_schema.empty() ? table.schema : key.referred_schema;
        const auto* referred = find_table(Tables{wanted_}, {key.referred_table, schema});
        const auto* live = same_table(live_, key.referred_table, schema);
        if (live == nullptr) {
            return;
        }
        spell(key.referred_columns, spellings_[{schema, key.referred_table}]);
        if (referred == nullptr || !keeps_spelling(*referred, live->name)) {
            key.referred_table = live->name;
        }
    }

    std::vector<schema::Table>& wanted_;
    Tables live_;
    std::map<std::pair<std::string, std::string>, Spelling> spellings_{};
};

/// `ck_t_12`  ->  `ck_t_`; empty for a name without number.
std::string_view before_number(std::string_view name) {
    const auto end = name.find_last_not_of("0123456789");
    const bool has_number = end != std::string_view::npos && end + 1 < name.size();
    return has_number && name[end] == '_' ? name.substr(0, end + 1) : std::string_view{};
}

/// `ck_t_` of a table's checks that nobody named; empty where the convention numbers none.
std::string numbered_prefix(const schema::Table& table, const NamingConvention& naming) {
    schema::Table sample{.name = table.name};
    sample.checks.emplace_back();
    schema::apply_naming(sample, naming);
    return std::string{before_number(sample.checks.front().name)};
}

/// The names of one numbering are handed out anew: each to the check that has it in the database.
void settle_numbers(std::vector<schema::CheckConstraint>& wanted,
                    const std::vector<schema::CheckConstraint>& live,
                    std::string_view prefix,
                    std::vector<schema::CheckConstraint>& renumbered) {
    const auto is_numbered = [&](const schema::CheckConstraint& check) {
        return !prefix.empty() && before_number(check.name) == prefix;
    };
    for (schema::CheckConstraint& check : wanted) {
        const auto found = std::ranges::find_if(live, [&](const schema::CheckConstraint& other) {
            return is_numbered(other) && other.expression == check.expression;
        });
        if (!is_numbered(check) || found == live.end() || found->name == check.name) {
            continue;
        }
        const auto holder = std::ranges::find(wanted, found->name, &schema::CheckConstraint::name);
        if (holder != wanted.end()) {
            holder->name = check.name;
            renumbered.push_back(*holder);
        }
        check.name = found->name;
        renumbered.push_back(check);
    }
}

}  // namespace

std::vector<schema::CheckConstraint> spell_alike(std::vector<schema::Table>& wanted,
                                                 Tables live,
                                                 const dialects::Dialect& dialect,
                                                 const NamingConvention& naming) {
    if (dialect.capabilities().names_ignore_case) {
        SameNames{wanted, live}.run();
    }
    std::vector<schema::CheckConstraint> renumbered;
    for (schema::Table& table : wanted) {
        if (const auto* found = find_table(live, name_of(table))) {
            settle_numbers(table.checks, found->checks, numbered_prefix(table, naming), renumbered);
        }
    }
    return renumbered;
}

void restore_renumbered(std::vector<Operation>& steps,
                        const std::vector<schema::CheckConstraint>& renumbered) {
    for (Operation& step : steps) {
        auto* add = std::get_if<operations::AddConstraint>(&step);
        auto* check =
            add == nullptr ? nullptr : std::get_if<schema::CheckConstraint>(&add->constraint);
        const auto found = std::ranges::find_if(renumbered, [&](const auto& one) {
            return check != nullptr && one.name == check->name;
        });
        if (found != renumbered.end()) {
            check->expression = found->expression;
        }
    }
}

}  // namespace azoth::migrate
