// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>
#include <azoth/tree/entity.hpp>
#include <azoth/types/codec_of.hpp>

namespace azoth::engine {

/// One element of a result's row type, as the compiled core sees it.
struct ResultItem {
    const tree::Entity* entity = nullptr;  ///< a mapped struct; null for a value
    const Codec* codec = nullptr;          ///< a value
    bool optional = false;                 ///< std::optional<struct>: absent where its key is NULL
};

template <class T>
[[nodiscard]] constexpr ResultItem result_item() noexcept {
    using Plain = std::remove_const_t<detail::without_optional<T>>;
    if constexpr (SqlValue<T>) {
        return {.codec = &codec_of<T>};
    } else {
        return {.entity = &tree::entity_of<Plain>, .optional = detail::is_optional<T>};
    }
}

template <class... Ts>
inline constexpr ResultItem result_items[] = {result_item<Ts>()...};

/// How to decode the columns of one item, from `first_column` on.
struct ItemPlan {
    int first_column = 0;
    const Codec* codec = nullptr;
    std::span<const MemberLoad> columns{};  ///< of a struct
    std::span<const std::size_t> key{};     ///< of a struct: positions of its primary key

    [[nodiscard]] int key_column(std::size_t index) const noexcept {
        return first_column + static_cast<int>(key[index]);
    }
    /// NULL in the whole key of a struct: there is no object.
    [[nodiscard]] bool is_absent(const RowReader& row) const;
    /// Assigns every column to its member.
    void load_struct(void* object, const RowReader& row) const;
};

/// Fills `plans`, one for each item. Throws MappingError when a struct is not mapped, CompileError
/// (`column-count`) when the statement gives fewer columns than the row type asks for.
void make_row_plan(std::span<const ResultItem> items, int column_count, std::span<ItemPlan> plans);
/// For rows of SQL that was written by hand. Throws CompileError: `column-count` where it gives
/// more or fewer columns than the row type has, `column-order` where a struct's come in another
/// order than its members.
void check_columns(std::span<const ResultItem> items, const drivers::Statement& statement);
[[nodiscard]] std::vector<ItemPlan> make_row_plan(std::span<const ResultItem> items,
                                                  int column_count);

}  // namespace azoth::engine
