// SPDX-License-Identifier: MIT
#pragma once

#include "testing/scripted_connection.hpp"

namespace azoth::testing {

/// A statement that the script answers, or one of the connection behind.
class ScriptedStatement final : public drivers::Statement {
public:
    ScriptedStatement(ScriptedConnection& connection,
                      std::string_view sql,
                      std::unique_ptr<drivers::Statement> behind)
        : connection_(connection), sql_(sql), behind_(std::move(behind)) {}

    void bind(int parameter, const ValueView& value) override;
    void bind_rows(const drivers::RowBlock& rows) override;
    void fetch_by(std::uint32_t rows) override;
    void execute() override;
    bool next() override;
    void reset() noexcept override;

    [[nodiscard]] int parameter_count() const override;
    [[nodiscard]] int column_count() const override;
    [[nodiscard]] std::string_view column_name(int column) const override;
    [[nodiscard]] ValueKind column_kind(int column) const override;
    [[nodiscard]] std::int64_t affected_rows() const override;
    [[nodiscard]] drivers::KeyRange inserted_keys() const override;
    [[nodiscard]] bool is_schema_checked() const override;
    void mark_schema_checked() override;

    [[nodiscard]] bool is_null(int column) const override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] double real(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::span<const std::byte> bytes(int column) const override;
    [[nodiscard]] Value value(int column, ValueKind wanted) const override;

private:
    [[nodiscard]] std::span<const Value> row() const { return answer_.rows[next_ - 1]; }
    [[nodiscard]] std::string shown_values() const;

    ScriptedConnection& connection_;
    std::string sql_;
    std::unique_ptr<drivers::Statement> behind_;
    std::vector<Value> values_{};
    std::size_t batch_rows_ = 0;
    ScriptedAnswer answer_{};
    std::size_t next_ = 0;  ///< rows that were read
};

}  // namespace azoth::testing
