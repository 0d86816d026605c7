// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

namespace azoth {

/// Which member of ValueView::Payload holds the values of a kind.
enum class Storage : std::uint8_t { None, Boolean, Integer, Real, Characters, Interval, Elements };

[[nodiscard]] constexpr Storage storage_of(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Null:
            return Storage::None;
        case ValueKind::Boolean:
            return Storage::Boolean;
        case ValueKind::Integer:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return Storage::Integer;
        case ValueKind::Real:
            return Storage::Real;
        case ValueKind::Text:
        case ValueKind::Bytes:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
            return Storage::Characters;
        case ValueKind::Interval:
            return Storage::Interval;
        case ValueKind::Array:
            return Storage::Elements;
    }
    return Storage::None;
}

}  // namespace azoth
