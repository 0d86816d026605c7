// SPDX-License-Identifier: MIT
#include "dialects/sqlite/compiler.hpp"
#include "dialects/sqlite/dialect.hpp"

#include <azoth/dialects/generated_keys.hpp>
#include <azoth/dialects/query.hpp>
#include <azoth/dialects/sql_text.hpp>

namespace azoth::dialects::sqlite {

using compiler::RowOperation;
using compiler::RowShape;

namespace {

/// Rows get numbers that follow one another, and the library tells the last one. What it tells
/// counts only where the number is the key.
class RowNumbers final : public GeneratedKeys {
public:
    [[nodiscard]] RowShape sent(const RowShape& wanted) const override {
        RowShape shape = wanted;
        shape.returning.clear();
        return shape;
    }

    [[nodiscard]] std::size_t read(const SentRows& sent, ReturnedRows&) const override {
        return static_cast<std::size_t>(sent.statement.affected_rows());
    }

    [[nodiscard]] bool complete(const SentRows& sent, ReturnedRows& returned) const override {
        const drivers::KeyRange keys = sent.statement.inserted_keys();
        const bool is_counted = is_key_the_number(sent);
        if (sent.rows.count == 1 && !is_counted) {
            returned.add_row().front() = key_of_row(sent, keys.first);
            return true;
        }
        if (!is_counted || keys.count != static_cast<std::int64_t>(sent.rows.count)) {
            return false;
        }
        returned.keys = keys;
        return keys.count == 1 || greatest_key(sent) == Value{keys.first + keys.count - 1};
    }

private:
    [[nodiscard]] static bool is_key_the_number(const SentRows& sent) {
        if (sent.statement.is_schema_checked()) {
            return true;
        }
        const Rows rows = query_on(sent.connection)(counts_keys(sent.wanted), {});
        const bool is_so = rows.at(0).at(0).as_integer() != 0;
        if (is_so) {
            sent.statement.mark_schema_checked();
        }
        return is_so;
    }

    [[nodiscard]] static Value first_value(const SentRows& sent,
                                           std::string_view sql,
                                           std::span<const Value> parameters) {
        const auto rows = sent.query(sql, parameters, sent.kinds);
        return rows.empty() ? Value{nullptr} : rows.front().front();
    }

    /// The last one that was counted, unless the database did not count on.
    [[nodiscard]] static Value greatest_key(const SentRows& sent) {
        const std::string sql = "SELECT max(" +
                                dialect().identifier(sent.wanted.generated_key->name) + ") FROM " +
                                sent.compiler.table_name(*sent.wanted.table);
        return first_value(sent, sql, {});
    }

    // SELECT id FROM t WHERE rowid = ?
    [[nodiscard]] static Value key_of_row(const SentRows& sent, std::int64_t number) {
        const std::string sql = "SELECT " + dialect().identifier(sent.wanted.generated_key->name) +
                                " FROM " + sent.compiler.table_name(*sent.wanted.table) +
                                " WHERE rowid = ?";
        const Value parameter{number};
        return first_value(sent, sql, std::span{&parameter, 1});
    }

    // Only an INTEGER PRIMARY KEY column is the number. A key of several columns, one that is DESC
    // and one of a table WITHOUT ROWID have an index.
    //
    // SELECT count(*) FROM pragma_table_info('t', 'main') WHERE name = 'id' COLLATE NOCASE AND pk =
    // 1 AND upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_index_list('t', 'main')
    // WHERE origin = 'pk')
    [[nodiscard]] static std::string counts_keys(const RowShape& shape) {
        const schema::Table& table = *shape.table;
        std::string place = "(" + sql_text::string_literal(table.name);
        if (!table.schema.empty()) {
            place += ", " + sql_text::string_literal(table.schema);
        }
        place += ")";
        return "SELECT count(*) FROM pragma_table_info" + place +
               " WHERE name = " + sql_text::string_literal(shape.generated_key->name) +
               " COLLATE NOCASE AND pk = 1 AND upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 "
               "FROM pragma_index_list" +
               place + " WHERE origin = 'pk')";
    }
};

bool returns_key_alone(const RowShape& shape) {
    return shape.operation == RowOperation::Insert && shape.generated_key != nullptr &&
           shape.returning.size() == 1 && shape.returning.front() == shape.generated_key;
}

}  // namespace

const GeneratedKeys& SqliteDialect::generated_keys(const RowShape& shape) const {
    static const RowNumbers by_number;
    return returns_key_alone(shape) ? static_cast<const GeneratedKeys&>(by_number)
                                    : keys_of_statement();
}

}  // namespace azoth::dialects::sqlite
