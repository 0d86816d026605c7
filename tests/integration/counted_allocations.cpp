// SPDX-License-Identifier: MIT
// The test program's `operator new`, which counts.
#include "counted_allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

constinit thread_local std::size_t count = 0;

}  // namespace

namespace azoth::test {

std::size_t allocations_so_far() noexcept {
    return count;
}

}  // namespace azoth::test

void* operator new(std::size_t size) {
    ++count;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) {
        return memory;
    }
    throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
