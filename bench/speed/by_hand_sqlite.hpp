// SPDX-License-Identifier: MIT
#pragma once

#include "measurements.hpp"

#include <sqlite3.h>

namespace bench {

class SqliteByHand final : public ByHand {
public:
    explicit SqliteByHand(sqlite3* database) : database_(database) {}
    void read_all(std::vector<Person>& into) const override;
    void sum_all() const override;
    void get(const std::vector<std::int64_t>& keys) const override;
    void insert_one_by_one(const std::vector<Person>& people) const override;
    void update_scores(std::int64_t count) const override;
    void remove(std::int64_t count) const override;

private:
    sqlite3* database_;
};

}  // namespace bench
