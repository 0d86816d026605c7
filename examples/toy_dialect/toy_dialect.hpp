// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/extend.hpp>

namespace toy {

/// A database that never was: what the toughest of them lack, all in one.
class ToyDialect final : public azoth::dialects::Dialect {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "toy"; }
    [[nodiscard]] const azoth::compiler::Capabilities& capabilities() const noexcept override;
    [[nodiscard]] const azoth::compiler::SqlCompiler& compiler() const noexcept override;
    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string type(const azoth::SqlType& type) const override;
    [[nodiscard]] std::string literal(const azoth::ValueView& value) const override;
    [[nodiscard]] std::vector<std::string> ddl(
        const azoth::ddl::Statement& statement) const override;
    [[nodiscard]] const azoth::dialects::Catalog& catalog() const noexcept override;

    [[nodiscard]] std::string begin(azoth::dialects::Isolation isolation,
                                    azoth::dialects::Access access) const override;
    [[nodiscard]] std::string savepoint(std::string_view name) const override;
    [[nodiscard]] std::string release_savepoint(std::string_view name) const override;
    [[nodiscard]] std::string rollback_to_savepoint(std::string_view name) const override;

    [[nodiscard]] azoth::dialects::LockSupport lock_support() const override;
    [[nodiscard]] azoth::dialects::ScratchSupport scratch_support(
        std::string_view name) const override;
    [[nodiscard]] std::optional<azoth::Url> shared_memory_url(
        const azoth::Url& url, std::uint64_t engine_number) const override;
    [[nodiscard]] azoth::Url rebased_url(const azoth::Url& url,
                                         std::string_view folder) const override;
};

/// The one instance.
[[nodiscard]] const ToyDialect& dialect();
/// The catalogue of the database underneath, names folded back.
[[nodiscard]] const azoth::dialects::Catalog& catalog();
/// What is said as the database underneath says it.
[[nodiscard]] const azoth::dialects::Dialect& underneath();

}  // namespace toy
