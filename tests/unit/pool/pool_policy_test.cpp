// SPDX-License-Identifier: MIT
#include <azoth/pool/pool_policy.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using azoth::PoolOptions;
using azoth::pool::ConnectionId;
using azoth::pool::Decision;
using azoth::pool::Disposal;
using azoth::pool::Health;
using azoth::pool::PoolPolicy;
using Action = azoth::pool::Decision::Action;

namespace {

/// Asks, and opens what is to be opened.
ConnectionId take(PoolPolicy& policy, Action expected, std::int64_t now = 0) {
    const Decision decision = policy.acquire(now);
    CHECK(decision.action == expected);
    if (decision.action == Action::Open || decision.action == Action::Replace) {
        policy.opened(decision.id, now);
    }
    return decision.id;
}

}  // namespace

TEST_CASE("the pool opens up to size and overflow, then those who ask must wait") {
    PoolPolicy policy{{.size = 2, .max_overflow = 1}};

    const auto first = take(policy, Action::Open);
    take(policy, Action::Open);
    take(policy, Action::Open);

    CHECK(policy.acquire(0).action == Action::Wait);
    CHECK(policy.checked_out() == 3);
    CHECK(policy.release(first, Health::Usable, 0) == Disposal::Keep);
    CHECK(take(policy, Action::Reuse) == first);
}

TEST_CASE("overflow connections are closed when they come back, unless they are needed") {
    PoolPolicy policy{{.size = 1, .max_overflow = 1}};
    const auto first = take(policy, Action::Open);
    const auto second = take(policy, Action::Open);

    CHECK(policy.release(first, Health::Usable, 0) == Disposal::Keep);
    CHECK(policy.release(second, Health::Usable, 0) == Disposal::Close);
    CHECK(policy.idle() == 1);
}

TEST_CASE("the connection that came back last goes out first") {
    PoolPolicy policy{{.size = 3}};
    const auto first = take(policy, Action::Open);
    const auto second = take(policy, Action::Open);
    CHECK(policy.release(first, Health::Usable, 0) == Disposal::Keep);
    CHECK(policy.release(second, Health::Usable, 0) == Disposal::Keep);

    CHECK(take(policy, Action::Reuse) == second);
    CHECK(take(policy, Action::Reuse) == first);
}

TEST_CASE("a connection that is too old is replaced in its place") {
    PoolPolicy policy{{.size = 1, .max_overflow = 0, .recycle_seconds = 10}};
    const auto first = take(policy, Action::Open, 1'000);
    CHECK(policy.release(first, Health::Usable, 5'000) == Disposal::Keep);
    CHECK(take(policy, Action::Reuse, 10'999) == first);
    CHECK(policy.release(first, Health::Usable, 10'999) == Disposal::Keep);

    const Decision decision = policy.acquire(11'000);

    CHECK(decision.action == Action::Replace);
    CHECK(decision.replaced == first);
    CHECK(decision.id != first);
    CHECK(policy.acquire(11'000).action == Action::Wait);
    policy.opened(decision.id, 11'000);
    CHECK(policy.release(decision.id, Health::Usable, 11'001) == Disposal::Keep);
}

TEST_CASE("a connection that grew too old while it was in use is closed when it comes back") {
    PoolPolicy policy{{.size = 1, .recycle_seconds = 10}};
    const auto first = take(policy, Action::Open, 0);

    CHECK(policy.release(first, Health::Usable, 10'000) == Disposal::Close);
}

TEST_CASE("when one connection is lost, all that were opened before are replaced") {
    PoolPolicy policy{{.size = 3}};
    const auto first = take(policy, Action::Open, 0);
    const auto second = take(policy, Action::Open, 0);
    const auto third = take(policy, Action::Open, 0);
    CHECK(policy.release(first, Health::Usable, 1) == Disposal::Keep);

    CHECK(policy.release(second, Health::Lost, 2) == Disposal::Close);

    CHECK(policy.release(third, Health::Usable, 3) == Disposal::Close);
    const auto decision = policy.acquire(4);
    CHECK(decision.action == Action::Replace);
    CHECK(decision.replaced == first);
    policy.opened(decision.id, 4);
    CHECK(policy.release(decision.id, Health::Usable, 5) == Disposal::Keep);
    CHECK(take(policy, Action::Reuse, 6) == decision.id);
}

TEST_CASE("a connection that could not be opened frees its place") {
    PoolPolicy policy{{.size = 1, .max_overflow = 0}};
    const auto decision = policy.acquire(0);
    CHECK(policy.acquire(0).action == Action::Wait);

    policy.dropped(decision.id);

    CHECK(policy.acquire(0).action == Action::Open);
}

TEST_CASE("a size of nothing closes every connection, and still hands one out") {
    PoolPolicy policy{{.size = 0, .max_overflow = 0}};
    const auto first = take(policy, Action::Open);

    CHECK(policy.acquire(0).action == Action::Wait);
    CHECK(policy.release(first, Health::Usable, 0) == Disposal::Close);
    take(policy, Action::Open);
}

TEST_CASE("a closed pool gives up what is idle and keeps nothing") {
    PoolPolicy policy{{.size = 2}};
    const auto first = take(policy, Action::Open);
    const auto second = take(policy, Action::Open);
    CHECK(policy.release(first, Health::Usable, 0) == Disposal::Keep);

    CHECK(policy.close() == std::vector{first});

    CHECK(policy.is_closed());
    CHECK(policy.release(second, Health::Usable, 0) == Disposal::Close);
    CHECK(policy.idle() == 0);
}

TEST_CASE("whatever happens, the pool never has more connections than it may, and none twice") {
    const auto seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const PoolOptions options{.size = 3, .max_overflow = 2, .recycle_seconds = 1};
    PoolPolicy policy{options};
    std::vector<ConnectionId> held;
    std::int64_t now = 0;

    for (int i = 0; i < 50'000; ++i) {
        now += random() % 50;
        const auto choice = random() % 10;
        if (choice < 5) {
            const auto decision = policy.acquire(now);
            REQUIRE((decision.action == Action::Wait) == (held.size() == 5));
            if (decision.action != Action::Wait) {
                REQUIRE(std::ranges::find(held, decision.id) == held.end());
                held.push_back(decision.id);
                policy.opened(decision.id, decision.action == Action::Reuse ? now - 1 : now);
            }
        } else if (!held.empty()) {
            const auto at = random() % held.size();
            if (choice == 9) {
                policy.dropped(held[at]);
            } else {
                static_cast<void>(
                    policy.release(held[at], choice == 8 ? Health::Lost : Health::Usable, now));
            }
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
        }
        REQUIRE(policy.checked_out() == held.size());
        REQUIRE(policy.idle() <= 3);
        REQUIRE(policy.idle() + policy.checked_out() <= 5);
    }
}
