// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/naming.hpp>
#include <azoth/schema/table.hpp>

#include <algorithm>
#include <array>
#include <random>

/// Random schemas and random changes to them, from a seed. What they have is what every database
/// has, and every change can be made while the tables hold rows whose n-th row has distinct values
/// in each column, or NULL where that is allowed before and after.
namespace azoth::test {

class RandomSchema {
public:
    explicit RandomSchema(std::uint64_t seed) : random_{seed} {}

    using Tables = std::vector<schema::Table>;

    Tables make() {
        Tables tables;
        const std::size_t count = below(4) + 1;
        for (std::size_t i = 0; i < count; ++i) {
            tables.push_back(table(tables));
        }
        return finished(tables);
    }

    /// Another schema that a few changes away.
    Tables changed(Tables tables) {
        original_ = tables;
        const std::size_t count = below(8) + 1;
        for (std::size_t i = 0; i < count; ++i) {
            change(tables);
        }
        return finished(tables);
    }

private:
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <class List>
    auto& pick(List& list) {
        return list[below(list.size())];
    }

    std::string fresh(std::string_view stem) {
        static constexpr std::array<std::string_view, 10> odd{"order",
                                                              "Group",
                                                              "select",
                                                              "two words",
                                                              "ünïcode",
                                                              "user",
                                                              "quo\"ted",
                                                              "it's",
                                                              "semi;colon",
                                                              "日本.語"};
        std::string name{chance(25) ? odd[below(odd.size())] : stem};
        return name + "_" + std::to_string(++number_);
    }

    /// A dot in the name of a type stands between its schema and its name.
    SqlType enumeration() {
        std::string name = fresh("e");
        std::ranges::replace(name, '.', '_');
        return Enum(name, {"1", "it's", "ö"});
    }

    SqlType type() {
        switch (below(14)) {
            case 0:
                return Integer();
            case 1:
                return BigInteger();
            case 2:
                return String(20 + static_cast<int>(below(3)) * 10);
            case 3:
                return Text();
            case 4:
                return Double();
            case 5:
                return Boolean();
            case 6:
                return sql::Date();
            case 7:
                return Numeric(10, 2);
            case 8:
                return SmallInteger();
            case 9:
                return sql::DateTime();
            case 10:
                return sql::Uuid();
            case 11:
                return LargeBinary();
            case 12:
                return enumeration();
            default:
                return String(30);
        }
    }

    static bool is_number(const SqlType& type) {
        return type.kind == TypeKind::Integer || type.kind == TypeKind::BigInteger;
    }
    static bool is_text(const SqlType& type) {
        return type.kind == TypeKind::String || type.kind == TypeKind::Text;
    }

    /// A type that takes the values of another, and gives them back.
    SqlType wider(const SqlType& from) {
        if (is_number(from)) {
            return chance(70) ? (from.kind == TypeKind::Integer ? SqlType{BigInteger()}
                                                                : SqlType{Integer()})
                              : SqlType{Text()};
        }
        if (is_text(from)) {
            return chance(50) ? SqlType{Text()}
                              : SqlType{String(20 + static_cast<int>(below(4)) * 10)};
        }
        if (from.kind == TypeKind::Numeric) {
            return Numeric(12, 2);
        }
        return from;
    }

    std::optional<std::string> default_for(const SqlType& type) {
        switch (type.kind) {
            case TypeKind::Integer:
            case TypeKind::BigInteger:
                return std::to_string(below(9));
            case TypeKind::Double:
                return "1.5";
            case TypeKind::String:
            case TypeKind::Text:
                return chance(50) ? "'it''s'" : "''";
            case TypeKind::Date:
                return "'2026-01-31'";
            default:
                return std::nullopt;
        }
    }

    schema::Column column(std::string name) {
        schema::Column result{.name = std::move(name), .type = type(), .nullable = chance(60)};
        if (chance(30)) {
            result.server_default = default_for(result.type);
        }
        return result;
    }

