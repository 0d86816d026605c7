// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

/// Numbers in network order, as the binary formats have them.
namespace azoth::drivers::libpq {

template <class Unsigned>
[[nodiscard]] constexpr Unsigned swapped(Unsigned value) noexcept {
    if constexpr (std::endian::native == std::endian::big || sizeof(Unsigned) == 1) {
        return value;
    } else if constexpr (sizeof(Unsigned) == 2) {
        return __builtin_bswap16(value);
    } else if constexpr (sizeof(Unsigned) == 4) {
        return __builtin_bswap32(value);
    } else {
        return __builtin_bswap64(value);
    }
}

/// The integer that starts at these bytes.
template <class Integer>
[[nodiscard]] Integer read_integer(const char* bytes) noexcept {
    std::make_unsigned_t<Integer> raw{};
    std::memcpy(&raw, bytes, sizeof raw);
    return static_cast<Integer>(swapped(raw));
}

[[nodiscard]] inline double read_double(const char* bytes) noexcept {
    return std::bit_cast<double>(read_integer<std::uint64_t>(bytes));
}

[[nodiscard]] inline float read_float(const char* bytes) noexcept {
    return std::bit_cast<float>(read_integer<std::uint32_t>(bytes));
}

template <class Integer>
void put_integer(char* bytes, Integer value) noexcept {
    const auto raw = swapped(static_cast<std::make_unsigned_t<Integer>>(value));
    std::memcpy(bytes, &raw, sizeof raw);
}

template <class Integer>
void append_integer(std::string& buffer, Integer value) {
    char bytes[sizeof value];
    put_integer(bytes, value);
    buffer.append(bytes, sizeof value);
}

}  // namespace azoth::drivers::libpq
