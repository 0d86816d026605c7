// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace azoth::migrate {

/// Within a handler of a DatabaseError: throws it again, with the names of tables that are made
/// anew as their user knows them. `prefix`: RebuildProtocol::working_prefix.
[[noreturn]] void rethrow_with_own_names(std::string_view prefix);

}  // namespace azoth::migrate
