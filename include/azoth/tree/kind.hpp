// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace azoth::tree {

/// What stands where a value may stand.
enum class ExpressionKind : std::uint8_t {
    Member,  ///< a mapped member: subject Entity, number offset; child 0, if any, the alias it is
             ///< read from; code 1: its value may be NULL whatever the column says
    TableColumn,  ///< a column by name: text; child 0 its table, alias or subquery; code as above
    Literal,      ///< subject ValueView; code its ValueKind by type
    Null,
    Constant,  ///< code 0 or 1: FALSE, TRUE
    Unary,     ///< code UnaryOperator
    Binary,    ///< code Operator
    Between,   ///< value, low, high; code 1: NOT BETWEEN
    In,        ///< value, List or statement; code 1: NOT IN
    List,
    Function,       ///< text: name; children: arguments
    Case,           ///< when, then, when, then, …; code 1: the last child is ELSE
    Cast,           ///< subject Codec of the target type
    Collate,        ///< text: collation
    Label,          ///< text: name
    Sort,           ///< code SortFlags
    Exists,         ///< child: statement
    ScalarQuery,    ///< child: statement
    SqlText,        ///< text: SQL as it is
    Star,           ///< `*`, or every column of an entity (subject Entity, or child 0 an alias)
    Excluded,       ///< the row that conflicted: child a column
    Distinct,       ///< DISTINCT x, inside an aggregate
    Filter,         ///< aggregate, condition
    Over,           ///< function, List of partitions, List of orders
    Assign,         ///< column, value: of an insert or update
    ColumnDefault,  ///< subject Entity, number offset: the value of an Assign whose column is left
                    ///< to the database in this row, and not in others
};

/// What rows come from.
enum class SourceKind : std::uint8_t {
    Entity = 64,   ///< subject Entity
    Table,         ///< subject schema::Table
    Alias,         ///< text: name; child: source
    Subquery,      ///< text: name; child: statement
    Cte,           ///< text: name; code 1: recursive; child: statement
    CteReference,  ///< text: name of a recursive CTE inside itself
};

/// The first node of a statement, which is a chain of clauses.
enum class StatementKind : std::uint8_t {
    Select = 128,  ///< the items
    SetOperation,  ///< code SetOperator; children: statements
    Insert,        ///< child 0: source
    Update,        ///< child 0: source
    Delete,        ///< child 0: source
};

/// A part of a statement: child 0 is the clause, or the statement's first node, before it.
enum class ClauseKind : std::uint8_t {
    From = 192,  ///< child 1: source
    Join,        ///< code JoinKind; child 1: source; child 2: condition
    JoinLink,  ///< code JoinKind; along the relationship at subject Entity, number offset; child 1,
               ///< if any: the target's alias
    Where,
    GroupBy,
    Having,
    OrderBy,
    Limit,
    Offset,
    DistinctRows,
    ForUpdate,  ///< code LockStrength + 4 * LockWait
    Values,  ///< code ValuesForm; subject, if any: the Entity whose mapping was not there when an
             ///< insert was made
    OnConflict,  ///< children 1…: columns
    DoNothing,
    DoUpdate,  ///< children 1…: Assigns
    Returning,
    Options,  ///< what only the session reads; no SQL
};

enum class NodeFamily : std::uint8_t { Expression, Source, Statement, Clause, Invalid };

/// What a node is: a kind of one family. A compile step asks for the family, then switches over the
/// kinds of that family alone.
class Kind {
public:
    constexpr Kind(ExpressionKind kind) noexcept
        : Kind(static_cast<std::uint8_t>(kind)) {
    }  // NOLINT(google-explicit-constructor): a kind of a family is a kind
    constexpr Kind(SourceKind kind) noexcept
        : Kind(static_cast<std::uint8_t>(kind)) {}  // NOLINT(google-explicit-constructor)
    constexpr Kind(StatementKind kind) noexcept
        : Kind(static_cast<std::uint8_t>(kind)) {}  // NOLINT(google-explicit-constructor)
    constexpr Kind(ClauseKind kind) noexcept
        : Kind(static_cast<std::uint8_t>(kind)) {}  // NOLINT(google-explicit-constructor)
    /// A node that says why its statement cannot be compiled (text); raised when it is.
    [[nodiscard]] static constexpr Kind invalid() noexcept { return Kind{invalid_code}; }

    [[nodiscard]] constexpr NodeFamily family() const noexcept {
        return code_ == invalid_code ? NodeFamily::Invalid : static_cast<NodeFamily>(code_ >> 6U);
    }
    [[nodiscard]] constexpr bool is(NodeFamily family) const noexcept {
        return this->family() == family;
    }
    /// Each for kinds of its family only.
    [[nodiscard]] constexpr ExpressionKind expression() const noexcept {
        return static_cast<ExpressionKind>(code_);
    }
    [[nodiscard]] constexpr SourceKind source() const noexcept {
        return static_cast<SourceKind>(code_);
    }
    [[nodiscard]] constexpr StatementKind statement() const noexcept {
        return static_cast<StatementKind>(code_);
    }
    [[nodiscard]] constexpr ClauseKind clause() const noexcept {
        return static_cast<ClauseKind>(code_);
    }

    /// Unique among all kinds.
    [[nodiscard]] constexpr std::uint8_t code() const noexcept { return code_; }
    friend constexpr bool operator==(Kind, Kind) noexcept = default;

private:
    static constexpr std::uint8_t invalid_code = 255;
    explicit constexpr Kind(std::uint8_t code) noexcept : code_(code) {}

    std::uint8_t code_;
};

}  // namespace azoth::tree
