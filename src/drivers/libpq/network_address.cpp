// SPDX-License-Identifier: MIT
#include "drivers/libpq/network_address.hpp"

#include <azoth/types/text_form.hpp>

#include "drivers/libpq/type_oids.hpp"

#include <array>

#include <arpa/inet.h>

namespace azoth::drivers::libpq {

namespace {

constexpr unsigned char ipv4_family = 2;  // PGSQL_AF_INET in src/include/utils/inet.h

std::optional<Value> hardware_address(std::string_view bytes) {
    if (bytes.size() != 6) {
        return std::nullopt;
    }
    std::string text;
    for (const char byte : bytes) {
        text += (text.empty() ? "" : ":") + text_form::hexadecimal({&byte, 1});
    }
    return Value{std::move(text)};
}

}  // namespace

std::optional<Value> network_address(const Cell& cell) {
    const auto [type, bytes] = cell;
    if (type == oid::macaddr) {
        return hardware_address(bytes);
    }
    // family, bits of the network, is it a cidr, size, address
    constexpr std::size_t header = 4;
    if (bytes.size() < header) {
        return std::nullopt;
    }
    const bool is_ipv4 = static_cast<unsigned char>(bytes[0]) == ipv4_family;
    const std::size_t size = is_ipv4 ? 4 : 16;
    if (bytes.size() != header + size) {
        return std::nullopt;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_ntop(is_ipv4 ? AF_INET : AF_INET6, bytes.data() + header, text.data(), text.size()) ==
        nullptr) {
        return std::nullopt;
    }
    std::string result{text.data()};
    const unsigned prefix = static_cast<unsigned char>(bytes[1]);
    if (type == oid::cidr || prefix != size * 8) {
        result += '/' + std::to_string(prefix);
    }
    return Value{std::move(result)};
}

}  // namespace azoth::drivers::libpq
