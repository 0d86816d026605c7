// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/compare/renames.hpp>

#include <algorithm>

namespace azoth::migrate {
namespace {

using text_utility::quoted;

std::string full(const std::string& schema, const std::string& name) {
    return schema.empty() ? name : schema + "." + name;
}

/// `person.town=person.city`, `person=human`
std::string as_argument(const Rename& rename) {
    const std::string table = full(rename.schema, rename.table);
    if (!rename.label.empty()) {
        const std::string column = table + "." + rename.column;
        return column + "." + rename.label + "=" + column + "." + rename.new_name;
    }
    return rename.column.empty()
               ? table + "=" + full(rename.schema, rename.new_name)
               : table + "." + rename.column + "=" + table + "." + rename.new_name;
}

/// What follows `prefix.`; nothing when the text does not begin so.
std::optional<std::string> after(std::string_view text, const std::string& prefix) {
    return text.size() > prefix.size() + 1 && text.starts_with(prefix + ".")
               ? std::optional{std::string{text.substr(prefix.size() + 1)}}
               : std::nullopt;
}

/// The new name without the table or schema before it, which may be left out.
std::optional<std::string> new_name(std::string_view text, const std::string& prefix) {
    if (auto name = after(text, prefix)) {
        return name;
    }
    const bool is_bare = !text.empty() && text.find('.') == std::string_view::npos;
    return is_bare ? std::optional{std::string{text}} : std::nullopt;
}

/// A label of a column's enumeration, whatever characters it has.
std::optional<Rename> known_label(const schema::Table& table,
                                  std::string_view from,
                                  std::string_view to) {
    for (const schema::Column& column : table.columns) {
        const std::string prefix = table.full_name() + "." + column.name;
        const auto label = after(from, prefix);
        const SqlType* type = enum_in(column.type);
        if (label && type != nullptr &&
            std::ranges::find(type->values, *label) != type->values.end()) {
            const auto renamed = after(to, prefix).value_or(std::string{to});
            return Rename{table.name, column.name, renamed, table.schema, *label};
        }
    }
    return std::nullopt;
}

/// By the names that there are, which may hold dots.
std::optional<Rename> known_rename(std::string_view from,
                                   std::string_view to,
                                   std::span<const schema::Table> live) {
    for (const schema::Table& table : live) {
        const std::string name = table.full_name();
        if (from == name) {
            const auto renamed =
                table.schema.empty() ? std::optional{std::string{to}} : new_name(to, table.schema);
            return renamed ? std::optional{Rename{table.name, "", *renamed, table.schema}}
                           : std::nullopt;
        }
        if (auto label = known_label(table, from, to)) {
            return label;
        }
        const auto column = after(from, name);
        const auto renamed = new_name(to, name);
        if (column && renamed && table.find_column(*column) != nullptr) {
            return Rename{table.name, *column, *renamed, table.schema};
        }
    }
    return std::nullopt;
}

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw ArgumentError{"bad-rename",
                        "cannot read the rename " + quoted(text) + ": " + why +
                            "; write old_table=new_table for a table, table.old=new for a column"};
}

/// Of a table that the database does not have: the last dot stands before the column.
Rename unknown_rename(std::string_view text, std::string_view from, std::string_view to) {
    const auto parts = text_utility::split(from, '.');
    for (const auto& part : parts) {
        if (part.empty()) {
            refuse(text, "a name is empty");
        }
    }
    if (parts.size() > 3) {
        refuse(text, "it has more parts than schema, table and column");
    }
    if (parts.size() == 1) {
        return {.table = std::string{from}, .new_name = std::string{to}};
    }
    const std::string table{from.substr(0, from.rfind('.'))};
    const auto renamed = new_name(to, table);
    if (!renamed) {
        refuse(text, "the two sides name different tables");
    }
    return {.table = std::string{parts[parts.size() - 2]},
            .column = std::string{parts.back()},
            .new_name = *renamed,
            .schema = parts.size() == 3 ? std::string{parts[0]} : ""};
}

}  // namespace

std::string RenameQuestion::text() const {
    const std::string table = full(rename.schema, rename.table);
    if (!rename.label.empty()) {
        return "is label " + quoted(rename.new_name) + " of column " +
               quoted(table + "." + rename.column) + " the old label " + quoted(rename.label) + "?";
    }
    if (rename.column.empty()) {
        return "is table " + quoted(rename.new_name) + " the old table " + quoted(table) + "?";
    }
    return "is column " + quoted(rename.new_name) + " of table " + quoted(table) +
           " the old column " + quoted(rename.column) + "?";
}

std::string RenameQuestion::option() const {
    return "--rename " + as_argument(rename);
}

Rename parse_rename(std::string_view text, std::span<const schema::Table> live) {
    const auto sides = text_utility::split(text, '=');
    if (sides.size() != 2 || sides[0].empty() || sides[1].empty()) {
        refuse(text, "it has no old name before and new name behind one =");
    }
    auto known = known_rename(sides[0], sides[1], live);
    return known ? *known : unknown_rename(text, sides[0], sides[1]);
}

}  // namespace azoth::migrate
