// SPDX-License-Identifier: MIT
#include "migrate/command/history.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace azoth::migrate {

namespace {

using Json = nlohmann::ordered_json;

Json revision_json(const RevisionGraph& graph, RevisionIndex revision, const CurrentRows& current) {
    const auto& info = graph[revision];
    const auto branches = graph.branches_of(revision);
    Json json;
    json["id"] = info.id;
    json["down"] = info.down;
    json["depends_on"] = info.depends_on;
    json["next"] = graph.ids(graph.next(revision));
    json["branch_labels"] = info.branch_labels;
    json["branches"] = std::vector<std::string>{branches.begin(), branches.end()};
    json["message"] = info.message;
    json["created"] = info.created;
    json["path"] = info.path;
    json["format"] = info.format == RevisionFormat::Sql ? "sql" : "cpp";
    json["transactional"] = info.transactional;
    json["head"] = graph.is_head(revision);
    json["real_head"] = graph.is_real_head(revision);
    json["current"] =
        current ? Json(std::ranges::find(*current, info.id) != current->end()) : Json(nullptr);
    return json;
}

}  // namespace

std::string revisions_json(const RevisionGraph& graph,
                           std::span<const RevisionIndex> revisions,
                           const CurrentRows& current) {
    auto list = Json::array();
    for (const auto revision : revisions) {
        list.push_back(revision_json(graph, revision, current));
    }
    // Bytes that are not UTF-8 in a message are replaced: a listing must not fail because of one
    // file.
    return list.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace azoth::migrate
