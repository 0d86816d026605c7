// SPDX-License-Identifier: MIT
#include "orm/state/view_row.hpp"

#include <azoth/tree/node.hpp>

#include <bit>

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

bool is_ranged(ValueKind kind) noexcept {
    return kind == ValueKind::Text || kind == ValueKind::Bytes || kind == ValueKind::Decimal ||
           kind == ValueKind::Uuid || kind == ValueKind::Json;
}

}  // namespace

std::uint64_t hash_of(const ValueView& view) noexcept {
    if (is_ranged(view.kind)) {
        return tree::mixed(1, view.characters());
    }
    if (view.kind == ValueKind::Null || view.kind == ValueKind::Array) {
        return 0;
    }
    if (view.kind == ValueKind::Boolean) {
        return tree::mixed(1, view.payload.boolean ? 1U : 0U);
    }
    if (view.kind == ValueKind::Real) {
        return tree::mixed(1, std::bit_cast<std::uint64_t>(view.payload.real));
    }
    if (view.kind == ValueKind::Interval) {
        return tree::mixed(1, static_cast<std::uint64_t>(view.payload.interval.microseconds));
    }
    return tree::mixed(1, static_cast<std::uint64_t>(view.payload.integer));
}

bool is_same(const ValueView& left, const ValueView& right) noexcept {
    if (left.kind != right.kind) {
        return false;
    }
    if (is_ranged(left.kind)) {
        return left.characters() == right.characters();
    }
    if (left.kind == ValueKind::Null) {
        return true;
    }
    if (left.kind == ValueKind::Boolean) {
        return left.payload.boolean == right.payload.boolean;
    }
    if (left.kind == ValueKind::Real) {
        return std::bit_cast<std::uint64_t>(left.payload.real) ==
               std::bit_cast<std::uint64_t>(right.payload.real);
    }
    if (left.kind == ValueKind::Interval) {
        return left.payload.interval == right.payload.interval;
    }
    if (left.kind == ValueKind::Array) {
        return *left.payload.elements == *right.payload.elements;
    }
    return left.payload.integer == right.payload.integer;
}

}  // namespace azoth::orm
