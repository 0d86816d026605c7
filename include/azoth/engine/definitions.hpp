// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

#include <functional>

namespace azoth::engine {

/// While it lives, definitions (CREATE, ALTER, DROP) can be sent on the connection: outside of
/// transactions where the database takes none inside one, and as ever elsewhere.
class DefinitionScope {
public:
    /// Throws InvalidRequestError (`transaction-open`) inside a transaction of such a database.
    explicit DefinitionScope(Connection& connection);
    DefinitionScope(const DefinitionScope&) = delete;
    DefinitionScope& operator=(const DefinitionScope&) = delete;
    ~DefinitionScope();

private:
    Connection& connection_;
    bool is_outside_;
};

/// Runs the work in a transaction, or outside of one where that cannot hold definitions.
void define(Connection& connection, const std::function<void()>& work);

}  // namespace azoth::engine
