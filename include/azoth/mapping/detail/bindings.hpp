// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/detail/bindings_1_40.hpp>
#include <azoth/mapping/detail/bindings_41_70.hpp>
#include <azoth/mapping/detail/bindings_71_100.hpp>

namespace azoth::mapping::detail {

inline constexpr std::size_t maximum_fields = 100;

}  // namespace azoth::mapping::detail
