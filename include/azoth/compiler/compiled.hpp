// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>
#include <azoth/tree/node.hpp>

namespace azoth::compiler {

/// A statement in one database's words. `parameters[i]` says which of the tree's literals (in
/// `collect_literals` order) is bound to placeholder i.
struct Compiled {
    std::string sql{};
    std::vector<std::uint32_t> parameters{};
};

/// The literals of a statement in an order that depends on its structure alone: trees of equal hash
/// give lists that correspond, so one compiled text serves them all.
void collect_literals(const tree::Node& statement, std::vector<const ValueView*>& literals);

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
    std::vector<const schema::Column*> keys{};    ///< columns that find the row (update, delete)
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
