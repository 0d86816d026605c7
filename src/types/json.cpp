// SPDX-License-Identifier: MIT
#include <azoth/types/json.hpp>

#include <azoth/base/error.hpp>

namespace azoth::detail {

void throw_bad_json(int column, const char* why) {
    throw DataError{"bad-json",
                    "cannot read column " + std::to_string(column + 1) + " as JSON: " + why +
                        "; repair the stored text, or read it into std::string"};
}

}  // namespace azoth::detail
