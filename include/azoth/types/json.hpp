// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>

#include <nlohmann/json.hpp>

namespace azoth::detail {

[[noreturn]] void throw_bad_json(int column, const char* why);

/// nlohmann::json is a JSON column. A null document is JSON's null, not SQL's; std::optional has
/// both.
template <>
struct Conversion<nlohmann::json> {
    static constexpr ValueKind kind = ValueKind::Json;
    static SqlType type() { return sql::Json(); }
    static ValueView view(const nlohmann::json& value, Value& scratch) {
        scratch = Value::ranged(kind, value.dump());
        return scratch.view();
    }
    static nlohmann::json load(const RowReader& row, int column) {
        try {
            return nlohmann::json::parse(row.value(column, kind).as_text());
        } catch (const nlohmann::json::parse_error& error) {
            throw_bad_json(column, error.what());
        }
    }
};

}  // namespace azoth::detail
