// SPDX-License-Identifier: MIT
#include "base/forks.hpp"

#include <pthread.h>

#include <atomic>

namespace azoth {

namespace {

constinit std::atomic<std::uint64_t> forks{0};

// Asking for the process's number is a system call; this is a look at memory.
const int is_watching =
    pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });

}  // namespace

std::uint64_t fork_count() noexcept {
    static_cast<void>(is_watching);
    return forks.load(std::memory_order_relaxed);
}

}  // namespace azoth
