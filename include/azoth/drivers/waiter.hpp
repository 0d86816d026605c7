// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace azoth::drivers {

/// A point on the monotonic clock, in nanoseconds; `never` waits for ever.
struct Deadline {
    std::int64_t nanoseconds = never_value;

    static constexpr std::int64_t never_value = INT64_MAX;
    static constexpr Deadline never() noexcept { return {}; }
    static Deadline after_milliseconds(std::int64_t milliseconds) noexcept;
    [[nodiscard]] bool has_passed() const noexcept;
    /// For poll(2): -1 for never, 0 when passed, rounded up otherwise.
    [[nodiscard]] int remaining_milliseconds() const noexcept;
};

enum class Interest : std::uint8_t { Read, Write, ReadOrWrite };
enum class WaitResult : std::uint8_t { Ready, TimedOut };

/// The one place where a driver blocks. The synchronous waiter polls; an asynchronous one suspends
/// the caller's fiber.
class Waiter {
public:
    virtual ~Waiter() = default;
    virtual WaitResult wait(int socket, Interest interest, Deadline deadline) = 0;
};

/// Polls; restarts after signals. Stateless, may be shared by threads.
[[nodiscard]] Waiter& polling_waiter() noexcept;

}  // namespace azoth::drivers
