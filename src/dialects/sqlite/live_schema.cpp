// SPDX-License-Identifier: MIT
#include <azoth/dialects/live_schema.hpp>

#include "dialects/sqlite/canonical.hpp"
#include "dialects/sqlite/copy.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <tuple>

namespace azoth::dialects::sqlite {

namespace {

/// `t: UNIQUE (a) ON CONFLICT REPLACE`
void add_special_clauses(const SchemaObject& table,
                         const std::vector<Clause>& clauses,
                         std::vector<LiveObject>& result) {
    for (const auto& clause : clauses) {
        const auto option = special_option(clause.kind, clause.columns);
        if (clause.is_special && !option.empty()) {
            const auto text = text_utility::lower_ascii(special_text(clause));
            result.push_back({.kind = "column settings",
                              .name = table.name + ": " + text,
                              .definition = text,
                              .table = table.name});
        }
    }
}

void add_table(const SchemaObject& table, std::vector<LiveObject>& result) {
    result.push_back({.kind = "table", .name = table.name});
    const auto text = parse_create_table(table.sql);
    add_special_clauses(table, text.clauses, result);
    for (const auto& column : text.columns) {
        add_special_clauses(table, column.clauses, result);
    }
}

std::string drop_statement(const SchemaObject& object) {
    return "DROP " + text_utility::upper_ascii(object.type) + ' ' +
           dialect().identifier(object.name);
}

LiveObject with_text(const SchemaObject& object) {
    LiveObject result{.kind = object.type, .name = object.name, .definition = canonical(object)};
    if (object.type == "trigger" || object.type == "index") {
        result.table = object.table;
    }
    if (object.type == "trigger" || object.type == "view") {
        result.create = {object.sql};
        result.drop = {drop_statement(object)};
    }
    if (object.type == "virtual") {
        result.kind = "virtual table";
    }
    return result;
}

/// By the rule of column affinity: the words of a declared type decide, INT before all others.
bool holds_texts(std::string_view type) {
    const std::string words = text_utility::upper_ascii(type);
    const auto has = [&](std::string_view part) { return words.find(part) != std::string::npos; };
    return !has("INT") && (has("CHAR") || has("CLOB") || has("TEXT") || has("BLOB"));
}

/// Nothing rests on a table that SQLite would keep from being changed: what would break is refused,
/// or carried along by the rebuild.
class SqliteLiveSchema final : public LiveSchema {
public:
    [[nodiscard]] std::string default_schema(const Query& /*query*/) const override {
        return "main";
    }

    [[nodiscard]] std::vector<std::string> copy_statements(const Query& query) const override {
        return sqlite::copy_statements(query, "");
    }

    [[nodiscard]] std::vector<LiveObject> objects(const Query& query) const override {
        std::vector<LiveObject> result;
        for (const auto& object : schema_objects(query, "")) {
            if (object.type == "table") {
                add_table(object, result);
            } else if (!object.sql.empty()) {
                result.push_back(with_text(object));
            }
        }
        std::ranges::sort(
            result, {}, [](const LiveObject& one) { return std::tie(one.kind, one.name); });
        return result;
    }

    [[nodiscard]] std::optional<std::string> neutral_value(std::string_view type) const override {
        return holds_texts(type) ? "''" : "0";
    }
};

}  // namespace

const LiveSchema& SqliteDialect::live_schema() const noexcept {
    static const SqliteLiveSchema instance;
    return instance;
}

}  // namespace azoth::dialects::sqlite
