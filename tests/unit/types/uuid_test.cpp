// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/types/codec_of.hpp>
#include <azoth/types/value_reader.hpp>

#include <doctest/doctest.h>

#include <unordered_set>

namespace {

using azoth::Uuid;
using azoth::Value;
using azoth::ValueKind;

TEST_CASE("a UUID is read and written") {
    const auto uuid = Uuid::parse("{123E4567-e89b-12d3-a456-426614174000}");

    REQUIRE(uuid);
    CHECK(uuid->to_string() == "123e4567-e89b-12d3-a456-426614174000");
    CHECK(uuid->bytes[1] == std::byte{0x3e});
    CHECK(Uuid::parse("123e4567") == std::nullopt);
    CHECK(Uuid{}.is_nil());
    CHECK(Uuid{} < *uuid);
}

TEST_CASE("random UUIDs are of version 4 and differ") {
    std::unordered_set<Uuid> seen;

    for (int i = 0; i < 1000; ++i) {
        const Uuid uuid = Uuid::random();
        CHECK(uuid.to_string()[14] == '4');
        CHECK((uuid.bytes[8] & std::byte{0xC0}) == std::byte{0x80});
        seen.insert(uuid);
    }

    CHECK(seen.size() == 1000);
}

TEST_CASE("a UUID travels as its 16 bytes") {
    const Uuid uuid = Uuid::random();
    Value scratch;

    const auto view = azoth::codec_of<Uuid>.view(&uuid, scratch);
    Uuid back;
    azoth::assign_value(azoth::codec_of<Uuid>, &back, Value::copy_of(view));

    CHECK(view.kind == ValueKind::Uuid);
    CHECK(view.characters().size() == 16);
    CHECK(back == uuid);
    azoth::assign_value(azoth::codec_of<Uuid>, &back, Value{Uuid{}.to_string()});
    CHECK(back.is_nil());
    CHECK_THROWS_AS(
        azoth::assign_value(azoth::codec_of<Uuid>, &back, Value::ranged(ValueKind::Uuid, "short")),
        azoth::DataError);
}

}  // namespace
