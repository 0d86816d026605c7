// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/compiled.hpp>

#include <optional>

namespace azoth::compiler {

struct Clauses;

/// The values of the statement that is compiled. What was asked of them is written down: the text
/// serves another statement of the shape only where the answers are the same.
class LiteralFacts {
public:
    explicit LiteralFacts(const tree::Literals& values);

    [[nodiscard]] bool are_same(std::uint32_t left, std::uint32_t right);
    [[nodiscard]] bool fits(std::uint32_t literal, IntegerWidth width);
    /// From here on both are one parameter, where the database numbers them.
    void share(std::uint32_t first, std::uint32_t second) noexcept;

    /// The literal whose parameter this one is.
    [[nodiscard]] std::uint32_t parameter_of(std::uint32_t literal) const noexcept {
        return stands_for_[literal];
    }
    [[nodiscard]] std::vector<Assumption> take() && { return std::move(assumptions_); }

private:
    [[nodiscard]] bool note(Assumption assumption);

    const tree::Literals& values_;
    std::vector<std::uint32_t> stands_for_{};
    std::vector<Assumption> assumptions_{};
};

/// Of a column whose integers have fewer than 64 bits.
[[nodiscard]] std::optional<IntegerWidth> narrow_width(const schema::Column& column) noexcept;

/// True when the nodes, of a statement's shape, give the same SQL with the same values.
[[nodiscard]] bool is_same_expression(const tree::Node& left,
                                      const tree::Node& right,
                                      LiteralFacts& facts);

/// One parameter for equal literals of an expression that a query is grouped by, or of an item that
/// is unique in its result, wherever the query has that expression: a database that numbers
/// parameters takes `a + $1` and `a + $2` for two expressions.
void share_literals(const Clauses& clauses, LiteralFacts& facts);

}  // namespace azoth::compiler
