// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

/// Every node of every statement, untyped and immutable, and who owns it.
namespace azoth::tree {

struct Block;

/// Shares ownership of a tree. Nodes live in reference-counted blocks; a block keeps the blocks
/// that its nodes refer to alive. Copies may be made, used and destroyed by any thread; one object
/// is for one thread at a time.
///
/// Memory that runs out ends the program: builders are noexcept, so that queries stay cheap to
/// compile.
class Owner {
public:
    constexpr Owner() noexcept = default;
    Owner(const Owner& other) noexcept;
    Owner(Owner&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    Owner& operator=(const Owner& other) noexcept;
    Owner& operator=(Owner&& other) noexcept;
    ~Owner() {
        if (block_ != nullptr) {
            release(block_);
        }
    }

    /// Memory for a node (aligned for pointers), in a block that nobody else can see: where this
    /// block is shared or full, in a new one that keeps it alive.
    [[nodiscard]] void* allocate(std::size_t bytes) noexcept;
    /// Keeps the other's tree alive as long as this one.
    void keep(Owner other) noexcept;
    /// The tree lives until the program ends.
    void keep_for_ever() noexcept { block_ = nullptr; }

private:
    static void release(Block* block) noexcept;

    Block* block_ = nullptr;
};

}  // namespace azoth::tree
