// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>

#include <array>
#include <compare>

namespace azoth {

/// A UUID (RFC 9562), 16 bytes in network order. All zero when default-constructed.
struct Uuid {
    std::array<std::byte, 16> bytes{};

    /// 32 hexadecimal digits, with or without dashes and braces; nothing for any other text.
    [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);
    /// Version 4: 122 bits from the operating system's generator. Any thread may call it.
    [[nodiscard]] static Uuid random();
    /// `123e4567-e89b-12d3-a456-426614174000`.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] bool is_nil() const noexcept { return *this == Uuid{}; }

    friend bool operator==(const Uuid&, const Uuid&) = default;
    friend std::strong_ordering operator<=>(const Uuid&, const Uuid&) = default;
};

namespace detail {

[[nodiscard]] Uuid load_uuid(const RowReader& row, int column);

template <>
struct Conversion<Uuid> {
    static constexpr ValueKind kind = ValueKind::Uuid;
    static SqlType type() { return sql::Uuid(); }
    static ValueView view(const Uuid& value, Value&) noexcept {
        return ValueView::ranged(
            kind, {reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()});
    }
    static Uuid load(const RowReader& row, int column) { return load_uuid(row, column); }
};

}  // namespace detail
}  // namespace azoth

template <>
struct std::hash<azoth::Uuid> {
    [[nodiscard]] std::size_t operator()(const azoth::Uuid& uuid) const noexcept {
        std::size_t mixed = 0;
        for (const std::byte byte : uuid.bytes) {
            mixed = mixed * 1099511628211U + static_cast<std::size_t>(byte);
        }
        return mixed;
    }
};
