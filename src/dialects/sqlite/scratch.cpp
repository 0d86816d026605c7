// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

namespace azoth::dialects::sqlite {

ScratchSupport SqliteDialect::scratch_support(std::string_view /*name*/,
                                              std::string_view /*like*/) const {
    return {.memory_url = "sqlite://"};
}

}  // namespace azoth::dialects::sqlite
