// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/codec.hpp>

namespace azoth::orm {

/// A row of one column that shows a value, so that a codec can load it into a member.
class ViewRow final : public RowReader {
public:
    explicit ViewRow(const ValueView& view) noexcept : view_(view) {}

    [[nodiscard]] bool is_null(int) const override { return view_.is_null(); }
    [[nodiscard]] std::int64_t integer(int) const override;
    [[nodiscard]] double real(int) const override;
    [[nodiscard]] std::string_view text(int) const override;
    [[nodiscard]] std::span<const std::byte> bytes(int) const override;
    [[nodiscard]] Value value(int, ValueKind) const override { return Value::copy_of(view_); }

private:
    ValueView view_;
};

/// Assigns a value to a member. Throws DataError where it does not fit.
void assign_view(const Codec& codec, void* member, const ValueView& view);
/// NULL, 0 or empty: what a member holds that nobody set.
void assign_default(const Codec& codec, void* member);

[[nodiscard]] std::uint64_t hash_of(const ValueView& view);
/// Same content; integers of any width are alike, and decimals however many zeros they end with.
[[nodiscard]] bool is_same(const ValueView& left, const ValueView& right);

}  // namespace azoth::orm
