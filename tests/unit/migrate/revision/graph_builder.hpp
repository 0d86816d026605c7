// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>

#include <string>
#include <utility>
#include <vector>

namespace azoth::migrate::test {

using Strings = std::vector<std::string>;

inline RevisionInfo revision(std::string id,
                             Strings down = {},
                             Strings depends_on = {},
                             Strings labels = {}) {
    RevisionInfo info;
    info.message = "message of " + id;
    info.path = "versions/" + id + ".cpp";
    info.id = std::move(id);
    info.down = std::move(down);
    info.depends_on = std::move(depends_on);
    info.branch_labels = std::move(labels);
    return info;
}

/// a1 - b1 - c1 - m1 - z1
///    \ b2 - c2 /
inline RevisionGraph diamond() {
    return RevisionGraph{{revision("a1"),
                          revision("b1", {"a1"}),
                          revision("c1", {"b1"}),
                          revision("b2", {"a1"}),
                          revision("c2", {"b2"}),
                          revision("m1", {"c1", "c2"}),
                          revision("z1", {"m1"})}};
}

/// shop1 - shop2 - shop3 (depends on user2), user1 - user2 - user3: two bases with labels shop and
/// user.
inline RevisionGraph two_bases() {
    return RevisionGraph{{revision("shop1", {}, {}, {"shop"}),
                          revision("shop2", {"shop1"}),
                          revision("shop3", {"shop2"}, {"user2"}),
                          revision("user1", {}, {}, {"user"}),
                          revision("user2", {"user1"}),
                          revision("user3", {"user2"})}};
}

/// aaaa1 - bbbb2 - cccc3 - dddd4
inline RevisionGraph line() {
    return RevisionGraph{{revision("aaaa1"),
                          revision("bbbb2", {"aaaa1"}),
                          revision("cccc3", {"bbbb2"}),
                          revision("dddd4", {"cccc3"})}};
}

}  // namespace azoth::migrate::test
