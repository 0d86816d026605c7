// SPDX-License-Identifier: MIT
#include "migrate/command/revisions_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace azoth::migrate {

// The folder itself is locked: a file for it would end in somebody's version control.
RevisionsLock::RevisionsLock(const std::string& folder) noexcept
    : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
}

RevisionsLock::~RevisionsLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

}  // namespace azoth::migrate
