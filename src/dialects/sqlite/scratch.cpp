// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

namespace azoth::dialects::sqlite {

ScratchSupport SqliteDialect::scratch_support(std::string_view /*name*/) const {
    return {.memory_url = "sqlite://"};
}

}  // namespace azoth::dialects::sqlite
