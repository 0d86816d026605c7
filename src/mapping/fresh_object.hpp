// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>

#include <memory>
#include <new>

namespace azoth::mapping {

/// An object of a struct as its initialisers make it. The struct must be default constructible.
class FreshObject {
public:
    explicit FreshObject(const LifeCycle& life)
        : life_(life),
          memory_(::operator new(life.size, std::align_val_t{life.alignment}),
                  Release{life.alignment}) {
        life.construct(memory_.get());
    }
    FreshObject(const FreshObject&) = delete;
    FreshObject& operator=(const FreshObject&) = delete;
    ~FreshObject() { life_.destroy(memory_.get()); }

    [[nodiscard]] const char* get() const noexcept {
        return static_cast<const char*>(memory_.get());
    }

private:
    struct Release {
        std::size_t alignment;
        void operator()(void* memory) const noexcept {
            ::operator delete(memory, std::align_val_t{alignment});
        }
    };
    const LifeCycle& life_;
    std::unique_ptr<void, Release> memory_;
};

}  // namespace azoth::mapping
