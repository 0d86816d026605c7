// SPDX-License-Identifier: MIT
#include <azoth/types/array.hpp>

#include <azoth/base/error.hpp>

namespace azoth::detail {

void throw_null_element(std::string_view type_name) {
    throw DataError{"unexpected-null",
                    "cannot read an array of " + std::string{type_name} +
                        ": an element is NULL; read it into a vector of std::optional"};
}

}  // namespace azoth::detail
