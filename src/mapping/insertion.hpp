// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>

namespace azoth::mapping {

/// What an INSERT does with a member: the same on every way a row is written.
enum class Insertion : std::uint8_t {
    AsHeld,        ///< what the object holds is stored
    DefaultValue,  ///< `default_value` is
    Left,          ///< the database gives it its value
    Empty,         ///< refused: the mapping says `required`
    NoKey,         ///< refused: nothing gives the key a value
};

/// `member` points to the column's member in the object.
[[nodiscard]] Insertion insertion_of(const MappedColumn& column, const void* member);

/// Throws ArgumentError (`required-member`, `unset-key`) where the member may not be inserted.
/// `object` is what the error calls the object: "a new User".
void refuse_unless_insertable(Insertion insertion,
                              const MappedColumn& column,
                              const Mapper& mapper,
                              std::string_view object);

/// What an INSERT by statement does with a member. Throws as `refuse_unless_insertable`.
[[nodiscard]] Insertion insertion_by_statement(const MappedColumn& column,
                                               const Mapper& mapper,
                                               const void* object);
/// What a member that is `AsHeld` or `DefaultValue` writes; valid as long as object and scratch.
[[nodiscard]] ValueView inserted_value(const MappedColumn& column,
                                       const void* object,
                                       Value& scratch);

/// Has no value of its own yet: value-initialised, or NULL.
[[nodiscard]] inline bool is_unset(const MappedColumn& column, const void* member) {
    return column.unset == Unset::WhenEmpty && column.codec->is_default(member);
}

}  // namespace azoth::mapping
