// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace azoth::migrate {

/// Held while a revision is planned and written, so that of two commands at once the second sees
/// the file of the first. Waits for it; locks nothing where the folder does not exist or its file
/// system has no locks.
class RevisionsLock {
public:
    explicit RevisionsLock(const std::string& folder) noexcept;
    RevisionsLock(const RevisionsLock&) = delete;
    RevisionsLock& operator=(const RevisionsLock&) = delete;
    ~RevisionsLock();

private:
    int descriptor_ = -1;
};

}  // namespace azoth::migrate
