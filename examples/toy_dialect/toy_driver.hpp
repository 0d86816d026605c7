// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/extend.hpp>

namespace toy {

/// The one instance.
[[nodiscard]] azoth::drivers::Driver& driver();

/// What begins with it is a query on the catalogue, and goes to the database underneath as it
/// stands.
inline constexpr std::string_view dictionary_word = "DICTIONARY ";

}  // namespace toy
