// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace toy {

/// Whether the connection has a transaction open: no definition is taken then.
enum class Place { InTransaction, Outside };

/// A statement of the toy database in the words of the one that it stands on. Throws
/// OperationalError (`toy-refuses`) for what the toy database does not know: RETURNING, LIMIT,
/// BOOLEAN and TRUE, RELEASE, VALUES of several rows, SELECT without FROM, a value where a
/// condition belongs and the reverse, AS before the name of a table, names of more than 30 bytes,
/// more than 2,100 parameters, definitions inside a transaction.
[[nodiscard]] std::string translated(std::string_view statement, Place place);

}  // namespace toy
