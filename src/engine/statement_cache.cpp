// SPDX-License-Identifier: MIT
#include "engine/statement_cache.hpp"

namespace azoth::engine {

CachedStatement* StatementCache::find(std::uint64_t key) {
    if (!statements_.empty() && statements_.front().key == key) {
        return &statements_.front();
    }
    const auto found = index_.find(key);
    if (found == index_.end()) {
        return nullptr;
    }
    statements_.splice(statements_.begin(), statements_, found->second);
    return &statements_.front();
}

CachedStatement& StatementCache::insert(CachedStatement statement) {
    statements_.push_front(std::move(statement));
    index_[statements_.front().key] = statements_.begin();
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
            index_.erase(at->key);
            at = statements_.erase(at);
        } else {
            ++at;
        }
    }
}

void StatementCache::evict() noexcept {
    for (auto at = statements_.end();
         statements_.size() > capacity_ && at != statements_.begin();) {
        --at;
        if (at->on_loan == 0 && at != statements_.begin()) {
            index_.erase(at->key);
            at = statements_.erase(at);
        }
    }
}

}  // namespace azoth::engine
