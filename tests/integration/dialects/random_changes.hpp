// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/ddl/ddl.hpp>

#include <random>

namespace test_support {

/// Random changes to one table of a schema; the tables are brought up to date along with each
/// change.
class RandomChanges {
public:
    RandomChanges(std::uint32_t seed, std::vector<azoth::schema::Table>& tables, std::size_t table)
        : engine_(seed), tables_(tables), at_(table) {}

    [[nodiscard]] std::vector<azoth::ddl::Statement> make();
    /// Columns that were there and whose values must be the same: name before, name after.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& kept() const noexcept {
        return kept_;
    }

private:
    using Column = azoth::schema::Column;
    using Table = azoth::schema::Table;

    std::uint32_t below(std::size_t bound) { return static_cast<std::uint32_t>(engine_() % bound); }
    Table& table() { return tables_[at_]; }
    azoth::ddl::TableName name() { return {.name = table().name}; }
    std::string fresh(std::string_view prefix) {
        return std::string{prefix} + " " + std::to_string(++number_);
    }
    bool is_used(const std::string& column);
    void forget(const std::string& column);

    void one_change();
    void add_column();
    void drop_column();
    void alter_column();
    void rename_column();
    void add_constraint();
    void drop_constraint();
    void rename_constraint();
    void change_index();

    std::mt19937 engine_;
    std::vector<Table>& tables_;
    std::size_t at_;
    int number_ = 0;
    std::vector<std::pair<std::string, std::string>> kept_{};
    std::vector<azoth::ddl::Statement> changes_{};
};

}  // namespace test_support
