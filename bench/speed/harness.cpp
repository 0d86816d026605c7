// SPDX-License-Identifier: MIT
#include "harness.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <vector>

#include <unistd.h>

namespace bench {

namespace {

constexpr int runs = 5;

std::vector<int> watched_processes;

double seconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Fields 14 and 15 of /proc/PID/stat, in clock ticks; the name in field 2 may hold spaces.
double seconds_of(int process_id) {
    std::ifstream file{"/proc/" + std::to_string(process_id) + "/stat"};
    std::string line;
    std::getline(file, line);
    std::istringstream fields{line.substr(line.rfind(')') + 1)};
    std::string skipped;
    for (int i = 3; i < 14; ++i) {
        fields >> skipped;
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double server_seconds() {
    double sum = 0;
    for (const int process_id : watched_processes) {
        sum += seconds_of(process_id);
    }
    return sum;
}

Cost measured(const Work& work) {
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) + server_seconds();
    const double wall = seconds(CLOCK_MONOTONIC);
    work();
    return {seconds(CLOCK_PROCESS_CPUTIME_ID) + server_seconds() - cpu,
            seconds(CLOCK_MONOTONIC) - wall};
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace

void watch_servers(std::vector<int> process_ids) {
    watched_processes = std::move(process_ids);
}

void keep(double value) {
    static volatile double kept = 0;
    kept = kept + value;
}

void heading(const std::string& title) {
    std::printf("\n%s\n%-52s %8s %15s %8s %12s %12s\n",
                title.c_str(),
                "",
                "ratio",
                "range",
                "budget",
                "by hand",
                "azoth");
}

void report(const char* what, double budget, std::int64_t operations, const Work& work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        times.push_back(measured(work).cpu_seconds);
    }
    std::printf("%-52s %24s %7.0f ns %12s %9.0f ns\n",
                what,
                "",
                budget,
                "",
                median(times) * 1e9 / static_cast<double>(operations));
    std::fflush(stdout);
}

void compare(const Comparison& comparison) {
    std::vector<double> ratios;
    std::vector<double> by_hand;
    std::vector<double> with_azoth;
    const auto prepare = [](const Work& work) {
        if (work) {
            work();
        }
    };
    const auto run_by_hand = [&] {
        prepare(comparison.prepare);
        return measured(comparison.by_hand).cpu_seconds;
    };
    const auto run_azoth = [&] {
        prepare(comparison.prepare);
        prepare(comparison.prepare_azoth);
        return measured(comparison.with_azoth).cpu_seconds;
    };
    run_by_hand();
    run_azoth();
    for (int i = 0; i < runs; ++i) {
        by_hand.push_back(run_by_hand());
        with_azoth.push_back(run_azoth());
        ratios.push_back(with_azoth.back() / by_hand.back());
    }
    const auto [least, most] = std::ranges::minmax(ratios);
    const double scale = 1e9 / static_cast<double>(comparison.operations);
    std::printf("%-52s %8.2f %7.2f–%5.2f   %8.2f %9.0f ns %9.0f ns\n",
                comparison.what.c_str(),
                median(ratios),
                least,
                most,
                comparison.budget,
                median(by_hand) * scale,
                median(with_azoth) * scale);
    std::fflush(stdout);
}

}  // namespace bench
