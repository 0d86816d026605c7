// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/compiled.hpp>
#include <azoth/drivers/driver.hpp>

#include <list>
#include <unordered_map>

namespace azoth::engine {

/// One statement's text on one connection, with the prepared ones that are not on loan.
struct CachedStatement {
    std::uint64_t key = 0;
    std::string sql{};
    compiler::LiteralPlan literals{};  ///< of a compiled tree
    std::uint32_t rows_per_batch = 0;  ///< of a compiled tree
    std::vector<std::string> names{};  ///< of a text statement
    std::vector<std::unique_ptr<drivers::Statement>> idle{};
    std::uint32_t on_loan = 0;
};

/// The prepared statements of one connection, least recently used first out. Statements on loan
/// stay.
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) noexcept : capacity_(capacity) {}

    /// Null when there is none. Moves it to the front.
    [[nodiscard]] CachedStatement* find(std::uint64_t key);
    [[nodiscard]] CachedStatement& insert(CachedStatement statement);
    /// Takes a statement back that was lent.
    void give_back(CachedStatement& cached, std::unique_ptr<drivers::Statement> statement) noexcept;
    void clear() noexcept;

private:
    void evict() noexcept;

    std::size_t capacity_;
    std::list<CachedStatement> statements_{};  ///< most recently used first
    std::unordered_map<std::uint64_t, std::list<CachedStatement>::iterator> index_{};
};

}  // namespace azoth::engine
