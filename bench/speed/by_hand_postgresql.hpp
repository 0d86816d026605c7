// SPDX-License-Identifier: MIT
#pragma once

#include "measurements.hpp"

#include <libpq-fe.h>

namespace bench {

/// Binary both ways, prepared, one statement at a time: what a careful hand writes.
class PostgresqlByHand final : public ByHand {
public:
    explicit PostgresqlByHand(const char* url);
    PostgresqlByHand(const PostgresqlByHand&) = delete;
    PostgresqlByHand& operator=(const PostgresqlByHand&) = delete;
    ~PostgresqlByHand() override;
    void read_all(std::vector<Person>& into) const override;
    void sum_all() const override;
    void get(const std::vector<std::int64_t>& keys, std::vector<Person>* kept) const override;
    void insert_one_by_one(const std::vector<Person>& people) const override;
    void update_scores(std::int64_t count) const override;
    void remove(std::int64_t count) const override;
    [[nodiscard]] int server_process() const { return PQbackendPID(connection_); }

private:
    PGconn* connection_;
};

}  // namespace bench
