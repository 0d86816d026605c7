// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/capabilities.hpp>
#include <azoth/compiler/clauses.hpp>
#include <azoth/compiler/compiled.hpp>

namespace azoth::compiler {

class LiteralFacts;
struct OutputColumn;
struct Scope;
struct Source;

/// Whether the place a literal stands in tells the database its type, rightly.
enum class Typing : std::uint8_t { Inferred, Unknown };

/// SQL text in the making. Placeholders get their numbers when the text is whole, so that parts may
/// be written in another order than they stand in.
struct SqlWriter {
    /// Where a placeholder belongs, and the literal it stands for.
    struct Mark {
        std::size_t offset;
        std::uint32_t literal;
    };

    LiteralFacts& facts;
    std::string sql{};
    std::vector<Mark> marks{};  ///< by offset
    const Scope* scope = nullptr;
    const schema::Column* compared = nullptr;  ///< whose values the literals of a comparison are
    int depth = 0;                             ///< expressions and statements inside one another

    SqlWriter& text(std::string_view part) {
        sql += part;
        return *this;
    }
    void append(const SqlWriter& part);
};

/// Walks a statement's tree and writes SQL; one overridable step for each construct. Stateless and
/// shared by threads. Every step throws CompileError where the database has no way to say it.
class SqlCompiler {
public:
    explicit SqlCompiler(const Capabilities& capabilities) noexcept : capabilities_(capabilities) {}
    virtual ~SqlCompiler() = default;
    SqlCompiler(const SqlCompiler&) = delete;
    SqlCompiler& operator=(const SqlCompiler&) = delete;

    [[nodiscard]] Compiled compile(const tree::Node& statement) const;
    [[nodiscard]] CompiledText compile_text(std::string_view sql) const;
    /// Throws where the shape needs more parameters than the database takes: `most_rows` tells
    /// beforehand.
    [[nodiscard]] virtual CompiledRows compile_rows(const RowShape& shape) const;
    /// How many rows one statement should carry, where there are `rows` of this shape.
    [[nodiscard]] virtual std::uint32_t most_rows(const RowShape& shape) const;
    /// A query for the columns `returning` of the row that `keys` find: its parameters.
    [[nodiscard]] std::string select_row(const RowShape& shape) const;
    [[nodiscard]] const Capabilities& capabilities() const noexcept { return capabilities_; }

    [[nodiscard]] virtual std::string identifier(std::string_view name) const = 0;
    [[nodiscard]] virtual std::string type(const SqlType& type) const = 0;
    [[nodiscard]] std::string table_name(const schema::Table& table) const;
    /// What stands for a column's value where it gets the one that an INSERT without it would give.
    [[nodiscard]] virtual std::string column_default(const schema::Column& column) const;

protected:
    // Statements.
    virtual void statement(const tree::Node& node, SqlWriter& out) const;
    virtual void select(const Clauses& clauses, SqlWriter& out) const;
    virtual void set_operation(const Clauses& clauses, SqlWriter& out) const;
    virtual void insert(const Clauses& clauses, SqlWriter& out) const;
    virtual void update(const Clauses& clauses, SqlWriter& out) const;
    virtual void delete_from(const Clauses& clauses, SqlWriter& out) const;

    // Clauses.
    /// Between SELECT, with its DISTINCT, and the items: where some databases say LIMIT.
    virtual void before_items(const Clauses& clauses, SqlWriter& out) const;
    virtual void limit(const Clauses& clauses, SqlWriter& out) const;
    virtual void row_lock(const tree::Node& lock, SqlWriter& out) const;
    virtual void on_conflict(const Clauses& clauses, SqlWriter& out) const;
    virtual void returning(const Clauses& clauses, SqlWriter& out) const;
    /// What a column is given: the value of an Assign.
    virtual void assigned(const tree::Node& assignment, SqlWriter& out) const;
    virtual void sort(const tree::Node& node, SqlWriter& out) const;
    /// What stands behind the table of an INSERT that gives no column a value.
    [[nodiscard]] virtual std::string no_values(const schema::Table& table) const;
    /// Whether members of UNION and its kin may stand in parentheses.
    [[nodiscard]] virtual bool parenthesizes_compounds() const { return true; }

    // Expressions.
    virtual void literal(const tree::Node& node, SqlWriter& out, Typing typing) const;
    virtual void constant(const tree::Node& node, SqlWriter& out) const;
    /// An operator or a function, with its FILTER and OVER.
    virtual void operation(const tree::Node& node, SqlWriter& out) const;
    virtual void binary(const tree::Node& node, SqlWriter& out) const;
    virtual void between(const tree::Node& node, SqlWriter& out) const;
    virtual void membership(const tree::Node& node, SqlWriter& out) const;
    virtual void distinct_from(const tree::Node& node, SqlWriter& out) const;
    virtual void case_insensitive_like(const tree::Node& node, SqlWriter& out) const;
    virtual void function(const tree::Node& node, SqlWriter& out) const;
    virtual void cast(const tree::Node& node, SqlWriter& out) const;

