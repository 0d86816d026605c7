// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace azoth::migrate {

/// Position of a revision in its graph: the order in which the revisions were given.
using RevisionIndex = std::uint32_t;

/// A set of the revisions of one graph.
class RevisionSet {
public:
    explicit RevisionSet(std::size_t graph_size) : present_(graph_size, false) {}

    [[nodiscard]] bool contains(RevisionIndex index) const { return present_[index]; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// True when the revision was not in the set before.
    bool insert(RevisionIndex index);
    /// True when the revision was in the set before.
    bool erase(RevisionIndex index);
    void insert_all(const RevisionSet& other);
    void erase_all(const RevisionSet& other);
    void keep_only(const RevisionSet& other);

    /// In the order of the graph.
    [[nodiscard]] std::vector<RevisionIndex> members() const;

private:
    std::vector<bool> present_;
    std::size_t size_ = 0;
};

}  // namespace azoth::migrate
