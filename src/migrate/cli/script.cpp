// SPDX-License-Identifier: MIT
#include "migrate/cli/script.hpp"

#include "migrate/runtime/version_table.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>

namespace azoth::migrate {

std::string upgrade_sql(const dialects::Dialect& dialect,
                        const RevisionLibrary& library,
                        const std::string& range,
                        RunTransaction transaction) {
    const auto parts = parse_range(range).value_or(RevisionRange{.from = "", .to = range});
    return upgrade_script(library,
                          dialect,
                          parts.from.empty() ? "base" : parts.from,
                          parts.to.empty() ? "heads" : parts.to,
                          transaction);
}

std::string downgrade_sql(const dialects::Dialect& dialect,
                          const RevisionLibrary& library,
                          const std::string& range,
                          RunTransaction transaction) {
    const auto parts = parse_range(range);
    if (!parts || parts->from.empty()) {
        throw MigrationError{"offline-range",
                             "cannot print the SQL of downgrade " + text_utility::quoted(range) +
                                 ": without a database nobody knows where it starts; write "
                                 "START:TARGET, as in ae1027a6b32a:base"};
    }
    return downgrade_script(
        library, dialect, parts->from, parts->to.empty() ? "base" : parts->to, transaction);
}

std::string stamp_sql(const RevisionLibrary& library, std::span<const std::string> targets) {
    const auto& graph = library.graph();
    std::vector<std::string> start;
    std::vector<std::string> wanted;
    for (const auto& target : targets) {
        const auto parts = parse_range(target);
        if (parts && !parts->from.empty()) {
            const auto rows = graph.ids(Resolver{graph}.resolve(parts->from));
            start.insert(start.end(), rows.begin(), rows.end());
        }
        wanted.push_back(parts ? parts->to : target);
    }
    auto text = start.empty() ? ensure_version_sql() : std::string{};
    for (const auto& change : stamp(graph, start, wanted).changes) {
        text += VersionTable::statement(change) + ";\n";
    }
    return text;
}

std::string ensure_version_sql() {
    return VersionTable::create_statement() + ";\n";
}

}  // namespace azoth::migrate
