// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

namespace azoth::dialects::postgresql {

/// From template0, which nobody is connected to and nobody has added to; encoding and locale come
/// with it.
ScratchSupport PostgresqlDialect::scratch_support(std::string_view name,
                                                  std::string_view /*like*/) const {
    const std::string quoted = identifier(name);
    return {.create = {"CREATE DATABASE " + quoted + " TEMPLATE template0"},
            .drop = {"DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)"},
            .list = "SELECT datname FROM pg_database"};
}

}  // namespace azoth::dialects::postgresql
