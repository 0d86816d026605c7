// SPDX-License-Identifier: MIT
#include "engine/statement_cache.hpp"

namespace azoth::engine {

CachedStatement& StatementCache::insert(CachedStatement statement) {
    statements_.push_front(std::move(statement));
    index_.emplace(statements_.front().hash, statements_.begin());
    evict();
    return statements_.front();
}

void StatementCache::give_back(CachedStatement& cached,
                               std::unique_ptr<drivers::Statement> statement) noexcept {
    --cached.on_loan;
    if (capacity_ > 0) {
        cached.idle.push_back(std::move(statement));
    }
}

void StatementCache::clear() noexcept {
    for (auto at = statements_.begin(); at != statements_.end();) {
        at->idle.clear();
        if (at->on_loan == 0) {
            at = erase(at);
        } else {
            ++at;
        }
    }
}

StatementCache::Position StatementCache::erase(Position statement) noexcept {
    auto [entry, last] = index_.equal_range(statement->hash);
    while (entry != last && entry->second != statement) {
        ++entry;
    }
    if (entry != last) {
        index_.erase(entry);
    }
    return statements_.erase(statement);
}

void StatementCache::evict() noexcept {
    for (auto at = statements_.end();
         statements_.size() > capacity_ && at != statements_.begin();) {
        --at;
        if (at->on_loan == 0 && at != statements_.begin()) {
            at = erase(at);
        }
    }
}

}  // namespace azoth::engine
