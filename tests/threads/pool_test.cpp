// SPDX-License-Identifier: MIT
#include <azoth/pool/pool.hpp>

#include "unit/pool/fake_connection.hpp"

#include <doctest/doctest.h>

#include <mutex>
#include <random>
#include <thread>
#include <vector>

using azoth::pool::Lease;
using azoth::pool::Pool;
using test_support::fake;
using test_support::FakeConnector;
using test_support::FakeLog;

TEST_CASE("many threads share few connections, each connection one thread at a time") {
    FakeLog log;
    constexpr int threads = 8;
    constexpr int rounds = 2'000;
    Pool pool{{.size = 2, .max_overflow = 1, .timeout_milliseconds = -1, .pre_ping = true},
              std::make_unique<FakeConnector>(log)};
    std::atomic<int> in_use{0};
    std::atomic<int> most_in_use{0};

    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&, i] {
            std::mt19937 random{static_cast<unsigned>(i)};
            for (int round = 0; round < rounds; ++round) {
                Lease lease = pool.acquire();
                const int now = ++in_use;
                for (int most = most_in_use;
                     now > most && !most_in_use.compare_exchange_weak(most, now);) {
                }
                ++fake(lease).uses;
                fake(lease).is_lost = random() % 50 == 0;
                if (random() % 50 == 0) {
                    lease.invalidate();
                }
                --in_use;
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }

    CHECK(most_in_use <= 3);
    CHECK(pool.status().checked_out == 0);
    CHECK(pool.status().waiting == 0);
    pool.close();
    CHECK(log.opened == log.closed);
}

TEST_CASE("those who wait are served in the order in which they came") {
    FakeLog log;
    Pool pool{{.size = 1, .max_overflow = 0, .timeout_milliseconds = -1},
              std::make_unique<FakeConnector>(log)};
    Lease held = pool.acquire();
    std::mutex mutex;
    std::vector<int> order;

    std::vector<std::thread> workers;
    for (int i = 0; i < 5; ++i) {
        workers.emplace_back([&, i] {
            const Lease lease = pool.acquire();
            const std::lock_guard lock{mutex};
            order.push_back(i);
        });
        while (pool.status().waiting != static_cast<std::size_t>(i) + 1) {
            std::this_thread::yield();
        }
    }
    held.release();
    for (auto& worker : workers) {
        worker.join();
    }

    CHECK(order == std::vector{0, 1, 2, 3, 4});
    CHECK(log.opened == 1);
}

TEST_CASE("when opening fails for one thread, the next one that waits tries") {
    FakeLog log;
    Pool pool{{.size = 1, .max_overflow = 0, .timeout_milliseconds = -1},
              std::make_unique<FakeConnector>(log)};
    Lease held = pool.acquire();
    std::atomic<int> failed{0};
    std::vector<std::thread> workers;
    for (std::size_t i = 0; i < 3; ++i) {
        workers.emplace_back([&] {
            try {
                static_cast<void>(pool.acquire());
            } catch (const azoth::OperationalError&) {
                ++failed;
            }
        });
        while (pool.status().waiting != i + 1) {
            std::this_thread::yield();
        }
    }
    log.server_is_down = true;
    held.invalidate();
    held.release();
    for (auto& worker : workers) {
        worker.join();
    }

    CHECK(failed == 3);
    CHECK(pool.status().checked_out == 0);
}

TEST_CASE("closing wakes the threads that wait") {
    FakeLog log;
    Pool pool{{.size = 1, .max_overflow = 0, .timeout_milliseconds = -1},
              std::make_unique<FakeConnector>(log)};
    const Lease held = pool.acquire();
    std::atomic<int> refused{0};
    std::vector<std::thread> workers;
    for (std::size_t i = 0; i < 3; ++i) {
        workers.emplace_back([&] {
            try {
                static_cast<void>(pool.acquire());
            } catch (const azoth::InvalidRequestError&) {
                ++refused;
            }
        });
    }
    while (pool.status().waiting != 3) {
        std::this_thread::yield();
    }

    pool.close();
    for (auto& worker : workers) {
        worker.join();
    }

    CHECK(refused == 3);
}

TEST_CASE("a wait that ends at its timeout leaves no trace") {
    FakeLog log;
    Pool pool{{.size = 1, .max_overflow = 0, .timeout_milliseconds = 1},
              std::make_unique<FakeConnector>(log)};
    std::vector<std::thread> workers;
    std::atomic<int> timeouts{0};
    {
        const Lease held = pool.acquire();
        for (int i = 0; i < 4; ++i) {
            workers.emplace_back([&] {
                try {
                    static_cast<void>(pool.acquire());
                } catch (const azoth::PoolTimeoutError&) {
                    ++timeouts;
                }
            });
        }
        for (auto& worker : workers) {
            worker.join();
        }
    }

    CHECK(timeouts == 4);
    CHECK(pool.status().waiting == 0);
    static_cast<void>(pool.acquire());
    CHECK(log.opened == 1);
}
