// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <optional>

namespace azoth::drivers {

/// The value as another kind where nothing is lost; nothing where something would be. NULL stays
/// NULL, and the wanted kind Null leaves the value as it is.
[[nodiscard]] std::optional<Value> converted(Value value, ValueKind wanted);

/// How a value of any kind but Array is written as text: numbers and dates as in text_form.hpp,
/// booleans as `true` and `false`, a DateTimeTz with `+00:00`, bytes and arrays not at all.
[[nodiscard]] std::optional<std::string> text_of(const ValueView& value);

}  // namespace azoth::drivers
