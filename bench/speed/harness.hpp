// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bench {

/// Time that work took: this process, and the servers named by `watch_server`.
struct Cost {
    double cpu_seconds = 0;
    double wall_seconds = 0;
};

/// CPU time of these processes is added to every cost from now on.
void watch_servers(std::vector<int> process_ids);

/// Uses a value, so that the work that made it is not optimised away.
void keep(double value);

using Work = std::function<void()>;

/// What one line of the table compares: azoth's way against the same by hand over the C client.
struct Comparison {
    std::string what{};
    double budget = 0;            ///< the ratio that performance says can be reached; 0: none
    std::int64_t operations = 1;  ///< for the time of one
    Work prepare{};               ///< before each run of either; not measured
    Work prepare_azoth{};         ///< the same, before azoth's alone
    Work by_hand{};
    Work with_azoth{};
};

/// Runs both in turn, several times, and prints the median of the ratios of CPU time with its
/// range. Asserts nothing: times are for people to read.
void compare(const Comparison& comparison);

/// What has nothing to be compared with: prints the median time of one operation beside its budget
/// in nanoseconds.
void report(const char* what, double budget, std::int64_t operations, const Work& work);

/// Prints the heading of a table.
void heading(const std::string& title);

}  // namespace bench
