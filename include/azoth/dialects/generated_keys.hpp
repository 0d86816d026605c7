// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/compiled.hpp>
#include <azoth/drivers/driver.hpp>

#include <functional>

namespace azoth::compiler {
class SqlCompiler;
}

namespace azoth::dialects {

/// What came back for the rows of one statement. Its memory is used again for the next statement.
class ReturnedRows {
public:
    void clear(std::size_t columns) noexcept;
    /// The values of one more row, to be filled in.
    [[nodiscard]] std::span<Value> add_row();

    /// Rows that came back; each belongs to the one that was sent in its place once they are in
    /// that order.
    [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }
    /// Empty where nothing came back for the row.
    [[nodiscard]] std::span<const Value> row(std::size_t index) const noexcept;
    /// Position by position, the row that was given there before; `nothing` where there is none.
    void reorder(std::span<const std::size_t> rows);
    void sort_by(std::size_t column);

    static constexpr std::size_t nothing = SIZE_MAX;
    /// Instead of rows, where the generated keys are all that comes back and follow one another.
    drivers::KeyRange keys{};

private:
    std::vector<Value> values_{};
    std::vector<std::size_t> order_{};
    std::size_t columns_ = 0;
};

/// Runs a query on the connection of a statement; its columns come as values of these kinds.
using TypedQuery = std::function<std::vector<std::vector<Value>>(
    std::string_view sql, std::span<const Value> parameters, std::span<const ValueKind> kinds)>;

/// Rows whose statement was executed and not reset yet.
struct SentRows {
    const compiler::RowShape& wanted;
    drivers::RowBlock rows{};  ///< what was bound: values, keys and guards of `wanted`
    std::span<const std::int64_t> drawn{};
    std::span<const ValueKind> kinds{};  ///< of the columns that are to come back
    drivers::Statement& statement;
    drivers::Connection& connection;
    const compiler::SqlCompiler& compiler;
    const TypedQuery& query;
};

/// How the keys that a database numbers, and whatever else it gives a row by itself
/// (`RowShape::returning`), come back to who inserted or changed rows. One for each way that a
/// database has; stateless and shared by threads. A flush knows nothing but this.
class GeneratedKeys {
public:
    virtual ~GeneratedKeys() = default;

    /// Keys for so many rows, taken before they are sent; empty where the database numbers them
    /// when they come.
    [[nodiscard]] virtual std::vector<std::int64_t> draw(const compiler::RowShape& wanted,
                                                         std::size_t rows,
                                                         const TypedQuery& query) const;
    /// What is sent for it. Where keys were drawn, the key's column is the last of its values.
    [[nodiscard]] virtual compiler::RowShape sent(const compiler::RowShape& wanted) const = 0;
    /// How many rows may be sent at a time, where the compiler would put up with so many.
    [[nodiscard]] virtual std::size_t most_rows(std::size_t compiled) const { return compiled; }
    /// Takes what the statement gave; says how many rows were written.
    [[nodiscard]] virtual std::size_t read(const SentRows& sent, ReturnedRows& returned) const = 0;
    /// Fetches what is missing. False where it cannot be told which of several rows got which
    /// values: they are taken back and sent one by one.
    [[nodiscard]] virtual bool complete(const SentRows& sent, ReturnedRows& returned) const;
};

/// As rows of the statement: RETURNING, OUTPUT. A smaller key belongs to an earlier row.
[[nodiscard]] const GeneratedKeys& keys_of_statement() noexcept;
/// One row at a time: the client library tells the last key, and the rest is queried by key.
[[nodiscard]] const GeneratedKeys& keys_of_driver() noexcept;

/// Drawn beforehand, from a sequence.
class DrawnKeys : public GeneratedKeys {
public:
    [[nodiscard]] std::vector<std::int64_t> draw(const compiler::RowShape& wanted,
                                                 std::size_t rows,
                                                 const TypedQuery& query) const override;
    [[nodiscard]] compiler::RowShape sent(const compiler::RowShape& wanted) const override;
    [[nodiscard]] std::size_t read(const SentRows& sent, ReturnedRows& returned) const override;
    [[nodiscard]] bool complete(const SentRows& sent, ReturnedRows& returned) const override;

protected:
    /// A query with a row for each key.
    [[nodiscard]] virtual std::string next_keys(const compiler::RowShape& wanted,
                                                std::size_t rows) const = 0;
};

/// The columns that are to come back, queried for each row by its key. Where the database numbered
/// the keys, `generated` are they.
void fetch_back(const SentRows& sent,
                std::span<const std::int64_t> generated,
                ReturnedRows& returned);

}  // namespace azoth::dialects
