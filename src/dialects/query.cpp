// SPDX-License-Identifier: MIT
#include <azoth/dialects/query.hpp>

namespace azoth::dialects {

namespace {

Rows run(drivers::Connection& connection, std::string_view sql, std::span<const Value> parameters) {
    const auto statement = connection.prepare(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        statement->bind(static_cast<int>(i), parameters[i].view());
    }
    statement->execute();
    Rows rows;
    while (statement->next()) {
        auto& row = rows.emplace_back();
        for (int column = 0; column < statement->column_count(); ++column) {
            row.push_back(statement->value(column, ValueKind::Null));
        }
    }
    return rows;
}

}  // namespace

Query query_on(drivers::Connection& connection) {
    return [&connection](std::string_view sql, std::span<const Value> parameters) {
        return run(connection, sql, parameters);
    };
}

}  // namespace azoth::dialects
