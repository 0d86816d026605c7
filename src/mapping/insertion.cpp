// SPDX-License-Identifier: MIT
#include "mapping/insertion.hpp"

#include <azoth/base/error.hpp>

#include <string>

namespace azoth::mapping {

namespace {

const void* member_in(const void* object, const MappedColumn& column) noexcept {
    return static_cast<const char*>(object) + column.offset;
}

Insertion without_own_value(const MappedColumn& column) noexcept {
    if (column.default_value) {
        return Insertion::DefaultValue;
    }
    return column.generated_key || column.server_generated ? Insertion::Left : Insertion::NoKey;
}

}  // namespace

Insertion insertion_of(const MappedColumn& column, const void* member) {
    if (column.computed) {
        return Insertion::Left;
    }
    if (column.unset == Unset::Always || is_unset(column, member)) {
        return without_own_value(column);
    }
    const bool is_missing = column.required && column.codec->is_default(member);
    return is_missing ? Insertion::Empty : Insertion::AsHeld;
}

void refuse_unless_insertable(Insertion insertion,
                              const MappedColumn& column,
                              const Mapper& mapper,
                              std::string_view object) {
    const std::string beginning = "cannot insert " + std::string{object} + ": `" + column.member +
                                  "` of " + std::string{mapper.type_name()} + " is ";
    switch (insertion) {
        case Insertion::AsHeld:
        case Insertion::DefaultValue:
        case Insertion::Left:
            return;
        case Insertion::Empty:
            throw ArgumentError{
                "required-member",
                beginning + "empty, and its mapping says `required`; set it before the flush"};
        case Insertion::NoKey:
            throw ArgumentError{"unset-key",
                                beginning +
                                    "an unset key, and nothing gives it a value; set it "
                                    "(azoth::Uuid::random()), or map it with server_default(…)"};
    }
}

Insertion insertion_by_statement(const MappedColumn& column,
                                 const Mapper& mapper,
                                 const void* object) {
    const Insertion insertion = insertion_of(column, member_in(object, column));
    if (insertion == Insertion::Empty || insertion == Insertion::NoKey) {
        refuse_unless_insertable(insertion, column, mapper, "a " + std::string{mapper.type_name()});
    }
    return insertion;
}

ValueView inserted_value(const MappedColumn& column, const void* object, Value& scratch) {
    const void* member = member_in(object, column);
    const bool takes_default =
        column.default_value && (column.unset == Unset::Always || is_unset(column, member));
    return takes_default ? column.default_value->view() : column.codec->view(member, scratch);
}

}  // namespace azoth::mapping