    schema::Table table(const Tables& others) {
        schema::Table result{.name = fresh("t")};
        result.columns.push_back({.name = "id",
                                  .type = chance(50) ? SqlType{Integer()} : SqlType{BigInteger()},
                                  .nullable = false,
                                  .primary_key = true});
        result.primary_key = schema::PrimaryKey{.columns = {"id"}};
        const std::size_t count = below(5) + 1;
        for (std::size_t i = 0; i < count; ++i) {
            result.columns.push_back(column(fresh("c")));
        }
        for (std::size_t i = below(4); i > 0; --i) {
            decorate(result, others);
        }
        return result;
    }

    void decorate(schema::Table& table, const Tables& others) {
        switch (below(4)) {
            case 0:
                add_unique(table);
                return;
            case 1:
                add_index(table);
                return;
            case 2:
                add_check(table);
                return;
            case 3:
                add_foreign_key(table, others);
                return;
        }
    }

    /// Columns that can bear a unique constraint: those whose values differ from row to row.
    std::vector<std::string> distinct_columns(const schema::Table& table) {
        std::vector<std::string> names;
        for (const schema::Column& one : table.columns) {
            if ((is_number(one.type) || is_text(one.type)) && !is_added(one.name)) {
                names.push_back(one.name);
            }
        }
        return names;
    }

    [[nodiscard]] bool is_added(const std::string& name) const {
        return std::ranges::find(added_, name) != added_.end();
    }

    void add_unique(schema::Table& table) {
        std::vector<std::string> names = distinct_columns(table);
        std::shuffle(names.begin(), names.end(), random_);
        names.resize(std::min<std::size_t>(names.size(), below(2) + 1));
        const bool known = std::ranges::any_of(
            table.uniques, [&](const auto& one) { return one.columns == names; });
        if (!names.empty() && !known) {
            table.uniques.push_back({.name = fresh("uq"), .columns = names});
        }
    }

    void add_index(schema::Table& table) {
        schema::Index index{.name = fresh("ix")};
        const schema::Column& first = pick(table.columns);
        index.elements.push_back({.column = first.name});
        const schema::Column& second = pick(table.columns);
        if (chance(40) && second.name != first.name) {
            index.elements.push_back(
                {.column = second.name, .order = schema::SortOrder::Descending});
        }
        index.unique = chance(20) && std::ranges::count(distinct_columns(table), first.name) > 0;
        if (chance(20)) {
            index.where = "id > 10";
        }
        table.indexes.push_back(index);
    }

    void add_check(schema::Table& table) {
        const std::string text =
            chance(50) ? "id >= 0" : "id <> " + std::to_string(-1 - static_cast<int>(below(50)));
        table.checks.push_back({.name = fresh("ck"), .expression = text});
    }

    void add_foreign_key(schema::Table& table, const Tables& others) {
        const schema::Table& referred =
            others.empty() || chance(20) ? table : others[below(others.size())];
        std::vector<const schema::Column*> numbers;
        for (const schema::Column& one : table.columns) {
            if (is_number(one.type) && one.name != "id" && !is_added(one.name)) {
                numbers.push_back(&one);
            }
        }
        if (numbers.empty() || referred.primary_key->columns.size() != 1 ||
            (is_original(table.name) && !is_original(referred.name))) {
            return;
        }
        const schema::Column& from = *pick(numbers);
        const auto actions = std::array{OnDelete::NoAction, OnDelete::Cascade, OnDelete::SetNull};
        table.foreign_keys.push_back({.name = fresh("fk"),
                                      .columns = {from.name},
                                      .referred_table = referred.name,
                                      .referred_columns = {"id"},
                                      .on_delete = pick(actions)});
    }

    /// Tables of the first schema hold rows, later ones do not.
    [[nodiscard]] bool is_original(const std::string& name) const {
        return std::ranges::find(original_, name, &schema::Table::name) != original_.end() ||
               std::ranges::find(renamed_, name) != renamed_.end();
    }

    static bool is_referred(const Tables& tables, const std::string& name) {
        return std::ranges::any_of(tables, [&](const schema::Table& one) {
            return std::ranges::any_of(one.foreign_keys,
                                       [&](const auto& key) { return key.referred_table == name; });
        });
    }

