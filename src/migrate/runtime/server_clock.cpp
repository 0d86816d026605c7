// SPDX-License-Identifier: MIT
#include "migrate/runtime/server_clock.hpp"

#include <azoth/expression/functions.hpp>
#include <azoth/statement/select.hpp>

#include <ctime>

namespace azoth::migrate {

std::int64_t server_seconds(Connection& connection) {
    const std::string expression = connection.dialect().lock_support().epoch_seconds;
    return connection.execute(select(sql_expression<std::int64_t>(expression))).one();
}

std::string utc_text(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts)};
}

}  // namespace azoth::migrate
