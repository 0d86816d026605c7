// SPDX-License-Identifier: MIT
#include "dialects/sqlite/virtual_table.hpp"

#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

namespace azoth::dialects::sqlite {

namespace {

/// Modules whose arguments are columns, options and nothing else.
constexpr std::array<std::string_view, 6> understood_modules{
    "fts3", "fts4", "fts5", "rtree", "rtree_i32", "geopoly"};

bool is_understood(std::string_view module) {
    return std::ranges::any_of(understood_modules,
                               [&](auto one) { return is_same_name(one, module); });
}

bool is_full_text(std::string_view module) {
    return is_understood(module) && is_same_name(module.substr(0, 3), "fts");
}

/// `content='t'`, `content_rowid=id`, `title UNINDEXED`, `tokenize=porter`
void read_argument(std::span<const Token> tokens, VirtualTableText& table) {
    for (const auto& token : tokens) {
        table.words.push_back(name_of(token));
    }
    if (!is_full_text(table.module) || tokens.empty()) {
        return;
    }
    const auto name = name_of(tokens.front());
    const bool is_option = tokens.size() > 1 && is_symbol(tokens[1], '=');
    if (!is_option) {
        table.columns.push_back(name);
    } else if (tokens.size() > 2 && is_same_name(name, "content")) {
        table.content = name_of(tokens[2]);
    } else if (tokens.size() > 2 && is_same_name(name, "content_rowid")) {
        table.columns.push_back(name_of(tokens[2]));
    }
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::any_of(names, [&](const auto& one) { return is_same_name(one, name); });
}

bool reads(const VirtualTableText& reader, std::string_view table) {
    return is_understood(reader.module)
               ? !reader.content.empty() && is_same_name(reader.content, table)
               : has(reader.words, table);
}

bool reads(const VirtualTableText& reader, std::string_view table, std::string_view column) {
    return reads(reader, table) && (reader.columns.empty() || has(reader.columns, column));
}

template <class... Names>
std::vector<SchemaObject> those_that_read(const std::vector<SchemaObject>& objects,
                                          Names... names) {
    std::vector<SchemaObject> result;
    for (const auto& object : objects) {
        if (object.type == "virtual" && reads(parse_virtual_table(object.sql), names...)) {
            result.push_back(object);
        }
    }
    return result;
}

}  // namespace

VirtualTableText parse_virtual_table(std::string_view sql) {
    VirtualTableText table;
    const auto tokens = tokenize(sql);
    const auto use =
        std::ranges::find_if(tokens, [](const auto& token) { return is_word(token, "USING"); });
    if (use == tokens.end() || use + 1 == tokens.end()) {
        return table;
    }
    table.module = name_of(use[1]);
    const auto rest = std::span{tokens}.subspan(static_cast<std::size_t>(use - tokens.begin()) + 2);
    for (const auto argument : parts_in_parentheses(rest)) {
        read_argument(argument, table);
    }
    return table;
}

std::vector<SchemaObject> readers_of(const std::vector<SchemaObject>& objects,
                                     std::string_view table) {
    return those_that_read(objects, table);
}

std::vector<SchemaObject> readers_of(const std::vector<SchemaObject>& objects,
                                     std::string_view table,
                                     std::string_view column) {
    return those_that_read(objects, table, column);
}

std::string reader_probe(const SchemaObject& object, std::string_view schema) {
    const auto text =
        object.type == "virtual" ? parse_virtual_table(object.sql) : VirtualTableText{};
    if (text.content.empty()) {
        return {};
    }
    std::vector<std::string> columns;
    for (const auto& column : text.columns) {
        columns.push_back("content." + dialect().identifier(column));
    }
    return "SELECT " + (columns.empty() ? "1" : text_utility::join(columns, ", ")) + " FROM " +
           dialect().table_name(text.content, schema) + " AS content LIMIT 0";
}

}  // namespace azoth::dialects::sqlite
