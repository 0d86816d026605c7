// SPDX-License-Identifier: MIT
#include <azoth/types/uuid.hpp>

#include <azoth/base/error.hpp>
#include <azoth/types/text_form.hpp>

#include <algorithm>
#include <random>

namespace azoth {

namespace {

Uuid uuid_of(std::span<const std::byte> bytes) noexcept {
    Uuid uuid;
    std::ranges::copy(bytes.first(uuid.bytes.size()), uuid.bytes.begin());
    return uuid;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    const auto bytes = text_form::parse_uuid(text);
    if (!bytes) {
        return std::nullopt;
    }
    return uuid_of(std::as_bytes(std::span{*bytes}));
}

// RFC 9562, 5.4: the version in the high half of byte 6, the variant in the two high bits of
// byte 8.
Uuid Uuid::random() {
    std::random_device source;
    Uuid uuid;
    for (std::size_t i = 0; i < uuid.bytes.size(); i += 4) {
        const std::uint32_t word = source();
        for (std::size_t part = 0; part < 4; ++part) {
            uuid.bytes[i + part] = static_cast<std::byte>(word >> (8 * part) & 0xFFU);
        }
    }
    uuid.bytes[6] = (uuid.bytes[6] & std::byte{0x0F}) | std::byte{0x40};
    uuid.bytes[8] = (uuid.bytes[8] & std::byte{0x3F}) | std::byte{0x80};
    return uuid;
}

std::string Uuid::to_string() const {
    return text_form::of_uuid({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

namespace detail {

Uuid load_uuid(const RowReader& row, int column) {
    const Value value = row.value(column, ValueKind::Uuid);
    const auto bytes = value.as_bytes();
    if (bytes.size() != sizeof(Uuid)) {
        throw DataError{"column-conversion",
                        "cannot read column " + std::to_string(column + 1) + " as uuid: it has " +
                            std::to_string(bytes.size()) +
                            " bytes, not 16; store UUIDs in their 16 bytes"};
    }
    return uuid_of(bytes);
}

}  // namespace detail
}  // namespace azoth
