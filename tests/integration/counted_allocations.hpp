// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace azoth::test {

/// How often `operator new` was called on this thread while `work` ran.
[[nodiscard]] std::size_t allocations_so_far() noexcept;

template <class Work>
[[nodiscard]] std::size_t allocations_of(Work&& work) {
    const std::size_t before = allocations_so_far();
    work();
    return allocations_so_far() - before;
}

}  // namespace azoth::test