    /// Where a value stands.
    void expression(const tree::Node& node, SqlWriter& out, Typing typing = Typing::Inferred) const;
    /// Where a condition stands: in WHERE, ON, WHEN, and beside AND, OR and NOT.
    void condition(const tree::Node& node, SqlWriter& out) const;
    /// In parentheses where the operand binds less tightly than its operator.
    void operand(const tree::Node& node,
                 const tree::Node& parent,
                 SqlWriter& out,
                 Typing typing = Typing::Inferred) const;
    void condition_operand(const tree::Node& node, const tree::Node& parent, SqlWriter& out) const;
    void expressions(std::span<const tree::Node* const> nodes, SqlWriter& out) const;
    void placeholder(const tree::Node& literal, SqlWriter& out) const;
    [[nodiscard]] std::string placeholder_text(std::size_t number) const;

    // Rows by key. Where the values of a batch come from is called `v`, its columns `c1`, `c2`, …
    enum class RowOperand : std::uint8_t { Placeholder, BatchColumn };
    /// What a column is given, or compared with.
    [[nodiscard]] virtual std::string row_value(const schema::Column& column,
                                                std::string operand) const;
    /// True where both are equal or both are NULL; each is written once.
    [[nodiscard]] virtual std::string same_value(const std::string& left,
                                                 const std::string& right) const;
    [[nodiscard]] std::string row_operand(RowOperand operand, std::size_t number) const;
    [[nodiscard]] std::string row_assignments(const RowShape& shape, RowOperand operand) const;
    [[nodiscard]] std::string row_condition(const RowShape& shape, RowOperand operand) const;
    /// Throws CompileError (`too-many-rows`).
    static void check_row_count(const RowShape& shape, std::uint32_t most);
    [[nodiscard]] std::string column_list(std::span<const schema::Column* const> columns) const;

private:
    void written(const tree::Node& node, SqlWriter& out, Typing typing) const;
    [[nodiscard]] std::string from_dual() const;
    void column_reference(const tree::Node& node, SqlWriter& out) const;
    void query_column(const tree::Node& node, SqlWriter& out) const;
    void excluded(const tree::Node& node, SqlWriter& out) const;
    void case_expression(const tree::Node& node, SqlWriter& out) const;
    void bare_function(const tree::Node& node, SqlWriter& out) const;
    void filter(const tree::Node& node, SqlWriter& out) const;
    void filter_by_case(const tree::Node& node, SqlWriter& out) const;
    void over(const tree::Node& node, SqlWriter& out) const;
    void unary(const tree::Node& node, SqlWriter& out) const;
    void nested_statement(const tree::Node& node, SqlWriter& out) const;
    void compound_member(const tree::Node& node, const tree::Node& operation, SqlWriter& out) const;

    void with_clause(const tree::Node& statement, SqlWriter& out) const;
    void cte_definition(const tree::Node& cte, SqlWriter& out) const;
    void items(std::span<const tree::Node* const> items, SqlWriter& out) const;
    void item(const tree::Node& item, std::span<const OutputColumn> names, SqlWriter& out) const;
    void star(const tree::Node& node, std::span<const OutputColumn> names, SqlWriter& out) const;
    void conditions(std::span<const tree::Node* const> conditions, SqlWriter& out) const;
    void order_by(std::span<const tree::Node* const> terms, SqlWriter& out) const;
    void group_by(std::span<const tree::Node* const> terms, SqlWriter& out) const;
    void conjunction(const tree::Node& node, SqlWriter& out) const;
    void from(const Clauses& clauses, Scope& scope, SqlWriter& out) const;
    void join_clause(const tree::Node& join, Scope& scope, SqlWriter& out) const;
    void join_link(const tree::Node& join, Scope& scope, SqlWriter& out) const;
    void source(const Source& source, SqlWriter& out) const;
    void where(const Clauses& clauses, SqlWriter& out) const;
    void tail(const Clauses& clauses, SqlWriter& out) const;
    void values(const Clauses& clauses, SqlWriter& out) const;
    void written_columns(std::span<const tree::Node* const> pairs, SqlWriter& out) const;
    void written_values(std::span<const tree::Node* const> pairs, SqlWriter& out) const;
    void written_rows(std::span<const tree::Node* const> rows, SqlWriter& out) const;
    void assignments(std::span<const tree::Node* const> pairs, SqlWriter& out) const;
    [[nodiscard]] Source source_of(const tree::Node& node) const;

    void numbered(const SqlWriter& written, Compiled& compiled) const;
    [[nodiscard]] Typing typing_beside(const tree::Node& literal,
                                       const tree::Node& other,
                                       SqlWriter& out) const;
    void joined(std::span<const tree::Node* const> conditions,
                const tree::Node& parent,
                SqlWriter& out) const;

    [[nodiscard]] std::string insert_rows(const RowShape& shape) const;
    [[nodiscard]] std::string update_rows(const RowShape& shape) const;
    [[nodiscard]] std::string delete_rows(const RowShape& shape) const;

    const Capabilities& capabilities_;
};

}  // namespace azoth::compiler
