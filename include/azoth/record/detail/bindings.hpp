// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/record/detail/bindings_1_40.hpp>
#include <azoth/record/detail/bindings_41_70.hpp>
#include <azoth/record/detail/bindings_71_100.hpp>

namespace azoth::record::detail {

inline constexpr std::size_t maximum_fields = 100;

}  // namespace azoth::record::detail
