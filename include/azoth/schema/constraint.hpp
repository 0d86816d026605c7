// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace azoth {

enum class OnDelete : std::uint8_t { NoAction, Restrict, Cascade, SetNull, SetDefault };
enum class OnUpdate : std::uint8_t { NoAction, Restrict, Cascade, SetNull, SetDefault };
enum class Deferrable : std::uint8_t { No, InitiallyImmediate, InitiallyDeferred };

namespace schema {

/// An empty name means: the naming convention's, or none.
struct PrimaryKey {
    std::string name{};
    std::vector<std::string> columns{};
    friend bool operator==(const PrimaryKey&, const PrimaryKey&) = default;
};

struct UniqueConstraint {
    std::string name{};
    std::vector<std::string> columns{};
    bool nulls_not_distinct = false;
    friend bool operator==(const UniqueConstraint&, const UniqueConstraint&) = default;
};

struct CheckConstraint {
    std::string name{};
    std::string expression{};  ///< SQL text, without outer parentheses
    friend bool operator==(const CheckConstraint&, const CheckConstraint&) = default;
};

struct ForeignKey {
    std::string name{};
    std::vector<std::string> columns{};
    std::string referred_schema{};
    std::string referred_table{};
    std::vector<std::string> referred_columns{};
    OnDelete on_delete = OnDelete::NoAction;
    OnUpdate on_update = OnUpdate::NoAction;
    Deferrable deferrable = Deferrable::No;
    friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

enum class SortOrder : std::uint8_t { Ascending, Descending };
enum class NullsOrder : std::uint8_t { Default, First, Last };

struct IndexElement {
    std::string column{};      ///< a column's name, or empty for an expression
    std::string expression{};  ///< SQL text
    SortOrder order = SortOrder::Ascending;
    NullsOrder nulls = NullsOrder::Default;
    std::string collation{};
    std::string operator_class{};
    friend bool operator==(const IndexElement&, const IndexElement&) = default;
};

struct Index {
    std::string name{};
    std::vector<IndexElement> elements{};
    bool unique = false;
    std::string where{};   ///< predicate of a partial index
    std::string method{};  ///< `gin`, `hash`; empty: the database's default
    std::vector<std::string> include{};
    bool nulls_not_distinct = false;
    bool is_valid = true;  ///< false: left by a concurrent build that failed, and used by no query
    friend bool operator==(const Index&, const Index&) = default;
};

}  // namespace schema
}  // namespace azoth
