// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>

namespace azoth::dialects::postgresql {

class PostgresqlLiveSchema final : public LiveSchema {
public:
    [[nodiscard]] std::string default_schema(const Query& query) const override;
    [[nodiscard]] std::string create_schema(std::string_view name) const override;
    [[nodiscard]] std::string drop_schema_if_empty(std::string_view name) const override;
    /// What pg_get_…def() and the catalogues say, and azoth's own text for tables.
    [[nodiscard]] std::vector<std::string> copy_statements(const Query& query) const override;
    /// `pg_dump --schema-only`
    [[nodiscard]] std::vector<std::string> left_out_by_program(const Query& query) const override;
    [[nodiscard]] SchemaProgram program(const Query& query, const Url& url) const override;
    [[nodiscard]] std::vector<std::string> statements_of(std::string_view output) const override;
    [[nodiscard]] std::vector<LiveObject> objects(const Query& query) const override;
    [[nodiscard]] std::optional<std::string> neutral_value(std::string_view type) const override;
    [[nodiscard]] std::vector<LiveEnum> enum_types(const Query& query) const override;
    [[nodiscard]] std::vector<LiveObject> dependents(
        const Query& query, std::span<const ChangedPart> changed) const override;
};

}  // namespace azoth::dialects::postgresql
