// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

/// Servers that are none.
namespace azoth::test {

enum class Answer { Refusal, Silence };

/// A port of 127.0.0.1 that nobody else uses while this lives: it refuses connections, or takes
/// them and never says a word.
class TcpPort {
public:
    explicit TcpPort(Answer answer) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const where = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, where, size) != 0 ||
            (answer == Answer::Silence && ::listen(socket_, 4) != 0) ||
            ::getsockname(socket_, where, &size) != 0) {
            throw std::runtime_error{"cannot take a port"};
        }
        number_ = ntohs(address.sin_port);
    }
    TcpPort(const TcpPort&) = delete;
    TcpPort& operator=(const TcpPort&) = delete;
    ~TcpPort() { ::close(socket_); }

    /// Whether somebody waits for the first word.
    [[nodiscard]] bool is_asked() const {
        pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
        return ::poll(&wanted, 1, 0) == 1;
    }
    [[nodiscard]] std::string number() const { return std::to_string(number_); }

private:
    int socket_;
    int number_ = 0;
};

}  // namespace azoth::test
