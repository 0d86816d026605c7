// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/resolution.hpp>

#include "migrate/revision/current_revisions.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

constexpr std::size_t shortest_partial = 4;
constexpr std::size_t most_listed = 5;

std::string listed(const RevisionGraph& graph, std::span<const RevisionIndex> revisions) {
    std::string result;
    for (std::size_t i = 0; i < std::min(revisions.size(), most_listed); ++i) {
        result += (i == 0 ? "" : ", ") + quoted(graph.id(revisions[i]));
    }
    return revisions.size() > most_listed ? result + ", …" : result;
}

std::string as_written(const Identifier& identifier) {
    auto result =
        identifier.branch.empty() ? identifier.symbol : identifier.branch + '@' + identifier.symbol;
    if (identifier.steps) {
        result += (*identifier.steps >= 0 ? "+" : "") + std::to_string(*identifier.steps);
    }
    return result;
}

[[noreturn]] void fail_unknown(const RevisionGraph& graph, std::string_view name) {
    std::vector<std::string> known;
    for (const auto& revision : graph.revisions()) {
        known.push_back(revision.id);
    }
    for (const auto& [label, revision] : graph.labels()) {
        known.push_back(label);
    }
    const auto hint = known.empty()
                          ? std::string{"; there are no revisions yet, `azoth revision` makes one"}
                          : text_utility::did_you_mean(name, known);
    throw MigrationError{"unknown-revision",
                         "cannot find revision " + quoted(name) +
                             ": no revision file has an id or branch label that begins so" + hint};
}

[[noreturn]] void fail_multiple(const RevisionGraph& graph,
                                const Identifier& identifier,
                                std::span<const RevisionIndex> heads) {
    const auto all =
        identifier.branch.empty() ? std::string{"heads"} : identifier.branch + "@heads";
    throw MigrationError{"multiple-heads",
                         "cannot choose one revision for " + quoted(as_written(identifier)) +
                             ": multiple heads: " + listed(graph, heads) +
                             "; use all of them (`azoth upgrade " + all +
                             "`), name one of them, or merge them with `azoth merge heads`"};
}

}  // namespace

Resolver::Resolver(const RevisionGraph& graph, std::span<const std::string> current)
    : graph_(graph), current_(current_revisions(graph, current)) {}

std::vector<RevisionIndex> Resolver::resolve(std::string_view identifier, Overwalk overwalk) const {
    const auto parsed = parse_identifier(identifier);
    if (!parsed.steps) {
        return resolve_symbol(parsed);
    }
    const auto found = walk(start_of_walk(parsed), parsed, overwalk);
    return found ? std::vector{*found} : std::vector<RevisionIndex>{};
}

std::optional<RevisionIndex> Resolver::resolve_one(std::string_view identifier,
                                                   Overwalk overwalk) const {
    const auto found = resolve(identifier, overwalk);
    if (found.size() > 1) {
        fail_multiple(graph_, parse_identifier(identifier), found);
    }
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::span<const RevisionIndex> Resolver::current(std::string_view wanted_by) const {
    if (!current_) {
        throw MigrationError{
            "no-current-revision",
            "cannot work out " + quoted(wanted_by) +
                ": it counts from the current revision, and no database was asked for it; name a "
                "revision instead, such as \"head-1\""};
    }
    return *current_;
}

std::vector<RevisionIndex> Resolver::resolve_symbol(const Identifier& identifier) const {
    const auto& [branch, symbol, steps] = identifier;
    if (symbol == "base") {
        if (!branch.empty()) {
            static_cast<void>(branch_revision(branch));
        }
        return {};
    }
    if (symbol == "head" || symbol == "heads") {
        return resolve_heads(identifier);
    }
    if (symbol == "current") {
        const auto rows = current(as_written(identifier));
        return branch.empty() ? std::vector<RevisionIndex>{rows.begin(), rows.end()}
                              : on_branch(rows, branch);
    }
    const auto found = by_name(symbol, branch);
    if (!branch.empty() && on_branch({&found, 1}, branch).empty()) {
        throw MigrationError{"not-on-branch",
                             "cannot use " + quoted(as_written(identifier)) + ": revision " +
                                 quoted(graph_.id(found)) + " is not on branch " + quoted(branch) +
                                 "; leave out the branch, or name a revision of it"};
    }
    return {found};
}

std::vector<RevisionIndex> Resolver::resolve_heads(const Identifier& identifier) const {
    const auto& branch = identifier.branch;
    if (identifier.symbol == "heads" && branch.empty()) {
        return graph_.real_heads();
    }
    const auto heads = branch.empty() ? graph_.heads() : on_branch(graph_.heads(), branch);
    if (identifier.symbol == "head" && heads.size() > 1) {
        fail_multiple(graph_, identifier, heads);
    }
    return heads;
}

RevisionIndex Resolver::by_name(std::string_view name, std::string_view branch) const {
    if (const auto exact = graph_.find(name)) {
        return *exact;
    }
    if (const auto label = graph_.find_label(name)) {
        return *label;
    }
    RevisionSet matching{graph_.size()};
    for (RevisionIndex index = 0; index < graph_.size() && !name.empty(); ++index) {
        const auto& id = graph_.id(index);
        if (id.size() >= shortest_partial && id.starts_with(name)) {
            matching.insert(index);
        }
    }
    for (const auto& [label, revision] : graph_.labels()) {
        if (label.size() >= shortest_partial && label.starts_with(name) && !name.empty()) {
            matching.insert(revision);
        }
    }
    const auto candidates =
        branch.empty() ? matching.members() : on_branch(matching.members(), branch);
    if (candidates.empty()) {
        fail_unknown(graph_, name);
    }
    if (candidates.size() > 1) {
        throw MigrationError{"ambiguous-revision",
                             "cannot choose a revision for " + quoted(name) + ": " +
                                 std::to_string(candidates.size()) + " begin so, " +
                                 listed(graph_, candidates) + "; give more characters"};
    }
    return candidates.front();
}

RevisionIndex Resolver::branch_revision(std::string_view branch) const {
    try {
        return by_name(branch);
    } catch (const MigrationError& error) {
        if (error.code() != "unknown-revision") {
            throw;
        }
        std::vector<std::string> known;
        for (const auto& [label, revision] : graph_.labels()) {
            known.push_back(label);
        }
        const auto hint = text_utility::did_you_mean(branch, known);
        throw MigrationError{
            "unknown-branch",
            "cannot find branch " + quoted(branch) + ": no revision has that label or id" +
                (hint.empty() ? "; `azoth branches` lists the branch points" : hint)};
    }
}

std::vector<RevisionIndex> Resolver::on_branch(std::span<const RevisionIndex> revisions,
                                               std::string_view branch,
                                               Follow follow) const {
    const auto root = branch_revision(branch);
    auto line = graph_.descendants({&root, 1}, follow);
    line.insert_all(graph_.ancestors({&root, 1}, follow));
    std::vector<RevisionIndex> result;
    std::ranges::copy_if(revisions, std::back_inserter(result), [&](RevisionIndex index) {
        return line.contains(index);
    });
    return result;
}

}  // namespace azoth::migrate
