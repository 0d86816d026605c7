// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/sql_type.hpp>

namespace azoth {

/// The Enum that a type is, or is an array of; null for others.
[[nodiscard]] const SqlType* enum_in(const SqlType& type) noexcept;

}  // namespace azoth
