// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"
#include "drivers/libpq/driver.hpp"

#include <azoth/dialects/registry.hpp>

namespace {

bool register_here() {
    azoth::dialects::register_dialect(
        {"postgresql", &azoth::dialects::postgresql::dialect(), &azoth::drivers::libpq::driver()});
    return true;
}

[[maybe_unused]] const bool is_registered = register_here();

}  // namespace

/// Named by the link options of azoth::postgresql, so that no linker leaves this unit out.
extern "C" void azoth_register_postgresql() {}
