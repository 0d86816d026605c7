// SPDX-License-Identifier: MIT
#pragma once

#include "measurements.hpp"

#include <sqlite3.h>

namespace bench {

/// On a connection of its own, opened as SQLite's documentation opens one: with its mutex.
class SqliteByHand final : public ByHand {
public:
    explicit SqliteByHand(const char* file);
    ~SqliteByHand() override;
    SqliteByHand(const SqliteByHand&) = delete;
    SqliteByHand& operator=(const SqliteByHand&) = delete;
    void read_all(std::vector<Person>& into) const override;
    void sum_all() const override;
    void get(const std::vector<std::int64_t>& keys, std::vector<Person>* kept) const override;
    void insert_one_by_one(const std::vector<Person>& people) const override;
    void update_scores(std::int64_t count) const override;
    void remove(std::int64_t count) const override;

private:
    sqlite3* database_ = nullptr;
};

}  // namespace bench
