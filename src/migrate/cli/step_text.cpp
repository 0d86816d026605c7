// SPDX-License-Identifier: MIT
#include "migrate/cli/step_text.hpp"

#include <azoth/base/text.hpp>
#include <nlohmann/json.hpp>

namespace azoth::migrate {

namespace {

std::string heads_or_base(const std::vector<std::string>& heads) {
    return heads.empty() ? "<base>" : text_utility::join(heads, ", ");
}

}  // namespace

std::string step_text(const MigrationStep& step, const RevisionInfo& revision) {
    return "  " + heads_or_base(step.from) + " -> " + heads_or_base(step.to) +
           (revision.message.empty() ? "" : ", " + revision.message) + '\n';
}

std::string stamp_text(const RunReport& report) {
    if (report.before == report.after) {
        return nothing_to_do_text(report);
    }
    return "  " + heads_or_base(report.before) + " -> " + heads_or_base(report.after) + '\n';
}

std::string nothing_to_do_text(const RunReport& report) {
    return "Nothing to do: the database is at " + heads_or_base(report.after) + '\n';
}

nlohmann::ordered_json report_json(const RunReport& report) {
    return {{"before", report.before},
            {"after", report.after},
            {"revisions", report.revisions},
            {"statements", report.statements}};
}

}  // namespace azoth::migrate
