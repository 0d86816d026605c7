// SPDX-License-Identifier: MIT
// One question for each line of input: a graph and a list of runs through it. One line of answers
// for each.
#include <azoth/base/error.hpp>
#include <azoth/migrate/revision/path.hpp>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

using namespace azoth::migrate;
using nlohmann::json;

namespace {

RevisionGraph read_graph(const json& revisions) {
    std::vector<RevisionInfo> infos;
    for (const auto& revision : revisions) {
        RevisionInfo info;
        info.id = revision["id"];
        info.down = revision["down"];
        info.depends_on = revision["depends_on"];
        info.branch_labels = revision["labels"];
        infos.push_back(std::move(info));
    }
    return RevisionGraph{std::move(infos)};
}

json steps_of(const RevisionGraph& graph, const std::vector<MigrationStep>& steps) {
    auto result = json::array();
    for (const auto& step : steps) {
        result.push_back({graph.id(step.revision), step.rows_after});
    }
    return result;
}

json answer(const RevisionGraph& graph, const json& run) {
    const std::vector<std::string> current = run["current"];
    const std::string command = run["command"];
    try {
        if (command == "upgrade") {
            return {
                {"steps",
                 steps_of(graph, upgrade_path(graph, current, run["target"].get<std::string>()))}};
        }
        if (command == "downgrade") {
            return {{"steps",
                     steps_of(graph,
                              downgrade_path(graph, current, run["target"].get<std::string>()))}};
        }
        const std::vector<std::string> targets = {run["target"]};
        return {{"rows", stamp(graph, current, targets).rows_after}};
    } catch (const azoth::Error& error) {
        return {{"error", error.code()}};
    }
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto question = json::parse(line);
        const auto graph = read_graph(question["revisions"]);
        auto answers = json::array();
        for (const auto& run : question["runs"]) {
            answers.push_back(answer(graph, run));
        }
        std::cout << answers.dump() << '\n';
    }
}
