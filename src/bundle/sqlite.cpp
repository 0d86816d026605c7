// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"
#include "drivers/sqlite3/driver.hpp"

#include <azoth/dialects/registry.hpp>

namespace {

bool register_here() {
    azoth::dialects::register_dialect(
        {"sqlite", &azoth::dialects::sqlite::dialect(), &azoth::drivers::sqlite::driver()});
    return true;
}

[[maybe_unused]] const bool is_registered = register_here();

}  // namespace

/// Named by the link options of azoth::sqlite, so that no linker leaves this unit out.
extern "C" void azoth_register_sqlite() {}
