// SPDX-License-Identifier: MIT
#pragma once

#include "person.hpp"

#include <vector>

namespace bench {

/// The work as people write it over a C client, with prepared statements and struct members.
class ByHand {
public:
    virtual ~ByHand() = default;
    virtual void read_all(std::vector<Person>& into) const = 0;
    virtual void sum_all() const = 0;
    /// One query for each key; null: rows are not kept.
    virtual void get(const std::vector<std::int64_t>& keys, std::vector<Person>* kept) const = 0;
    virtual void insert_one_by_one(
        const std::vector<Person>& people) const = 0;  ///< one transaction, keys generated
    virtual void update_scores(std::int64_t count) const = 0;
    virtual void remove(std::int64_t count) const = 0;
};

struct Setting {
    const azoth::Engine& engine;
    azoth::Connection& connection;
    const ByHand& by_hand;
    std::int64_t rows_read = 0;
    bool is_embedded = false;  ///< budgets differ
};

void measure(const Setting& setting);
void measure_sqlite();
void measure_postgresql(const char* url);

}  // namespace bench
