// SPDX-License-Identifier: MIT
#include <azoth/tree/owner.hpp>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace azoth::tree {

namespace {

struct Edge {
    Block* target;
    Edge* next;
};

constexpr std::size_t usual_block_size = 1024;
constexpr std::size_t alignment = alignof(std::max_align_t);

constexpr std::size_t rounded_up(std::size_t bytes) noexcept {
    return (bytes + sizeof(void*) - 1) / sizeof(void*) * sizeof(void*);
}

}  // namespace

struct Block {
    std::atomic<std::uint32_t> references;
    std::uint32_t used;
    std::size_t capacity;  ///< bytes in all, this header included
    Edge* edges;
};

namespace {

// Address sanitizer should see every use of a freed block, so blocks are not reused under it.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint32_t most_free_blocks = 0;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr std::uint32_t most_free_blocks = 0;
#else
constexpr std::uint32_t most_free_blocks = 64;
#endif
#else
constexpr std::uint32_t most_free_blocks = 64;
#endif

/// Blocks of the usual size, ready for the next tree of this thread; chained through `edges`.
/// Trivially destructible: trees in statics are destroyed after the thread's other objects, and
/// find the list closed then.
struct FreeList {
    Block* first = nullptr;
    std::uint32_t count = 0;
    bool closed = false;
};

constinit thread_local FreeList free_list{};

Block* next_free(Block* block) noexcept {
    return reinterpret_cast<Block*>(block->edges);
}

struct FreeListGuard {
    FreeListGuard() = default;
    FreeListGuard(const FreeListGuard&) = delete;
    FreeListGuard& operator=(const FreeListGuard&) = delete;
    ~FreeListGuard() {
        while (free_list.first != nullptr) {
            std::free(std::exchange(free_list.first, next_free(free_list.first)));
        }
        free_list.closed = true;
    }
    void touch() const noexcept {}
};

thread_local const FreeListGuard free_list_guard{};

Block* open_block(std::size_t payload) noexcept {
    const std::size_t wanted = rounded_up(sizeof(Block)) + payload;
    const std::size_t capacity = wanted > usual_block_size ? wanted : usual_block_size;
    void* memory = nullptr;
    if (capacity == usual_block_size && free_list.first != nullptr) {
        memory = std::exchange(free_list.first, next_free(free_list.first));
        --free_list.count;
    } else {
        memory = std::malloc(capacity);
        if (memory == nullptr) {
            std::abort();
        }
    }
    return new (memory)
        Block{{1}, static_cast<std::uint32_t>(rounded_up(sizeof(Block))), capacity, nullptr};
}

void return_memory(Block* block) noexcept {
    if (block->capacity != usual_block_size || free_list.count >= most_free_blocks ||
        free_list.closed) {
        std::free(block);
        return;
    }
    free_list_guard.touch();
    block->edges = reinterpret_cast<Edge*>(std::exchange(free_list.first, block));
    ++free_list.count;
}

bool is_last_reference(Block* block) noexcept {
    return block->references.load(std::memory_order_acquire) == 1 ||
           block->references.fetch_sub(1, std::memory_order_acq_rel) == 1;
}

}  // namespace

// Iterative, so that a long chain of extended statements does not use up the stack: blocks to free
// are chained through the (now unused) target of their own first edge's successor list.
void Owner::release(Block* block) noexcept {
    if (!is_last_reference(block)) {
        return;
    }
    Block* pending = block;
    Edge* edge = block->edges;
    block->edges = nullptr;
    for (;;) {
        if (edge == nullptr) {
            Block* done = pending;
            // A pending block keeps, in `edges`, the edge that led to it: its target field now
            // points to the parent.
            Edge* return_edge = done->edges;
            if (return_edge == nullptr) {
                return_memory(done);
                return;
            }
            Block* parent = return_edge->target;
            edge = return_edge->next;
            return_memory(done);
            pending = parent;
            continue;
        }
        Block* child = edge->target;
        if (!is_last_reference(child)) {
            edge = edge->next;
            continue;
        }
        Edge* child_edges = child->edges;
        edge->target = pending;
        child->edges = edge;
        pending = child;
        edge = child_edges;
    }
}

Owner::Owner(const Owner& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) {
        block_->references.fetch_add(1, std::memory_order_relaxed);
    }
}

Owner& Owner::operator=(const Owner& other) noexcept {
    Owner copy{other};
    std::swap(block_, copy.block_);
    return *this;
}

Owner& Owner::operator=(Owner&& other) noexcept {
    std::swap(block_, other.block_);
    return *this;
}

void* Owner::allocate(std::size_t bytes) noexcept {
    static_assert(alignment >= alignof(void*));
    const std::size_t size = rounded_up(bytes);
    const bool is_shared =
        block_ != nullptr && block_->references.load(std::memory_order_acquire) != 1;
    if (block_ == nullptr || is_shared || block_->used + size > block_->capacity) {
        Block* previous = block_;
        block_ = open_block(size + sizeof(Edge));
        if (previous != nullptr) {
            auto* edge = new (allocate(sizeof(Edge))) Edge{previous, nullptr};
            block_->edges = edge;
        }
    }
    void* memory = reinterpret_cast<char*>(block_) + block_->used;
    block_->used += static_cast<std::uint32_t>(size);
    return memory;
}

void Owner::keep(Owner other) noexcept {
    if (other.block_ == nullptr || other.block_ == block_) {
        return;
    }
    if (block_ == nullptr) {
        std::swap(block_, other.block_);
        return;
    }
    void* memory = allocate(sizeof(Edge));
    block_->edges = new (memory) Edge{std::exchange(other.block_, nullptr), block_->edges};
}

}  // namespace azoth::tree
