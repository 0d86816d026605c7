// SPDX-License-Identifier: MIT
#include "migrate/operations/column_property.hpp"

#include "base/escape.hpp"

namespace azoth::migrate {

bool ColumnProperties::empty() const noexcept {
    return all_properties([&](const auto& property) { return !(this->*property.of_properties); });
}

ColumnProperties difference(const schema::Column& from, const schema::Column& to) {
    ColumnProperties result;
    for_each_property([&](const auto& property) {
        const auto& after = to.*property.of_column;
        if (from.*property.of_column != after) {
            result.*property.of_properties = after;
        }
    });
    return result;
}

void assign(schema::Column& column, const ColumnProperties& properties) {
    for_each_property([&](const auto& property) {
        if (const auto& value = properties.*property.of_properties) {
            column.*property.of_column = *value;
        }
    });
}

std::string describe_type(const std::optional<SqlType>& before, const SqlType& after) {
    const std::string from = before ? "from " + to_string(*before) + " " : "";
    return "type " + from + "to " + to_string(after);
}

std::string describe_nullable(const std::optional<bool>& /*before*/, const bool& after) {
    return after ? "NOT NULL to NULL" : "NULL to NOT NULL";
}

std::string describe_server_default(const std::optional<std::optional<std::string>>& /*before*/,
                                    const std::optional<std::string>& after) {
    return after ? "server default to " + escape::visible(*after) : "no server default";
}

std::string describe_autoincrement(const std::optional<bool>& /*before*/, const bool& after) {
    return after ? "autoincrement" : "no autoincrement";
}

}  // namespace azoth::migrate
