// SPDX-License-Identifier: MIT
#include <azoth/drivers/waiter.hpp>

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

using azoth::drivers::Deadline;
using azoth::drivers::Interest;
using azoth::drivers::polling_waiter;
using azoth::drivers::WaitResult;

namespace {

struct Pipe {
    std::array<int, 2> ends{};
    Pipe() {
        if (pipe(ends.data()) != 0) {
            throw std::runtime_error{"no pipe"};
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close(ends[0]);
        close(ends[1]);
    }
};

void ignore_signal(int) {}

}  // namespace

TEST_CASE("a deadline counts down and passes") {
    CHECK(Deadline::never().remaining_milliseconds() == -1);
    CHECK_FALSE(Deadline::never().has_passed());
    CHECK(Deadline::after_milliseconds(0).has_passed());
    CHECK(Deadline::after_milliseconds(-5).remaining_milliseconds() == 0);
    CHECK(Deadline::after_milliseconds(INT64_MAX).nanoseconds == Deadline::never_value);

    const Deadline minute = Deadline::after_milliseconds(60'000);
    CHECK_FALSE(minute.has_passed());
    CHECK(minute.remaining_milliseconds() <= 60'000);
    CHECK(minute.remaining_milliseconds() > 50'000);
}

TEST_CASE("the polling waiter returns when the socket is ready") {
    const Pipe pipe;
    CHECK(polling_waiter().wait(pipe.ends[1], Interest::Write, Deadline::never()) ==
          WaitResult::Ready);
    REQUIRE(write(pipe.ends[1], "x", 1) == 1);

    CHECK(polling_waiter().wait(pipe.ends[0], Interest::Read, Deadline::never()) ==
          WaitResult::Ready);
    CHECK(polling_waiter().wait(pipe.ends[0], Interest::ReadOrWrite, Deadline::never()) ==
          WaitResult::Ready);
}

TEST_CASE("the polling waiter gives up at the deadline") {
    const Pipe pipe;

    CHECK(polling_waiter().wait(pipe.ends[0], Interest::Read, Deadline::after_milliseconds(5)) ==
          WaitResult::TimedOut);
    CHECK(polling_waiter().wait(pipe.ends[0], Interest::Read, Deadline::after_milliseconds(-1)) ==
          WaitResult::TimedOut);
}

TEST_CASE("a signal neither ends the wait nor moves the deadline") {
    const Pipe pipe;
    const auto previous = std::signal(SIGALRM, ignore_signal);
    const itimerval every_millisecond{.it_interval = {0, 1000}, .it_value = {0, 1000}};
    setitimer(ITIMER_REAL, &every_millisecond, nullptr);
    const Deadline deadline = Deadline::after_milliseconds(20);

    const auto result = polling_waiter().wait(pipe.ends[0], Interest::Read, deadline);

    const itimerval off{};
    setitimer(ITIMER_REAL, &off, nullptr);
    std::signal(SIGALRM, previous);
    CHECK(result == WaitResult::TimedOut);
    CHECK(deadline.has_passed());
}

TEST_CASE("a wait that the system refuses is an error that says so") {
    const Pipe pipe;
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    const rlimit none{.rlim_cur = 0, .rlim_max = usual.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    std::string code;

    try {
        polling_waiter().wait(pipe.ends[0], Interest::Read, Deadline::after_milliseconds(0));
    } catch (const azoth::OperationalError& error) {
        code = error.code();
    }

    setrlimit(RLIMIT_NOFILE, &usual);
    CHECK(code == "wait-failed");
}
