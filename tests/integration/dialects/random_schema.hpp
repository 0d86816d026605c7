// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/metadata.hpp>

#include <random>

namespace test_support {

enum class Features : std::uint8_t { Common, Rich };  ///< Rich: what PostgreSQL has beyond SQLite

/// Random tables that refer to each other without cycles; the same for the same seed everywhere.
class RandomSchema {
public:
    RandomSchema(std::uint32_t seed, Features features) : engine_(seed), features_(features) {}

    [[nodiscard]] std::vector<azoth::schema::Table> tables();

private:
    using Table = azoth::schema::Table;

    std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(engine_() % bound);
    }
    bool chance(std::uint32_t percent) { return below(100) < percent; }
    std::string name(std::string_view prefix, std::size_t number);
    Table table(std::size_t number, const std::vector<Table>& earlier);
    azoth::SqlType type();
    void add_key(Table& table);
    void add_columns(Table& table);
    void add_default(azoth::schema::Column& column);
    void add_constraints(Table& table, const std::vector<Table>& earlier);
    void add_foreign_key(Table& table, const std::vector<Table>& earlier);
    void add_indexes(Table& table);
    void add_index_options(azoth::schema::Index& index, Table& table);
    const azoth::schema::Column& any_column(const Table& table);

    std::mt19937 engine_;
    Features features_;
};

}  // namespace test_support
