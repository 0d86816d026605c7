// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>
#include <azoth/tree/shape.hpp>

namespace azoth::compiler {

enum class IntegerWidth : std::uint8_t { Small, Integer };  ///< 16 bits, 32 bits

/// What was found of a statement's values when its text was made: it would differ otherwise.
struct Assumption {
    enum class Kind : std::uint8_t {
        Same,         ///< two literals have the same value
        FitsSmall,    ///< an integer has at most 16 bits
        FitsInteger,  ///< … 32 bits
    };
    Kind kind = Kind::Same;
    bool holds = true;
    std::uint32_t literal = 0;  ///< its number among tree::Literals
    std::uint32_t other = 0;
};

/// A statement in one database's words, and which statements it serves.
struct Compiled {
    std::string sql{};
    std::vector<std::uint32_t> parameters{};  ///< the literal of each placeholder
    tree::Shape shape{};
    std::vector<Assumption> assumptions{};
    std::uint64_t mappings = 0;        ///< tree::ended_mappings() when it was made
    std::uint32_t rows_per_batch = 0;  ///< yield_per; 0: none

    /// True when the text is the statement's too; `matcher.literals()` then are its values.
    [[nodiscard]] bool serves(const tree::Node& statement, tree::ShapeMatcher& matcher) const;
    /// What is bound to a placeholder.
    [[nodiscard]] const ValueView& value(const tree::Literals& literals,
                                         std::size_t placeholder) const noexcept {
        return *literals[parameters[placeholder]];
    }
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

struct CompiledRows {
    std::string sql{};
    ParameterLayout layout = ParameterLayout::RowByRow;
};

}  // namespace azoth::compiler
