// SPDX-License-Identifier: MIT
#include <azoth/drivers/waiter.hpp>

#include <azoth/base/error.hpp>

#include <cerrno>
#include <climits>
#include <cstring>
#include <ctime>

#include <poll.h>

namespace azoth::drivers {

namespace {

constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;

std::int64_t now_nanoseconds() noexcept {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

short events_of(Interest interest) noexcept {
    switch (interest) {
        case Interest::Read:
            return POLLIN;
        case Interest::Write:
            return POLLOUT;
        case Interest::ReadOrWrite:
            return POLLIN | POLLOUT;
    }
    return 0;
}

class PollingWaiter final : public Waiter {
public:
    WaitResult wait(int socket, Interest interest, Deadline deadline) override {
        for (;;) {
            pollfd entry{.fd = socket, .events = events_of(interest), .revents = 0};
            const int ready = poll(&entry, 1, deadline.remaining_milliseconds());
            if (ready > 0) {
                // Errors and hang-ups count as ready: the read that follows reports them.
                return WaitResult::Ready;
            }
            if (ready == 0 && deadline.has_passed()) {
                return WaitResult::TimedOut;
            }
            if (ready < 0 && errno != EINTR && errno != EAGAIN) {
                throw OperationalError{"wait-failed",
                                       std::string{"cannot wait for the server: "} +
                                           std::strerror(errno) +
                                           "; check the limits of this process"};
            }
        }
    }
};

}  // namespace

Deadline Deadline::after_milliseconds(std::int64_t milliseconds) noexcept {
    const std::int64_t now = now_nanoseconds();
    if (milliseconds > (never_value - now) / nanoseconds_per_millisecond) {
        return never();
    }
    return {now + milliseconds * nanoseconds_per_millisecond};
}

bool Deadline::has_passed() const noexcept {
    return nanoseconds != never_value && now_nanoseconds() >= nanoseconds;
}

int Deadline::remaining_milliseconds() const noexcept {
    if (nanoseconds == never_value) {
        return -1;
    }
    const std::int64_t left = nanoseconds - now_nanoseconds();
    if (left <= 0) {
        return 0;
    }
    const std::int64_t milliseconds =
        (left + nanoseconds_per_millisecond - 1) / nanoseconds_per_millisecond;
    return milliseconds > INT_MAX ? INT_MAX : static_cast<int>(milliseconds);
}

Waiter& polling_waiter() noexcept {
    static PollingWaiter waiter;
    return waiter;
}

}  // namespace azoth::drivers
