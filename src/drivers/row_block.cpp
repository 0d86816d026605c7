// SPDX-License-Identifier: MIT
#include <azoth/drivers/driver.hpp>

#include "types/storage.hpp"

namespace azoth::drivers {

namespace {

std::size_t size_of(const ValueView& view) noexcept {
    return storage_of(view.kind) == Storage::Characters ? view.payload.range.size : 0;
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
