// SPDX-License-Identifier: MIT
#include "migrate/cli/status.hpp"

#include <algorithm>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <nlohmann/json.hpp>
#include <span>

namespace azoth::migrate {

namespace {

constexpr std::size_t runs_shown = 5;

std::string named(const RevisionLibrary& library, const std::string& id) {
    const auto* revision = library.find(id);
    return revision == nullptr || revision->info.message.empty()
               ? id
               : id + ", " + revision->info.message;
}

std::string list(const std::string& title,
                 const std::vector<std::string>& ids,
                 const RevisionLibrary& library) {
    if (ids.empty()) {
        return title + "none\n";
    }
    auto text = std::string{text_utility::trim(title)} + '\n';
    for (const auto& id : ids) {
        text += "  " + named(library, id) + '\n';
    }
    return text;
}

std::string run_text(const HistoryEntry& run) {
    return "  " + run.started + "  " + std::string{to_string(run.kind)} + ' ' + run.revision +
           "  " + std::to_string(run.milliseconds) + " ms  " + run.who +
           (run.error.empty() ? "" : "  failed: " + run.error) + '\n';
}

std::string unfinished_text(const UnfinishedRevision& one) {
    return std::string{one.direction == Direction::Upgrade ? "upgrade to " : "downgrade from "} +
           one.revision + ", " + std::to_string(one.statements_done) +
           " statements done; go on with \"azoth resume\"\n";
}

}  // namespace

Status read_status(const Engine& engine, const RevisionLibrary& library) {
    Status status;
    status.url = engine.url().to_string();
    status.rows = current(engine);
    for (const auto& step : upgrade_path(library.graph(), status.rows, "heads")) {
        status.pending.push_back(library.graph().id(step.revision));
    }
    status.edited = edited_revisions(engine, library);
    status.unfinished = unfinished_revision(engine);
    auto connection = engine.connect();
    status.runs = History{connection}.entries();
    return status;
}

std::string status_text(const Status& status, const RevisionLibrary& library, const Detail detail) {
    auto text = "Database:  " + status.url + '\n';
    const auto at = current_text(library.graph(), status.rows, Detail::Short);
    text += "Revision:  " + (at.empty() ? std::string{"<base>\n"}
                                        : text_utility::replace_all(
                                              at.substr(0, at.size() - 1), "\n", "\n           ") +
                                              '\n');
    text += list("Pending:   ", status.pending, library);
    if (status.unfinished) {
        text += "Not finished: " + unfinished_text(*status.unfinished);
    }
    if (!status.edited.empty()) {
        text += list("Edited since they were applied: ", status.edited, library);
    }
    const auto count =
        detail == Detail::Verbose ? status.runs.size() : std::min(runs_shown, status.runs.size());
    if (count > 0) {
        text += "Runs:\n";
    }
    for (const auto& run : std::span{status.runs}.last(count)) {
        text += run_text(run);
    }
    return text;
}

std::string status_json(const Status& status) {
    nlohmann::ordered_json json = {{"url", status.url},
                                   {"current", status.rows},
                                   {"pending", status.pending},
                                   {"edited", status.edited},
                                   {"unfinished", nullptr},
                                   {"runs", nlohmann::ordered_json::array()}};
    if (status.unfinished) {
        json["unfinished"] = {{"revision", status.unfinished->revision},
                              {"statements_done", status.unfinished->statements_done},
                              {"error", status.unfinished->error}};
    }
    for (const auto& run : status.runs) {
        json["runs"].push_back({{"revision", run.revision},
                                {"direction", to_string(run.kind)},
                                {"started", run.started},
                                {"milliseconds", run.milliseconds},
                                {"statements", run.statements_done},
                                {"who", run.who},
                                {"version", run.version},
                                {"error", run.error}});
    }
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace azoth::migrate
