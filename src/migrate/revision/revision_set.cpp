// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/revision_set.hpp>

namespace azoth::migrate {

bool RevisionSet::insert(RevisionIndex index) {
    if (present_[index]) {
        return false;
    }
    present_[index] = true;
    ++size_;
    return true;
}

bool RevisionSet::erase(RevisionIndex index) {
    if (!present_[index]) {
        return false;
    }
    present_[index] = false;
    --size_;
    return true;
}

void RevisionSet::insert_all(const RevisionSet& other) {
    for (const auto index : other.members()) {
        insert(index);
    }
}

void RevisionSet::erase_all(const RevisionSet& other) {
    for (const auto index : other.members()) {
        erase(index);
    }
}

void RevisionSet::keep_only(const RevisionSet& other) {
    for (const auto index : members()) {
        if (!other.contains(index)) {
            erase(index);
        }
    }
}

std::vector<RevisionIndex> RevisionSet::members() const {
    std::vector<RevisionIndex> result;
    result.reserve(size_);
    for (RevisionIndex index = 0; index < present_.size(); ++index) {
        if (present_[index]) {
            result.push_back(index);
        }
    }
    return result;
}

}  // namespace azoth::migrate
