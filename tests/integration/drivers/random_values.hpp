// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <random>

namespace test_support {

/// A value of the kind with edge cases among them. Real numbers are finite, texts hold no NUL,
/// dates lie in years that every database has.
[[nodiscard]] azoth::Value random_value(azoth::ValueKind kind, std::mt19937_64& random);

}  // namespace test_support