    void change(Tables& tables) {
        if (tables.empty()) {
            tables.push_back(table(tables));
            return;
        }
        schema::Table& one = pick(tables);
        switch (below(19)) {
            case 0:
                add_column(one);
                return;
            case 1:
                drop_column(one);
                return;
            case 2:
                change_type(one);
                return;
            case 3:
                change_nullability(one);
                return;
            case 4:
                change_default(one);
                return;
            case 5:
                change_list(one.indexes, [&] { add_index(one); });
                return;
            case 6:
                change_list(one.uniques, [&] { add_unique(one); });
                return;
            case 7:
                change_list(one.checks, [&] { add_check(one); });
                return;
            case 8:
                change_list(one.foreign_keys, [&] { add_foreign_key(one, tables); });
                return;
            case 9:
                tables.push_back(table(tables));
                return;
            case 10:
                drop_table(tables);
                return;
            case 11:
                change_action(one);
                return;
            case 12:
                change_primary_key(tables, one);
                return;
            case 13:
                rename_something(one);
                return;
            case 14:
                add_column(one);
                return;
            case 15:
                change_check(one);
                return;
            case 16:
            case 17:
                rename_column(one);
                return;
            case 18:
                rename_table(tables, one);
                return;
        }
    }

    /// What the table was called in the first schema; null when it is not from there.
    [[nodiscard]] const schema::Table* origin_of(const schema::Table& table) const {
        const std::string& name = table.renamed_from.empty() ? table.name : table.renamed_from;
        const auto found = std::ranges::find(original_, name, &schema::Table::name);
        return found == original_.end() ? nullptr : &*found;
    }

    static void replace(std::vector<std::string>& names,
                        const std::string& from,
                        const std::string& to) {
        std::ranges::replace(names, from, to);
    }

    void rename_column(schema::Table& table) {
        const schema::Table* origin = origin_of(table);
        schema::Column& one = pick(table.columns);
        if (origin == nullptr || origin->find_column(one.name) == nullptr || one.name == "id" ||
            !one.renamed_from.empty() || is_added(one.name)) {
            return;
        }
        const std::string from = one.name;
        one.name = fresh("r");
        one.renamed_from = from;
        replace(table.primary_key->columns, from, one.name);
        for (schema::UniqueConstraint& unique : table.uniques) {
            replace(unique.columns, from, one.name);
        }
        for (schema::ForeignKey& key : table.foreign_keys) {
            replace(key.columns, from, one.name);
        }
        for (schema::Index& index : table.indexes) {
            for (schema::IndexElement& element : index.elements) {
                element.column = element.column == from ? one.name : element.column;
            }
        }
    }

    void rename_table(Tables& tables, schema::Table& table) {
        if (origin_of(table) == nullptr || !table.renamed_from.empty()) {
            return;
        }
        const std::string from = table.name;
        table.name = fresh("s");
        table.renamed_from = from;
        renamed_.push_back(table.name);
        for (schema::Table& other : tables) {
            for (schema::ForeignKey& key : other.foreign_keys) {
                key.referred_table = key.referred_table == from ? table.name : key.referred_table;
            }
        }
    }

    void add_column(schema::Table& table) {
        schema::Column added = column(fresh("n"));
        added_.push_back(added.name);
        table.columns.insert(
            table.columns.begin() + static_cast<std::ptrdiff_t>(below(table.columns.size()) + 1),
            added);
    }

    static bool rests_on(const schema::Table& table, const std::string& name) {
        const auto has = [&](const std::vector<std::string>& names) {
            return std::ranges::find(names, name) != names.end();
        };
        return (table.primary_key && has(table.primary_key->columns)) ||
               std::ranges::any_of(table.foreign_keys,
                                   [&](const auto& key) { return has(key.columns); });
    }

    void drop_column(schema::Table& table) {
        const schema::Column& chosen = pick(table.columns);
        const std::string gone = chosen.name;
        if (rests_on(table, gone) || is_distinct_key(table, gone) ||
            has_no_way_back(chosen, table)) {
            return;
        }
        std::erase_if(table.columns, [&](const auto& one) { return one.name == gone; });
        std::erase_if(table.indexes, [&](const auto& one) {
            return std::ranges::any_of(one.elements,
                                       [&](const auto& part) { return part.column == gone; });
        });
    }

