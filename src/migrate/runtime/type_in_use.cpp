// SPDX-License-Identifier: MIT
#include "migrate/runtime/type_in_use.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "migrate/runtime/live_objects.hpp"

namespace azoth::migrate {

dialects::ChangedPart part_that_goes(const operations::DropEnum& step) {
    dialects::ChangedPart part{.table = step.type.name,
                               .schema = step.schema,
                               .fate = dialects::ChangedPart::Fate::Dropped,
                               .what = dialects::ChangedPart::What::Type};
    const std::size_t dot = part.table.find('.');
    if (dot != std::string::npos) {
        part.schema = part.table.substr(0, dot);
        part.table.erase(0, dot + 1);
    }
    return part;
}

void refuse_type_in_use(Connection& connection, const operations::DropEnum& step) {
    const dialects::ChangedPart part = part_that_goes(step);
    const auto users = connection.dialect().live_schema().dependents(connection.query_callback(),
                                                                     std::span{&part, 1});
    if (users.empty()) {
        return;
    }
    throw MigrationError{
        "type-in-use",
        "cannot drop the type " + text_utility::quoted(step.type.name) + ": it is used by " +
            text_utility::join(describe(users), ", ") +
            "; give what uses it another type before, or take drop_enum out of the revision, so "
            "that the type stays"};
}

}  // namespace azoth::migrate
