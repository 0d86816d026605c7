// SPDX-License-Identifier: MIT
#include <azoth/engine/definitions.hpp>

#include <azoth/compiler/capabilities.hpp>

namespace azoth::engine {

DefinitionScope::DefinitionScope(Connection& connection)
    : connection_{connection},
      is_outside_{!connection.dialect().capabilities().transactional_ddl &&
                  !connection.is_autocommit()} {
    if (is_outside_) {
        connection_.set_autocommit(true);
    }
}

DefinitionScope::~DefinitionScope() {
    try {
        if (is_outside_) {
            connection_.set_autocommit(false);
        }
    } catch (const std::exception&) {
        connection_.invalidate();  // what was begun meanwhile is still open
    }
}

void define(Connection& connection, const std::function<void()>& work) {
    if (!connection.dialect().capabilities().transactional_ddl) {
        const DefinitionScope outside{connection};
        return work();
    }
    Transaction transaction = connection.begin(Access::ReadWrite);
    work();
    transaction.commit();
}

}  // namespace azoth::engine