    /// Brought back, it would hold one value in every row: none is right for a reference or a key.
    [[nodiscard]] bool has_no_way_back(const schema::Column& column,
                                       const schema::Table& table) const {
        const schema::Table* origin = origin_of(table);
        const std::string& name = column.renamed_from.empty() ? column.name : column.renamed_from;
        const schema::Column* before = origin == nullptr ? nullptr : origin->find_column(name);
        return before != nullptr && !before->nullable &&
               (rests_on(*origin, name) || is_distinct_key(*origin, name));
    }

    static bool is_distinct_key(const schema::Table& table, const std::string& name) {
        const bool in_unique = std::ranges::any_of(table.uniques, [&](const auto& one) {
            return std::ranges::find(one.columns, name) != one.columns.end();
        });
        return in_unique || std::ranges::any_of(table.indexes, [&](const auto& one) {
                   return one.unique && std::ranges::any_of(one.elements, [&](const auto& part) {
                              return part.column == name;
                          });
               });
    }

    void change_type(schema::Table& table) {
        schema::Column& one = pick(table.columns);
        if (!rests_on(table, one.name)) {
            one.type = wider(one.type);
            if (one.server_default) {
                one.server_default = default_for(one.type);
            }
        }
    }

    void change_nullability(schema::Table& table) {
        schema::Column& one = pick(table.columns);
        if (!one.primary_key && !is_added(one.name)) {
            one.nullable = !one.nullable;
        }
    }

    void change_default(schema::Table& table) {
        schema::Column& one = pick(table.columns);
        if (!one.primary_key) {
            one.server_default = one.server_default ? std::nullopt : default_for(one.type);
        }
    }

    template <class List, class Add>
    void change_list(List& list, Add add) {
        if (!list.empty() && chance(50)) {
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(below(list.size())));
        } else {
            add();
        }
    }

    /// Not one that rows refer to: made again, it would be empty.
    void drop_table(Tables& tables) {
        const schema::Table& chosen = pick(tables);
        const std::string gone = chosen.name;
        if (tables.size() > 1 && chosen.renamed_from.empty() && !is_referred(tables, gone) &&
            !is_referred(original_, gone)) {
            std::erase_if(tables, [&](const auto& one) { return one.name == gone; });
        }
    }

    void change_action(schema::Table& table) {
        if (!table.foreign_keys.empty()) {
            schema::ForeignKey& key = pick(table.foreign_keys);
            key.on_delete =
                key.on_delete == OnDelete::Cascade ? OnDelete::NoAction : OnDelete::Cascade;
        }
    }

    void change_primary_key(const Tables& tables, schema::Table& table) {
        if (is_referred(tables, table.name)) {
            return;
        }
        for (schema::Column& one : table.columns) {
            if (is_number(one.type) && one.name != "id" && !is_added(one.name) &&
                !one.server_default) {
                const bool was = one.primary_key;
                for (schema::Column& other : table.columns) {
                    other.primary_key = other.name == "id";
                }
                table.primary_key->columns = {"id"};
                if (!was) {
                    one.primary_key = true;
                    one.nullable = false;
                    table.primary_key->columns.push_back(one.name);
                }
                return;
            }
        }
    }

    void rename_something(schema::Table& table) {
        if (!table.indexes.empty() && chance(50)) {
            pick(table.indexes).name = fresh("ix");
        } else if (!table.checks.empty()) {
            pick(table.checks).name = fresh("ck");
        } else if (!table.uniques.empty()) {
            pick(table.uniques).name = fresh("uq");
        }
    }

    void change_check(schema::Table& table) {
        if (!table.checks.empty()) {
            pick(table.checks).expression =
                "id > " + std::to_string(-2 - static_cast<int>(below(90)));
        }
    }

    static Tables finished(Tables tables) {
        for (schema::Table& one : tables) {
            schema::complete_primary_key(one);
            schema::apply_naming(one, default_naming);
        }
        return tables;
    }

    std::mt19937_64 random_;
    int number_ = 0;
    std::vector<std::string> added_{};
    std::vector<std::string> renamed_{};
    Tables original_{};
};

}  // namespace azoth::test
