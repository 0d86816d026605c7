// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "drivers/libpq/encode.hpp"

#include <vector>

namespace azoth::drivers::libpq {

/// The binary form of an array, also of several dimensions (array_recv in
/// src/backend/utils/adt/arrayfuncs.c).
[[nodiscard]] Encoded append_array(std::string& buffer,
                                   const std::vector<Value>& elements,
                                   Oid type);

/// The same for the column of a batch.
[[nodiscard]] Encoded append_column(std::string& buffer,
                                    const RowBlock& rows,
                                    std::size_t column,
                                    Oid type);
[[nodiscard]] bool append_column_text(std::string& buffer,
                                      const RowBlock& rows,
                                      std::size_t column);

/// `{1,NULL,"a b"}`; false when an element has no text form.
[[nodiscard]] bool append_array_text(std::string& buffer, const std::vector<Value>& elements);

}  // namespace azoth::drivers::libpq
