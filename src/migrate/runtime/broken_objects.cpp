// SPDX-License-Identifier: MIT
#include "migrate/runtime/broken_objects.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <iterator>

namespace azoth::migrate {

std::vector<std::string> broken_objects(Connection& connection) {
    auto result = connection.dialect().broken_objects(connection.query_callback());
    std::ranges::sort(result);
    return result;
}

void refuse_newly_broken(Connection& connection, const std::vector<std::string>& before) {
    std::vector<std::string> added;
    std::ranges::set_difference(broken_objects(connection), before, std::back_inserter(added));
    added.erase(std::ranges::unique(added).begin(), added.end());
    if (!added.empty()) {
        throw MigrationError{"broken-objects",
                             "cannot finish the steps: these would not work any more: " +
                                 text_utility::join(added, ", ") +
                                 "; drop them in the same revision, with op.execute(), and make "
                                 "them anew where they are still wanted"};
    }
}

}  // namespace azoth::migrate
