// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace azoth::dialects {

/// What a database offers to keep two runs of migrations apart.
struct LockSupport {
    std::string
        epoch_seconds{};  ///< an expression: the server's clock, in whole seconds since 1970
    /// Tries to take a lock that ends with the connection, without waiting: a query for one truth
    /// value. Empty where there is none, or none that is sound.
    std::string try_session_lock{};
    std::string release_session_lock{};
    /// Another connection may write while a transaction is open: the lease can be renewed beside a
    /// long step.
    bool writes_beside_transaction = false;
};

/// Databases that are made, used and thrown away.
struct ScratchSupport {
    std::string memory_url{};  ///< a URL of a private, empty database in memory; nothing else is
                               ///< needed then
    /// A query on the database that is to be resembled: its rows are the statements, outside
    /// transactions, that make an empty database like it. Empty where none can be made.
    std::string create_query{};
    /// A query on the same database: its rows are statements to be run inside the new one before
    /// anything else (settings of the database and of the user in it); those that are refused are
    /// left out.
    std::string settings_query{};
    /// A query on the same database: its rows are statements to be run inside the new one
    /// (extensions).
    std::string furnish_query{};
    /// The same for what tables may rest on and no model holds (functions, sequences, types of
    /// their own), in any order: each is tried again as long as others succeed, and one that cannot
    /// be made is left out.
    std::string resources_query{};
    std::vector<std::string> drop{};
    std::string list{};        ///< a query for the names of all databases
    std::string permission{};  ///< the words that let a user make databases
};

}  // namespace azoth::dialects
