// SPDX-License-Identifier: MIT
#include "engine/retry_turn.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using azoth::RetryOptions;
using azoth::SerializationError;

constexpr RetryOptions soon{
    .attempts = 3, .first_pause_milliseconds = 0, .longest_pause_milliseconds = 0};

[[noreturn]] void conflict() {
    throw SerializationError{"serialization-failure", "cannot: a conflict", {.retryable = true}};
}

template <class Work>
auto retry(Work&& work) {
    azoth::engine::RetryTurn turn;
    return azoth::engine::retry(soon, turn, work);
}

template <class ExpectedError, class Work>
std::string message_of(Work&& work) {
    try {
        retry(work);
    } catch (const ExpectedError& error) {
        return error.message();
    }
    return "nothing was thrown";
}

}  // namespace

TEST_CASE("retry runs work again after a conflict and gives what it returns") {
    int runs = 0;

    const int result = retry([&] {
        if (++runs < 3) {
            conflict();
        }
        return 7;
    });

    CHECK(result == 7);
    CHECK(runs == 3);
}

TEST_CASE("the error of the last attempt says how many there were") {
    int runs = 0;

    const std::string message = message_of<SerializationError>([&] {
        ++runs;
        conflict();
    });

    CHECK(message == "cannot: a conflict (tried 3 times)");
    CHECK(runs == 3);
}

TEST_CASE("an object that another transaction changed is a conflict too") {
    int runs = 0;

    retry([&] {
        if (++runs == 1) {
            throw azoth::StaleDataError{"stale-data", "cannot: stale", {.retryable = true}};
        }
    });

    CHECK(runs == 2);
}

TEST_CASE("other errors are thrown at once, also those that might go away") {
    int runs = 0;

    const std::string locked = message_of<azoth::OperationalError>([&] {
        ++runs;
        throw azoth::OperationalError{"database-locked", "cannot: locked", {.retryable = true}};
    });
    const std::string broken = message_of<azoth::IntegrityError>([&] {
        ++runs;
        throw azoth::IntegrityError{"unique-violation", "cannot: twice"};
    });
    const std::string aborted = message_of<SerializationError>([&] {
        ++runs;
        throw SerializationError{"transaction-aborted", "cannot: aborted"};
    });

    CHECK(locked == "cannot: locked");
    CHECK(broken == "cannot: twice");
    CHECK(aborted == "cannot: aborted");
    CHECK(runs == 3);
}
