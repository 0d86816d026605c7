// SPDX-License-Identifier: MIT
#include "migrate/command/new_revision.hpp"

#include "base/escape.hpp"
#include "migrate/command/atomic_file.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <filesystem>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

std::string quoted_list(const RevisionGraph& graph, std::span<const RevisionIndex> revisions) {
    std::string result;
    for (const auto index : revisions) {
        result += (result.empty() ? "" : ", ") + text_utility::quoted(graph.id(index));
    }
    return result;
}

void refuse_several_heads(const RevisionGraph& graph, const std::string& head) {
    const auto heads = graph.heads();
    if (head == "head" && heads.size() > 1) {
        throw MigrationError{
            "multiple-heads",
            "cannot make a revision above \"head\": multiple heads: " + quoted_list(graph, heads) +
                "; name the parent with --head, or merge them with `azoth merge "
                "heads`"};
    }
}

std::vector<RevisionIndex> parents_of(const RevisionGraph& graph, const RevisionRequest& request) {
    const Resolver resolver{graph};
    std::vector<RevisionIndex> parents;
    for (const auto& head : request.heads) {
        refuse_several_heads(graph, head);
        for (const auto index : resolver.resolve(head)) {
            if (std::ranges::find(parents, index) == parents.end()) {
                parents.push_back(index);
            }
        }
    }
    for (const auto index : parents) {
        if (request.splice == Splice::Refuse && !graph.is_head(index)) {
            throw MigrationError{
                "not-a-head",
                "cannot make a revision above " + text_utility::quoted(graph.id(index)) +
                    ": it has children already, " + quoted_list(graph, graph.next(index)) +
                    "; give --splice to begin a new branch there"};
        }
    }
    return parents;
}

/// Partial ids become whole ones; labels stay, since they follow the branch.
std::vector<std::string> resolved_dependencies(const RevisionGraph& graph,
                                               const std::vector<std::string>& names) {
    const Resolver resolver{graph};
    std::vector<std::string> result;
    for (const auto& name : names) {
        const auto index = resolver.by_name(name);
        result.push_back(graph.find_label(name) ? name : graph.id(index));
    }
    return result;
}

bool is_inside(const filesystem::path& path, const filesystem::path& folder) {
    const auto relative = path.lexically_normal().lexically_relative(folder.lexically_normal());
    return !relative.empty() && *relative.begin() != "..";
}

std::string version_folder(const Config& config,
                           const RevisionGraph& graph,
                           const RevisionRequest& request,
                           std::span<const RevisionIndex> parents) {
    const auto& locations = config.version_locations;
    const auto location_of = [&](const filesystem::path& path) {
        return std::ranges::find_if(
            locations, [&](const std::string& folder) { return is_inside(path, folder); });
    };
    if (!request.version_path.empty()) {
        const auto wanted = filesystem::absolute(request.version_path);
        if (location_of(wanted) == locations.end()) {
            throw MigrationError{"version-path",
                                 "cannot write a revision to " +
                                     text_utility::quoted(request.version_path) +
                                     ": it is not among the version_locations of " + config.path +
                                     "; add it there, or choose one of them"};
        }
        return wanted.lexically_normal().string();
    }
    if (locations.size() == 1) {
        return locations.front();
    }
    for (const auto parent : parents) {
        if (const auto found = location_of(graph[parent].path); found != locations.end()) {
            return *found;
        }
    }
    throw MigrationError{"version-path",
                         "cannot choose a folder for the revision: " + config.path + " has " +
                             std::to_string(locations.size()) +
                             " version_locations; name one with --version-path"};
}

/// A link inside the folder of the revisions may lead elsewhere.
void refuse_outside(const Config& config, const filesystem::path& folder) {
    std::error_code ignored;
    const auto real = filesystem::weakly_canonical(folder, ignored);
    const bool is_below = std::ranges::any_of(config.version_locations, [&](const auto& location) {
        const auto root = filesystem::weakly_canonical(location, ignored);
        return real == root || is_inside(real, root);
    });
    if (!is_below) {
        throw MigrationError{"version-path",
                             "cannot write a revision to " + text_utility::quoted(folder.string()) +
                                 ": that is " + text_utility::quoted(real.string()) +
                                 ", outside of the version_locations of " + config.path +
                                 "; remove the link, or correct file_template"};
    }
}

/// With line feeds between its lines, and nothing in them that is not seen.
std::string as_kept(const std::string& message) {
    auto lines = text_utility::replace_all(message, "\r\n", "\n");
    std::ranges::replace(lines, '\r', '\n');
    return escape::terminal(lines);
}

RevisionInfo plan(const Config& config,
                  const RevisionGraph& graph,
                  const RevisionRequest& request,
                  std::span<const RevisionIndex> parents,
                  const CreationTime& created) {
    RevisionInfo info;
    info.id = request.rev_id.empty() ? new_revision_id() : request.rev_id;
    info.down = graph.ids(parents);
    info.depends_on = resolved_dependencies(graph, request.depends_on);
    info.branch_labels = request.branch_labels;
    info.message = as_kept(request.message);
    info.created = created.text();
    info.format = config.format;
    info.transactional = request.transactional;
    const auto name = revision_file_name(
        config.file_template, info.id, slug(info.message, config.truncate_slug_length), created);
    const auto folder = filesystem::path{version_folder(config, graph, request, parents)};
    info.path =
        (folder / (name + (config.format == RevisionFormat::Sql ? ".sql" : ".cpp"))).string();
    // Whatever could be wrong with the new history is found before a file is written.
    std::vector<RevisionInfo> history{graph.revisions().begin(), graph.revisions().end()};
    history.push_back(info);
    const RevisionGraph checked{std::move(history)};
    return info;
}

/// `heads` of a merge are all that `azoth heads` lists: also those that only something depends on.
RevisionRequest with_all_heads(const RevisionGraph& graph, RevisionRequest request) {
    if (request.heads == std::vector<std::string>{"heads"}) {
        request.heads.clear();
        for (const auto index : graph.heads()) {
            request.heads.push_back(graph.id(index));
        }
    }
    return request;
}

}  // namespace

RevisionInfo plan_revision(const Config& config,
                           const RevisionGraph& graph,
                           const RevisionRequest& request,
                           const CreationTime& created) {
    return plan(config, graph, request, parents_of(graph, request), created);
}

RevisionInfo plan_merge(const Config& config,
                        const RevisionGraph& graph,
                        const RevisionRequest& request,
                        const CreationTime& created) {
    const auto parents = parents_of(graph, with_all_heads(graph, request));
    if (parents.size() < 2) {
        throw MigrationError{"nothing-to-merge",
                             "cannot merge " +
                                 (parents.empty() ? "nothing" : quoted_list(graph, parents)) +
                                 ": a merge needs two revisions; `azoth heads` lists the heads"};
    }
    return plan(config, graph, request, parents, created);
}

void write_revision(const Config& config, const RevisionInfo& info, const std::string& text) {
    std::error_code ignored;
    const auto folder = filesystem::path{info.path}.parent_path();
    refuse_outside(config, folder);
    filesystem::create_directories(folder, ignored);
    write_new_file(info.path, text);
}

}  // namespace azoth::migrate
