// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/revision/version_rows.hpp>

namespace azoth::migrate {

/// The table `alembic_version`, as Alembic makes and reads it: one row for each current head.
class VersionTable {
public:
    static constexpr std::string_view name = "alembic_version";

    explicit VersionTable(Connection& connection) noexcept : connection_{connection} {}

    [[nodiscard]] bool exists() const;
    void create();
    /// Sorted; none when the table does not exist.
    [[nodiscard]] std::vector<std::string> rows() const;
    /// Throws MigrationError (`version-changed`) when the row is not what it was.
    void change(const VersionChange& change);

    [[nodiscard]] static std::string create_statement();
    [[nodiscard]] static std::string statement(const VersionChange& change);

private:
    Connection& connection_;
};

}  // namespace azoth::migrate
