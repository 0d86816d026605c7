// SPDX-License-Identifier: MIT
#include "migrate/cli/interruption.hpp"

#include <signal.h>
#include <unistd.h>

#include <azoth/base/error.hpp>

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

}  // namespace

Interruption::Interruption(RunTransaction transaction) : transaction_{transaction} {
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
}

void Interruption::check() const {
    if (has_come_) {
        const std::string kept =
            transaction_ == RunTransaction::WholeRun
                ? "nothing of it is kept"
                : "revisions that were finished stay, nothing is kept of the one that ran";
        throw MigrationError{
            "interrupted",
            "cannot go on: the run was interrupted; " + kept + ", so run the command again"};
    }
}

void Interruption::wait_for_signals() {
    const auto set = watched_signals();
    for (;;) {
        int number = 0;
        ::sigwait(&set, &number);
        if (is_over_) {
            return;
        }
        if (number == SIGUSR2) {
            continue;
        }
        if (has_come_.exchange(true)) {
            ::_exit(exit_status_of_interrupted);
        }
        interrupt();
    }
}

void Interruption::interrupt() {
    const std::lock_guard guard{mutex_};
    if (connection_ == nullptr) {
        ::_exit(exit_status_of_interrupted);  // nothing runs that could be cancelled
    }
    connection_->cancel();
}

}  // namespace azoth::migrate
