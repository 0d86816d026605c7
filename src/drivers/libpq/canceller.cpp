// SPDX-License-Identifier: MIT
#include "drivers/libpq/canceller.hpp"

#include <array>

namespace azoth::drivers::libpq {

namespace {

void send(PGcancel* request) noexcept {
    std::array<char, 256> message{};
    // A failure means that the server is gone or has finished; the session finds out by itself.
    static_cast<void>(PQcancel(request, message.data(), static_cast<int>(message.size())));
}

}  // namespace

Canceller::Canceller(PGconn* session) : request_(PQgetCancel(session), Release{}) {}

Canceller::~Canceller() {
    if (thread_.joinable()) {
        thread_.detach();
    }
}

void Canceller::cancel() const noexcept {
    send(request_.get());
}

void Canceller::start() {
    if (thread_.joinable()) {
        if (!is_sent_->load()) {
            return;
        }
        thread_.join();
    }
    is_sent_ = std::make_shared<std::atomic<bool>>(false);
    thread_ = std::thread{[request = request_, is_sent = is_sent_] {
        send(request.get());
        is_sent->store(true);
    }};
}

void Canceller::finish() noexcept {
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace azoth::drivers::libpq
