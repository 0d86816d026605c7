// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

namespace azoth::dialects::sqlite {

/// SQLite 3.37 and newer.
class SqliteDialect final : public Dialect {
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "sqlite"; }
    [[nodiscard]] const compiler::Capabilities& capabilities() const noexcept override;
    [[nodiscard]] const compiler::SqlCompiler& compiler() const noexcept override;

    /// Counted by the numbers of the rows where they are the key alone: RETURNING keeps every row
    /// in a table of its own, at three times the cost of the INSERT.
    [[nodiscard]] const GeneratedKeys& generated_keys(
        const compiler::RowShape& shape) const override;

    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string type(const SqlType& type) const override;
    [[nodiscard]] std::string literal(const ValueView& value) const override;

    [[nodiscard]] std::vector<std::string> ddl(const ddl::Statement& statement) const override;
    [[nodiscard]] std::vector<std::string> live_ddl(const Query& query,
                                                    const ddl::Statement& statement) const override;
    [[nodiscard]] std::vector<std::string> own_text(const Query& query,
                                                    const ddl::TableName& table) const override;
    [[nodiscard]] std::vector<std::string> broken_objects(const Query& query) const override;
    [[nodiscard]] bool needs_rebuild(const ddl::Statement& statement) const override;
    [[nodiscard]] std::vector<std::string> rebuild(
        const Query& query,
        const ddl::TableName& table,
        std::span<const ddl::Statement> changes) const override;
    [[nodiscard]] RebuildProtocol rebuild_protocol() const override;

    [[nodiscard]] LockSupport lock_support() const override;
    [[nodiscard]] ScratchSupport scratch_support(std::string_view name) const override;
    [[nodiscard]] std::vector<std::string> split(std::string_view script) const override;
    [[nodiscard]] std::vector<std::string> defer_references() const override;

    [[nodiscard]] const Catalog& catalog() const noexcept override;
    [[nodiscard]] const LiveSchema& live_schema() const noexcept override;
    [[nodiscard]] std::string begin(Isolation isolation, Access access) const override;
    [[nodiscard]] std::string after_transaction(Access access) const override;
    [[nodiscard]] std::string mixed_forms_query(const schema::Table& table) const override;
    [[nodiscard]] std::vector<std::string> on_connect() const override;
    [[nodiscard]] std::optional<Url> shared_memory_url(const Url& url,
                                                       std::uint64_t engine_number) const override;
    [[nodiscard]] Url rebased_url(const Url& url, std::string_view folder) const override;
};

/// The one instance.
[[nodiscard]] const SqliteDialect& dialect() noexcept;

}  // namespace azoth::dialects::sqlite
