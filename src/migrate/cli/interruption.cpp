// SPDX-License-Identifier: MIT
#include "migrate/cli/interruption.hpp"

#include "migrate/environment/child_process.hpp"

#include <signal.h>
#include <unistd.h>

#include <azoth/base/error.hpp>

#include <ctime>
#include <string>
#include <utility>

namespace azoth::migrate {

namespace {

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGUSR2);  // from the destructor: there is nothing left to wait for
    return set;
}

constexpr int exit_status_of_interrupted = 130;
constexpr long nanoseconds_between_attempts = 50'000'000;

}  // namespace

Interruption::Interruption(RunTransaction transaction,
                           LastWords last_words,
                           std::string_view without_connection)
    : transaction_{transaction},
      last_words_{std::move(last_words)},
      without_connection_{without_connection} {
    const auto set = watched_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::thread{[this] { wait_for_signals(); }};
}

Interruption::~Interruption() {
    is_over_ = true;
    ::pthread_kill(waiter_.native_handle(), SIGUSR2);
    waiter_.join();
    const auto set = watched_signals();
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void Interruption::watch(Connection* connection) {
    const std::lock_guard guard{mutex_};
    connection_ = connection;
    if (connection != nullptr) {
        phase_ = Phase::Waiting;
    }
}

void Interruption::begin_revision() {
    check();
    phase_ = Phase::Revisions;
}

void Interruption::check() const {
    if (!has_come_) {
        return;
    }
    std::string kept = "nothing was changed";
    if (phase_ == Phase::Revisions) {
        kept = transaction_ == RunTransaction::WholeRun
                   ? "nothing of it is kept"
                   : "revisions that were finished stay, nothing is kept of the one that ran";
    }
    throw MigrationError{
        "interrupted",
        "cannot go on: the run was interrupted; " + kept + ", so run the command again"};
}

void Interruption::wait_for_signals() {
    for (;;) {
        const int number = next_signal();
        if (is_over_) {
            return;
        }
        const bool is_request = number == SIGINT || number == SIGTERM;
        if (is_request && phase_ == Phase::Connecting) {
            end_at_once(without_connection_);
        }
        if (is_request && has_come_.exchange(true)) {
            end_at_once(
                "cannot go on: the run was interrupted twice, so it ended without waiting for the "
                "database, which takes back what was not committed; see \"azoth status\", and run "
                "the command again");
        }
        if (has_come_) {
            cancel();
        }
    }
}

/// A cancellation that comes between two statements stops neither, so there is another one soon.
int Interruption::next_signal() const {
    const auto set = watched_signals();
    constexpr timespec pause{.tv_sec = 0, .tv_nsec = nanoseconds_between_attempts};
    return has_come_ ? ::sigtimedwait(&set, nullptr, &pause) : ::sigwaitinfo(&set, nullptr);
}

void Interruption::cancel() {
    const std::lock_guard guard{mutex_};
    if (connection_ != nullptr) {
        connection_->cancel();
    }
}

Interruption::LastWords last_words(const GlobalOptions& global, const Streams& streams) {
    const auto form = global.json ? ErrorForm::Json : ErrorForm::Text;
    return [streams, form](std::string_view message) {
        print_error(streams, form, "interrupted", message);
    };
}

void Interruption::end_at_once(std::string_view message) {
    last_words_(message);
    end_child();
    ::_exit(exit_status_of_interrupted);
}

}  // namespace azoth::migrate
