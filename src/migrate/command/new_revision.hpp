// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"

#include <azoth/migrate/revision/graph.hpp>

#include <string>
#include <vector>

namespace azoth::migrate {

/// Whether a parent may have children already.
enum class Splice : unsigned char { Refuse, Allow };

/// What `azoth revision` and `azoth merge` were asked for.
struct RevisionRequest {
    std::string message{};
    std::string rev_id{};                    ///< empty: a random one
    std::vector<std::string> heads{"head"};  ///< identifiers of the parents; `base` for a new base
    Splice splice = Splice::Refuse;
    std::vector<std::string> branch_labels{};
    std::vector<std::string> depends_on{};
    std::string version_path{};  ///< empty: beside the parent, or the only version location
    bool transactional = true;
};

/// The parts of a revision file that autogenerate or a person fills in; each line is indented
/// already.
struct RevisionBody {
    std::vector<std::string> includes{};  ///< with their brackets or quotes
    std::string upgrade{};
    std::string downgrade{};
};

/// The revision to be, with the path of its file; nothing is written yet.
/// Throws MigrationError: `multiple-heads`, `not-a-head`, `unknown-revision` …,
/// `invalid-revision-id`, `duplicate-revision`, `version-path`, and for fewer than two parents of a
/// merge `nothing-to-merge`.
[[nodiscard]] RevisionInfo plan_revision(const Config& config,
                                         const RevisionGraph& graph,
                                         const RevisionRequest& request,
                                         const CreationTime& created);
[[nodiscard]] RevisionInfo plan_merge(const Config& config,
                                      const RevisionGraph& graph,
                                      const RevisionRequest& request,
                                      const CreationTime& created);

/// The text of the file, from the project's template or the built-in one; read back to make sure
/// that it says what was meant. Throws MigrationError `template-syntax`, `template-result`.
[[nodiscard]] std::string render_revision(const Config& config,
                                          const RevisionInfo& info,
                                          const RevisionBody& body);

/// Writes the file whole or not at all, and below the folders of the revisions only. Throws
/// MigrationError `file-exists`, `file-not-written`, `version-path`.
void write_revision(const Config& config, const RevisionInfo& info, const std::string& text);

}  // namespace azoth::migrate
