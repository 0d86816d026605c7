// SPDX-License-Identifier: MIT
#include "migrate/command/history.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>

namespace azoth::migrate {

namespace {

constexpr LineParts history_parts{.parents = true, .branches = true, .tree = true, .message = true};

std::string joined(std::span<const std::string> texts) {
    return text_utility::join(texts, ", ");
}

std::string parents_of(const RevisionGraph& graph, RevisionIndex revision) {
    const auto& down = graph[revision].down;
    return down.empty() ? "<base>" : joined(down);
}

bool is_current(const RevisionGraph& graph, RevisionIndex revision, const CurrentRows& current) {
    return current && std::ranges::find(*current, graph.id(revision)) != current->end();
}

std::string head_marks(const RevisionGraph& graph,
                       RevisionIndex revision,
                       const CurrentRows& current) {
    std::string marks;
    if (graph.is_head(revision)) {
        marks += graph.is_real_head(revision) ? " (head)" : " (effective head)";
    }
    return marks + (is_current(graph, revision, current) ? " (current)" : "");
}

std::string tree_marks(const RevisionGraph& graph, RevisionIndex revision) {
    return std::string{graph.is_branch_point(revision) ? " (branchpoint)" : ""} +
           (graph.is_merge_point(revision) ? " (mergepoint)" : "");
}

std::string first_line(const std::string& message) {
    return message.empty() ? "empty message" : message.substr(0, message.find('\n'));
}

std::string indented(const std::string& message) {
    const std::string text = message.empty() ? "empty message" : message;
    std::string result;
    for (const auto line : text_utility::split(text, '\n')) {
        result += (line.empty() ? "" : "    ") + std::string{line} + '\n';
    }
    return result;
}

std::string listed(const RevisionGraph& graph,
                   std::span<const RevisionIndex> revisions,
                   const LineParts& parts,
                   Detail detail,
                   const CurrentRows& current = std::nullopt) {
    std::string text;
    for (const auto revision : revisions) {
        text += detail == Detail::Verbose ? revision_entry(graph, revision, current)
                                          : revision_line(graph, revision, parts, current) + '\n';
    }
    return text;
}

}  // namespace

std::string revision_line(const RevisionGraph& graph,
                          RevisionIndex revision,
                          const LineParts& parts,
                          const CurrentRows& current) {
    const auto& info = graph[revision];
    std::string line;
    if (parts.parents) {
        const auto depends_on = info.depends_on.empty() ? "" : " (" + joined(info.depends_on) + ')';
        line = parents_of(graph, revision) + depends_on + " -> ";
    }
    line += info.id;
    if (const auto branches = graph.branches_of(revision); parts.branches && !branches.empty()) {
        line += " (" + joined(branches) + ')';
    }
    line += head_marks(graph, revision, current);
    line += parts.tree ? tree_marks(graph, revision) : "";
    return parts.message ? line + ", " + first_line(info.message) : line;
}

std::string revision_entry(const RevisionGraph& graph,
                           RevisionIndex revision,
                           const CurrentRows& current) {
    const auto& info = graph[revision];
    auto text = "Rev: " + info.id + head_marks(graph, revision, current) +
                tree_marks(graph, revision) + '\n';
    text += (graph.is_merge_point(revision) ? "Merges: " : "Parent: ") +
            parents_of(graph, revision) + '\n';
    if (!info.depends_on.empty()) {
        text += "Also depends on: " + joined(info.depends_on) + '\n';
    }
    if (graph.is_branch_point(revision)) {
        text += "Branches into: " + joined(graph.ids(graph.next(revision))) + '\n';
    }
    if (const auto branches = graph.branches_of(revision); !branches.empty()) {
        text += "Branch names: " + joined(branches) + '\n';
    }
    text += info.path.empty() ? "" : "Path: " + info.path + '\n';
    text += info.created.empty() ? "" : "Created: " + info.created + '\n';
    return text + '\n' + indented(info.message) + '\n';
}

std::string history_text(const RevisionGraph& graph,
                         const std::string& range,
                         Detail detail,
                         const CurrentRows& current) {
    const auto ends = parse_range(range.empty() ? ":" : range);
    if (!ends) {
        throw MigrationError{"invalid-range",
                             "cannot read the range " + text_utility::quoted(range) +
                                 ": it has no colon; write START:END, START: or :END"};
    }
    const auto rows =
        current ? std::optional{std::span<const std::string>{*current}} : std::nullopt;
    return listed(graph, history_range(graph, *ends, rows), history_parts, detail, current);
}

std::string heads_text(const RevisionGraph& graph, HeadsShown shown, Detail detail) {
    const auto heads = shown == HeadsShown::All ? graph.heads() : graph.real_heads();
    return listed(graph, heads, {.branches = true}, detail);
}

std::string branches_text(const RevisionGraph& graph, Detail detail) {
    std::string text;
    auto points = graph.branch_points();
    std::ranges::reverse(points);
    for (const auto point : points) {
        text += listed(graph, {&point, 1}, {.branches = true, .tree = true}, detail);
        const LineParts parts{.branches = true, .tree = true, .message = detail == Detail::Verbose};
        for (const auto child : graph.next(point)) {
            text += std::string(graph.id(point).size(), ' ') + " -> " +
                    revision_line(graph, child, parts) + '\n';
        }
        text += '\n';
    }
    return text;
}

std::string show_text(const RevisionGraph& graph,
                      const std::string& identifier,
                      const CurrentRows& current) {
    const auto resolver = current ? Resolver{graph, *current} : Resolver{graph};
    return listed(graph, resolver.resolve(identifier), {}, Detail::Verbose, current);
}

std::string current_text(const RevisionGraph& graph,
                         std::span<const std::string> rows,
                         Detail detail) {
    return listed(graph, all_current(graph, rows), {.tree = true}, detail);
}

}  // namespace azoth::migrate
