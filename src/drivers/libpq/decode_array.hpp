// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <optional>
#include <string_view>

namespace azoth::drivers::libpq {

/// An array in binary form, several dimensions as nested arrays; nothing when the bytes do not have
/// that form.
[[nodiscard]] std::optional<Value> decode_array(std::string_view bytes);

}  // namespace azoth::drivers::libpq
