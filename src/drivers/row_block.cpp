// SPDX-License-Identifier: MIT
#include <azoth/drivers/driver.hpp>

namespace azoth::drivers {

namespace {

std::size_t size_of(const ValueView& view) noexcept {
    switch (view.kind) {
        case ValueKind::Text:
        case ValueKind::Bytes:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
            return view.payload.range.size;
        case ValueKind::Null:
        case ValueKind::Boolean:
        case ValueKind::Integer:
        case ValueKind::Real:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
        case ValueKind::Interval:
        case ValueKind::Array:
            return 0;
    }
    return 0;
}

}  // namespace

std::size_t rows_within(const RowBlock& rows, std::size_t most_bytes) {
    std::size_t bytes = 0;
    for (std::size_t row = 0; most_bytes > 0 && row < rows.count; ++row) {
        for (std::size_t column = 0; column < rows.columns; ++column) {
            Value scratch;
            bytes += size_of(rows.view(row, column, scratch));
        }
        if (bytes > most_bytes) {
            return row > 0 ? row : 1;
        }
    }
    return rows.count;
}

}  // namespace azoth::drivers
