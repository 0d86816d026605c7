// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/resolution.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

constexpr int most_steps = 1'000'000;

std::string step_text(int steps) {
    return (steps >= 0 ? "+" : "") + std::to_string(steps);
}

std::string as_written(const Identifier& identifier) {
    return (identifier.branch.empty() ? "" : identifier.branch + '@') + identifier.symbol +
           step_text(identifier.steps.value_or(0));
}

[[noreturn]] void fail_too_far(std::string_view identifier, int walked) {
    const auto end = identifier.find('+') == std::string_view::npos ? "base" : "head";
    throw MigrationError{"relative-too-far",
                         "cannot walk to " + quoted(identifier) + ": the way ends after " +
                             std::to_string(walked) + (walked == 1 ? " revision" : " revisions") +
                             "; use a smaller number, or " + quoted(end)};
}

[[noreturn]] void fail_ambiguous(const RevisionGraph& graph,
                                 const Identifier& identifier,
                                 std::span<const RevisionIndex> candidates,
                                 std::string_view where) {
    std::string names;
    for (const auto index : candidates) {
        names += (names.empty() ? "" : ", ") + quoted(graph.id(index));
    }
    throw MigrationError{"ambiguous-relative",
                         "cannot walk to " + quoted(as_written(identifier)) + ": " +
                             std::string{where} + " there are " +
                             std::to_string(candidates.size()) + " ways, " + names +
                             "; name the revision, or its branch as in \"BRANCH@" +
                             step_text(identifier.steps.value_or(0)) + "\""};
}

/// Position of the sign of a trailing `+2` or `-1`; npos when there is none.
std::size_t sign_position(std::string_view text) {
    const auto last_other = text.find_last_not_of("0123456789");
    const bool has_number = last_other != std::string_view::npos && last_other + 1 < text.size();
    return has_number && (text[last_other] == '+' || text[last_other] == '-')
               ? last_other
               : std::string_view::npos;
}

int parse_steps(std::string_view text, std::string_view identifier) {
    int steps = 0;
    const auto digits = text.substr(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), steps);
    if (error != std::errc{} || steps > most_steps) {
        throw MigrationError{"relative-too-far",
                             "cannot walk to " + quoted(identifier) +
                                 ": no history is that long; use a smaller number"};
    }
    return text.front() == '-' ? -steps : steps;
}

}  // namespace

Identifier parse_identifier(std::string_view text) {
    const auto whole = text_utility::trim(text);
    Identifier result;
    auto rest = whole;
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        result.branch = rest.substr(0, at);
        rest.remove_prefix(at + 1);
    }
    if (const auto sign = sign_position(rest); sign != std::string_view::npos) {
        result.steps = parse_steps(rest.substr(sign), whole);
        rest = rest.substr(0, sign);
    }
    result.symbol = rest;
    const bool names_nothing = result.symbol.empty() && !result.steps;
    if (names_nothing || (whole.starts_with('@'))) {
        throw MigrationError{"unknown-revision",
                             "cannot find revision " + quoted(whole) +
                                 ": it names none; write an id, \"head\", \"base\", \"+1\", \"-1\" "
                                 "or \"BRANCH@head\""};
    }
    return result;
}

std::optional<RevisionIndex> Resolver::start_of_walk(const Identifier& identifier) const {
    if (!identifier.symbol.empty()) {
        const bool has_branch = !identifier.branch.empty() && *identifier.steps < 0;
        return resolve_one(has_branch ? identifier.branch + '@' + identifier.symbol
                                      : identifier.symbol);
    }
    const auto starts = *identifier.steps >= 0 ? upward_starts(identifier.branch)
                                               : downward_starts(identifier.branch);
    if (starts.size() > 1) {
        fail_ambiguous(graph_, identifier, starts, "the database has several heads,");
    }
    return starts.empty() ? std::nullopt : std::optional{starts.front()};
}

std::vector<RevisionIndex> Resolver::upward_starts(const std::string& branch) const {
    const auto rows = current(branch.empty() ? "+N" : branch + "@+N");
    if (branch.empty()) {
        return {rows.begin(), rows.end()};
    }
    auto starts = on_branch(rows, branch);
    if (!starts.empty()) {
        return starts;
    }
    // No current head is on the branch: go back to where the applied part of it ends.
    RevisionSet applied{graph_.size()};
    const auto below = graph_.ancestors(rows, Follow::DownAndDependsOn).members();
    for (const auto index : on_branch(below, branch)) {
        applied.insert(index);
    }
    return graph_.tips(applied, Follow::DownAndDependsOn);
}

std::vector<RevisionIndex> Resolver::downward_starts(const std::string& branch) const {
    const auto rows = current(branch.empty() ? "-N" : branch + "@-N");
    if (branch.empty()) {
        return {rows.begin(), rows.end()};
    }
    auto starts = on_branch(rows, branch);
    if (!starts.empty()) {
        return starts;
    }
    // The branch is applied only through a dependency and has no row of its own.
    const auto tips = graph_.tips(graph_.ancestors(rows, Follow::DownAndDependsOn), Follow::Down);
    return on_branch(tips, branch);
}

std::vector<RevisionIndex> Resolver::neighbours(std::optional<RevisionIndex> at,
                                                const Identifier& identifier) const {
    if (*identifier.steps < 0) {
        const auto down = graph_.down(*at);
        return {down.begin(), down.end()};
    }
    std::vector<RevisionIndex> up = graph_.bases();
    if (at) {
        up.assign(graph_.next(*at).begin(), graph_.next(*at).end());
    }
    return identifier.branch.empty() ? up : on_branch(up, identifier.branch);
}

std::optional<RevisionIndex> Resolver::walk(std::optional<RevisionIndex> start,
                                            const Identifier& identifier,
                                            Overwalk overwalk) const {
    const int steps = identifier.steps.value_or(0);
    auto at = start;
    for (int walked = 0; walked < std::abs(steps); ++walked) {
        const bool is_past_base = steps < 0 && !at;
        const auto next = is_past_base ? std::vector<RevisionIndex>{} : neighbours(at, identifier);
        if (next.size() > 1) {
            fail_ambiguous(graph_,
                           identifier,
                           next,
                           at ? "at " + quoted(graph_.id(*at)) : std::string{"at the base"});
        }
        if (next.empty() && (steps > 0 || is_past_base)) {
            if (overwalk == Overwalk::Stop) {
                return at;
            }
            fail_too_far(as_written(identifier), walked);
        }
        at = next.empty() ? std::nullopt : std::optional{next.front()};
    }
    return at;
}

}  // namespace azoth::migrate
