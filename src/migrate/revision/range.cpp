// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

/// `+2` or `-3` without a symbol: such a side of a range counts from the other side.
bool counts_from_elsewhere(std::string_view side) {
    if (side.empty()) {
        return false;
    }
    const auto identifier = parse_identifier(side);
    return identifier.steps && identifier.symbol.empty();
}

std::vector<RevisionIndex> walk_from(const Resolver& resolver,
                                     std::span<const RevisionIndex> starts,
                                     std::string_view side) {
    const auto identifier = parse_identifier(side);
    RevisionSet result{resolver.graph().size()};
    if (starts.empty() && *identifier.steps > 0) {
        const auto end = resolver.walk(std::nullopt, identifier, Overwalk::Stop);
        return end ? std::vector{*end} : std::vector<RevisionIndex>{};
    }
    for (const auto start : starts) {
        if (const auto end = resolver.walk(start, identifier, Overwalk::Stop)) {
            result.insert(*end);
        }
    }
    return result.members();
}

struct Ends {
    std::vector<RevisionIndex> lower{};
    std::vector<RevisionIndex> upper{};
};

Ends resolve_ends(const Resolver& resolver, const RevisionRange& range) {
    const std::string from = range.from.empty() ? "base" : range.from;
    const std::string to = range.to.empty() ? "heads" : range.to;
    Ends ends;
    if (counts_from_elsewhere(to) && !counts_from_elsewhere(from)) {
        ends.lower = resolver.resolve(from, Overwalk::Stop);
        ends.upper = walk_from(resolver, ends.lower, to);
        return ends;
    }
    ends.upper = resolver.resolve(to, Overwalk::Stop);
    ends.lower = counts_from_elsewhere(from) ? walk_from(resolver, ends.upper, from)
                                             : resolver.resolve(from, Overwalk::Stop);
    return ends;
}

}  // namespace

std::optional<RevisionRange> parse_range(std::string_view text) {
    const auto parts = text_utility::split(text_utility::trim(text), ':');
    if (parts.size() == 1) {
        return std::nullopt;
    }
    if (parts.size() > 2) {
        throw MigrationError{"invalid-range",
                             "cannot read the range " + quoted(text) +
                                 ": it has more than one colon; write START:END, START: or :END"};
    }
    return RevisionRange{.from = std::string{text_utility::trim(parts[0])},
                         .to = std::string{text_utility::trim(parts[1])}};
}

std::vector<RevisionIndex> history_range(const RevisionGraph& graph,
                                         const RevisionRange& range,
                                         std::optional<std::span<const std::string>> current) {
    const auto resolver = current ? Resolver{graph, *current} : Resolver{graph};
    const auto [lower, upper] = resolve_ends(resolver, range);
    auto shown = graph.ancestors(upper, Follow::DownAndDependsOn);
    const auto outside =
        std::ranges::find_if(lower, [&](RevisionIndex index) { return !shown.contains(index); });
    if (outside != lower.end()) {
        throw MigrationError{"range-not-related",
                             "cannot show the range " + quoted(range.from + ':' + range.to) +
                                 ": revision " + quoted(graph.id(*outside)) +
                                 " is not below its other end; swap the two, or name revisions "
                                 "of one branch"};
    }
    if (!lower.empty()) {
        shown.erase_all(graph.ancestors(lower, Follow::DownAndDependsOn));
        for (const auto index : lower) {
            shown.insert(index);
        }
        shown.keep_only(graph.descendants(lower, Follow::Down));
    }
    return graph.newest_first(shown);
}

}  // namespace azoth::migrate
