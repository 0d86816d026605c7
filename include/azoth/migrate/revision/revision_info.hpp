// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace azoth::migrate {

enum class RevisionFormat : unsigned char { Cpp, Sql };

/// What the head lines of one revision file say. Plain data: nothing here is checked or resolved.
struct RevisionInfo {
    std::string id{};
    std::vector<std::string>
        down{};  ///< full ids of the parents; none for a base, several for a merge
    std::vector<std::string>
        depends_on{};  ///< ids or branch labels that must be applied before, without merging
    std::vector<std::string> branch_labels{};  ///< names given to the branch that starts here
    std::string message{};
    std::string created{};  ///< local time `YYYY-MM-DD HH:MM:SS`, kept as written
    std::string path{};     ///< file it was read from; empty when it came from somewhere else
    RevisionFormat format = RevisionFormat::Cpp;
    bool transactional = true;  ///< may run inside a transaction
};

}  // namespace azoth::migrate
