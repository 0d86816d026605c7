// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/row_reader.hpp>
#include <azoth/types/sql_type.hpp>

namespace azoth {

/// Everything the compiled core needs to know about a C++ type that travels to and from a database.
/// One constant for each type: `codec_of<T>` (types/codec_of.hpp). `object` points to an object of
/// that type.
struct Codec {
    ValueKind kind = ValueKind::Null;
    bool nullable = false;  ///< std::optional: NULL is a value of the type
    std::uint32_t size = 0;
    std::uint32_t alignment = 1;
    std::string_view (*type_name)() = nullptr;  ///< C++ name, for error messages

    /// SQL type a member of this C++ type gets when the mapping says nothing.
    SqlType (*default_type)() = nullptr;
    /// The object's value; what it refers to lives as long as object and scratch.
    ValueView (*view)(const void* object, Value& scratch) = nullptr;
    /// Assigns the column to the object. NULL into a type that is not nullable throws DataError
    /// (`unexpected-null`).
    void (*load)(void* object, const RowReader& row, int column) = nullptr;
    bool (*equal)(const void* left, const void* right) = nullptr;
    /// Copy-constructs into raw memory of `size` bytes.
    void (*copy)(void* memory, const void* object) = nullptr;
    void (*assign)(void* object, const void* from) = nullptr;
    void (*destroy)(void* object) noexcept = nullptr;
    /// Equal to a value-initialised object: an unset key, an empty required member.
    bool (*is_default)(const void* object) = nullptr;
};

/// How a column is read into a member of a struct: `load` of its codec.
struct MemberLoad {
    std::uint32_t offset = 0;
    void (*load)(void* object, const RowReader& row, int column) = nullptr;
};

}  // namespace azoth
