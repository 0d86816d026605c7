// SPDX-License-Identifier: MIT
#include "orm/state/view_row.hpp"

#include <azoth/tree/node.hpp>
#include <azoth/types/decimal.hpp>

#include <bit>

#include "types/storage.hpp"

namespace azoth::orm {

std::int64_t ViewRow::integer(int) const {
    return Value::copy_of(view_).as_integer();
}

double ViewRow::real(int) const {
    return Value::copy_of(view_).as_real();
}

std::string_view ViewRow::text(int) const {
    return view_.characters();
}

std::span<const std::byte> ViewRow::bytes(int) const {
    const std::string_view characters = view_.characters();
    return {reinterpret_cast<const std::byte*>(characters.data()), characters.size()};
}

void assign_view(const Codec& codec, void* member, const ValueView& view) {
    codec.load(member, ViewRow{view}, 0);
}

void assign_default(const Codec& codec, void* member) {
    if (codec.nullable) {
        return assign_view(codec, member, ValueView::null());
    }
    switch (codec.kind) {
        case ValueKind::Boolean:
            return assign_view(codec, member, ValueView::boolean(false));
        case ValueKind::Integer:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return assign_view(codec, member, ValueView::temporal(codec.kind, 0));
        case ValueKind::Real:
            return assign_view(codec, member, ValueView::real(0));
        case ValueKind::Uuid: {
            constexpr char zeros[16] = {};
            return assign_view(
                codec, member, ValueView::ranged(ValueKind::Uuid, {zeros, sizeof(zeros)}));
        }
        case ValueKind::Text:
        case ValueKind::Bytes:
            return assign_view(codec, member, ValueView::ranged(codec.kind, {}));
        case ValueKind::Null:
        case ValueKind::Interval:
        case ValueKind::Decimal:
        case ValueKind::Json:
        case ValueKind::Array:
            return;  // no key is of these types; what was there stays
    }
}

namespace {

/// Databases write decimals with the digits of their column: 1.5 and 1.50 are one number.
std::string number_text(const ValueView& view) {
    const auto number = Decimal::parse(view.characters());
    return number ? number->to_string() : std::string{view.characters()};
}

}  // namespace

std::uint64_t hash_of(const ValueView& view) {
    switch (storage_of(view.kind)) {
        case Storage::None:
        case Storage::Elements:
            return 0;
        case Storage::Boolean:
            return tree::mixed(1, view.payload.boolean ? 1U : 0U);
        case Storage::Integer:
            return tree::mixed(1, static_cast<std::uint64_t>(view.payload.integer));
        case Storage::Real:
            return tree::mixed(1, std::bit_cast<std::uint64_t>(view.payload.real));
        case Storage::Characters:
            return view.kind == ValueKind::Decimal ? tree::mixed(1, number_text(view))
                                                   : tree::mixed(1, view.characters());
        case Storage::Interval:
            return tree::mixed(1, static_cast<std::uint64_t>(view.payload.interval.microseconds));
    }
    return 0;
}

bool is_same(const ValueView& left, const ValueView& right) {
    if (left.kind != right.kind) {
        return false;
    }
    switch (storage_of(left.kind)) {
        case Storage::None:
            return true;
        case Storage::Boolean:
            return left.payload.boolean == right.payload.boolean;
        case Storage::Integer:
            return left.payload.integer == right.payload.integer;
        case Storage::Real:
            return std::bit_cast<std::uint64_t>(left.payload.real) ==
                   std::bit_cast<std::uint64_t>(right.payload.real);
        case Storage::Characters:
            return left.characters() == right.characters() ||
                   (left.kind == ValueKind::Decimal && number_text(left) == number_text(right));
        case Storage::Interval:
            return left.payload.interval == right.payload.interval;
        case Storage::Elements:
            return *left.payload.elements == *right.payload.elements;
    }
    return false;
}

}  // namespace azoth::orm
