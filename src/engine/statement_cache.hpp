// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/compiled.hpp>
#include <azoth/drivers/driver.hpp>

#include <list>
#include <memory>
#include <unordered_map>

namespace azoth::engine {

/// One statement's text on one connection, with the prepared ones that are not on loan. It is
/// looked up by `hash`, and found by what it is made of.
struct CachedStatement {
    enum class Kind : unsigned char { Tree, Text, Sql };

    std::uint64_t hash = 0;
    Kind kind = Kind::Sql;
    std::string sql{};
    std::shared_ptr<const compiler::Compiled> compiled{};  ///< of a tree
    std::string source{};                                  ///< of a text statement
    std::vector<std::string> names{};                      ///< of a text statement
    std::vector<TypeKind> types{};                         ///< of the parameters with these names
    std::vector<std::unique_ptr<drivers::Statement>> idle{};
    std::uint32_t on_loan = 0;
};

/// The prepared statements of one connection, least recently used first out. Statements on loan
/// stay.
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) noexcept : capacity_(capacity) {}

    /// The one of this hash for which `is_it(CachedStatement&)`; null when there is none. Moves it
    /// to the front.
    template <class IsIt>
    [[nodiscard]] CachedStatement* find(std::uint64_t hash, IsIt&& is_it) {
        if (!statements_.empty() && statements_.front().hash == hash &&
            is_it(statements_.front())) {
            return &statements_.front();
        }
        const auto [first, last] = index_.equal_range(hash);
        for (auto entry = first; entry != last; ++entry) {
            if (is_it(*entry->second)) {
                statements_.splice(statements_.begin(), statements_, entry->second);
                return &statements_.front();
            }
        }
        return nullptr;
    }
    [[nodiscard]] CachedStatement& insert(CachedStatement statement);
    /// Takes a statement back that was lent.
    void give_back(CachedStatement& cached, std::unique_ptr<drivers::Statement> statement) noexcept;
    void clear() noexcept;

private:
    using Position = std::list<CachedStatement>::iterator;

    void evict() noexcept;
    Position erase(Position statement) noexcept;

    std::size_t capacity_;
    std::list<CachedStatement> statements_{};  ///< most recently used first
    std::unordered_multimap<std::uint64_t, Position> index_{};
};

}  // namespace azoth::engine
