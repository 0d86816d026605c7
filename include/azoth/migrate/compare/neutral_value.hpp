// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/sql_type.hpp>

#include <functional>
#include <optional>
#include <string>

namespace azoth::migrate {

/// The neutral value of a type that azoth does not know, as its database says it.
using NativeValue = std::function<std::optional<std::string>(const SqlType& type)>;

/// What rows that exist get in a new column that must not be NULL, as SQL text: 0, '', …; nothing
/// where nobody knows one.
[[nodiscard]] std::optional<std::string> neutral_value(const SqlType& type,
                                                       const NativeValue& native = {});

}  // namespace azoth::migrate
