// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace azoth::dialects::postgresql {

/// Columns of live_objects_sql(). Several statements of one object are apart by
/// `between_statements`.
enum LiveObjectColumn {
    ObjectKind,
    ObjectName,
    ObjectDefinition,
    ObjectTable,
    ObjectMade,
    ObjectDropped
};
inline constexpr char between_statements = '\x1e';

/// Everything that is not the server's own and that no extension brought. To be run with an empty
/// search path.
[[nodiscard]] std::string live_objects_sql();

}  // namespace azoth::dialects::postgresql
