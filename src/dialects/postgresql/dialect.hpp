// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

namespace azoth::dialects::postgresql {

/// PostgreSQL 15 and newer.
class PostgresqlDialect final : public Dialect {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "postgresql"; }
    [[nodiscard]] const compiler::Capabilities& capabilities() const noexcept override;
    [[nodiscard]] const compiler::SqlCompiler& compiler() const noexcept override;

    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string type(const SqlType& type) const override;
    [[nodiscard]] std::string literal(const ValueView& value) const override;

    [[nodiscard]] std::vector<std::string> ddl(const ddl::Statement& statement) const override;
    [[nodiscard]] LockSupport lock_support() const override;
    [[nodiscard]] ScratchSupport scratch_support(std::string_view name) const override;
    [[nodiscard]] std::vector<std::string> split(std::string_view script) const override;

    [[nodiscard]] const Catalog& catalog() const noexcept override;
    [[nodiscard]] const LiveSchema& live_schema() const noexcept override;
    [[nodiscard]] std::string begin(Isolation isolation, Access access) const override;
};

/// The one instance.
[[nodiscard]] const PostgresqlDialect& dialect() noexcept;

}  // namespace azoth::dialects::postgresql
