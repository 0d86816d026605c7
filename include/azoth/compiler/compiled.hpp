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
    std::uint32_t rows = 1;
};

enum class ParameterLayout : std::uint8_t {
    RowByRow,  ///< values, keys, guards of row 0, then of row 1, …
    Columns,   ///< one array a column: values, keys, guards
};

struct CompiledRows {
    std::string sql{};
    ParameterLayout layout = ParameterLayout::RowByRow;
};

}  // namespace azoth::compiler
