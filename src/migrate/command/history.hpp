// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace azoth::migrate {

enum class Detail : unsigned char { Short, Verbose };

/// Rows of the version table, where a database was asked; nothing otherwise.
using CurrentRows = std::optional<std::vector<std::string>>;

/// Which parts a line about a revision has, beside its id and `(head)`, `(effective head)`,
/// `(current)`.
struct LineParts {
    bool parents = false;   ///< `parent (dependency) -> ` in front
    bool branches = false;  ///< `(labels)`
    bool tree = false;      ///< `(branchpoint)`, `(mergepoint)`
    bool message = false;   ///< `, message`
};

/// `ae1027a6b32a -> 27c6a30d7c24 (head), add a column`; without a line end.
[[nodiscard]] std::string revision_line(const RevisionGraph& graph,
                                        RevisionIndex revision,
                                        const LineParts& parts,
                                        const CurrentRows& current = std::nullopt);

/// The entry of several lines that `-v` and `show` print; ends with an empty line.
[[nodiscard]] std::string revision_entry(const RevisionGraph& graph,
                                         RevisionIndex revision,
                                         const CurrentRows& current = std::nullopt);

/// `azoth history [-r range]`, newest first. Throws as history_range().
[[nodiscard]] std::string history_text(const RevisionGraph& graph,
                                       const std::string& range,
                                       Detail detail,
                                       const CurrentRows& current);

/// Which heads `azoth heads` lists.
enum class HeadsShown : unsigned char {
    All,
    Real  ///< not those that another revision depends on (`--resolve-dependencies`)
};
[[nodiscard]] std::string heads_text(const RevisionGraph& graph, HeadsShown shown, Detail detail);

[[nodiscard]] std::string branches_text(const RevisionGraph& graph, Detail detail);

/// `azoth show REVISION`; `current` shows what the rows say. Throws as Resolver::resolve().
[[nodiscard]] std::string show_text(const RevisionGraph& graph,
                                    const std::string& identifier,
                                    const CurrentRows& current);

/// `azoth current` without its connection: one line, or entry, for each current revision.
[[nodiscard]] std::string current_text(const RevisionGraph& graph,
                                       std::span<const std::string> rows,
                                       Detail detail);

/// Revisions as a JSON array of objects, for `--json`. `current` is null where no database was
/// asked.
[[nodiscard]] std::string revisions_json(const RevisionGraph& graph,
                                         std::span<const RevisionIndex> revisions,
                                         const CurrentRows& current = std::nullopt);

}  // namespace azoth::migrate
