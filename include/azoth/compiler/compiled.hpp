// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>
#include <azoth/tree/node.hpp>

namespace azoth::compiler {

/// The way from a statement's root to the values of its placeholders. Trees of equal hash have the
/// same shape, so one plan serves them all.
struct LiteralPlan {
    /// From a node that was reached before to one of its children. Node 0 is the root, node i + 1
    /// is where step i leads.
    struct Step {
        std::uint32_t parent;
        std::uint32_t child;
    };
    /// A Literal, or one of the values that an object's row holds.
    struct Parameter {
        std::uint32_t node;
        std::uint32_t value;
    };
    std::vector<Step> steps{};
    std::vector<Parameter> parameters{};

    /// Fills `nodes` with those that the plan leads through. Allocates nothing when it has room.
    void follow(const tree::Node& statement, std::vector<const tree::Node*>& nodes) const;
    /// What is bound to a placeholder.
    [[nodiscard]] const ValueView& value(std::span<const tree::Node* const> nodes,
                                         std::size_t placeholder) const noexcept {
        const Parameter& parameter = parameters[placeholder];
        return static_cast<const ValueView*>(nodes[parameter.node]->subject)[parameter.value];
    }
};

/// A statement in one database's words.
struct Compiled {
    std::string sql{};
    LiteralPlan literals{};
    std::uint32_t rows_per_batch = 0;  ///< yield_per; 0: none
};

/// A text statement with its `:name` parameters replaced by placeholders; `names[i]` belongs to
/// placeholder i.
struct CompiledText {
    std::string sql{};
    std::vector<std::string> names{};
};

enum class RowOperation : std::uint8_t { Insert, Update, Delete };

/// The same change to several rows of one table, found by key: what a flush and bulk calls send.
struct RowShape {
    RowOperation operation = RowOperation::Insert;
    const schema::Table* table = nullptr;
    std::vector<const schema::Column*> values{};  ///< columns written
    std::vector<const schema::Column*>
        defaults{};  ///< an update gives them what an INSERT without them would
    std::vector<const schema::Column*> keys{};  ///< columns that find the row (update, delete)
    std::vector<const schema::Column*>
        guards{};  ///< must still hold these old values (NULL is a value)
    std::vector<const schema::Column*> returning{};
    const schema::Column* generated_key =
        nullptr;  ///< among `returning`: a key the database numbers
    std::uint32_t rows = 1;
};

enum class ParameterLayout : std::uint8_t {
    RowByRow,  ///< values, keys, guards of row 0, then of row 1, …
    Batch,     ///< all rows at once (`Statement::bind_rows`); columns are values, keys, guards
};

/// How the columns of `returning` come back.
enum class ReturnPath : std::uint8_t {
    Rows,         ///< as the statement's rows, in any order
    CountedKeys,  ///< they are the generated key alone, and the driver tells it
                  ///< (`Statement::inserted_keys`)
};

struct CompiledRows {
    std::string sql{};
    ParameterLayout layout = ParameterLayout::RowByRow;
    ReturnPath returned = ReturnPath::Rows;
    /// A query for the greatest key: the last counted key, unless the database did not count on.
    /// Empty for one row.
    std::string greatest_key{};
};

}  // namespace azoth::compiler
