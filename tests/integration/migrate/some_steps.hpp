// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string_view>

namespace azoth::test {

/// Every n-th step from a random one on; each of them with AZOTH_TEST_STEPS=all.
class SomeSteps {
public:
    explicit SomeSteps(std::uint64_t stride) {
        const char* given = std::getenv("AZOTH_TEST_STEPS");
        const bool is_all = given != nullptr && std::string_view{given} == "all";
        stride_ = is_all ? 1 : std::max<std::uint64_t>(stride, 1);
        first_ = std::random_device{}() % stride_;
    }

    [[nodiscard]] std::uint64_t first() const noexcept { return first_; }
    [[nodiscard]] std::uint64_t stride() const noexcept { return stride_; }

private:
    std::uint64_t stride_ = 1;
    std::uint64_t first_ = 0;
};

}  // namespace azoth::test
