// SPDX-License-Identifier: MIT
#include "drivers/libpq/encode_array.hpp"

#include "drivers/libpq/byte_order.hpp"
#include "drivers/libpq/type_oids.hpp"

#include <cstddef>

namespace azoth::drivers::libpq {

namespace {

constexpr std::size_t most_dimensions = 6;

/// Lengths of the nested arrays, outermost first; empty for an empty array.
std::vector<std::int32_t> dimensions_of(const std::vector<Value>& elements) {
    std::vector<std::int32_t> lengths;
    const std::vector<Value>* level = &elements;
    while (!level->empty()) {
        lengths.push_back(static_cast<std::int32_t>(level->size()));
        if (level->front().kind() != ValueKind::Array) {
            break;
        }
        level = &level->front().as_array();
    }
    return lengths;
}

Encoded append_element(std::string& buffer, const ValueView& element, Oid type) {
    if (element.is_null()) {
        append_integer(buffer, std::int32_t{-1});
        return Encoded::Yes;
    }
    if (holds_nul(element)) {
        return Encoded::HoldsNul;
    }
    const std::size_t length_at = buffer.size();
    append_integer(buffer, std::int32_t{0});
    const Encoded encoded = append_binary(buffer, element, type);
    const std::size_t length = buffer.size() - length_at - sizeof(std::int32_t);
    put_integer(buffer.data() + length_at, static_cast<std::int32_t>(length));
    return encoded;
}

/// The elements of the innermost arrays in order; arrays of one level must have the same length.
Encoded append_level(std::string& buffer,
                     const std::vector<Value>& elements,
                     Oid type,
                     std::span<const std::int32_t> lengths) {
    if (elements.size() != static_cast<std::size_t>(lengths.front())) {
        return Encoded::NotOfThisType;
    }
    const bool is_innermost = lengths.size() == 1;
    for (const Value& element : elements) {
        if (is_innermost == (element.kind() == ValueKind::Array)) {
            return Encoded::NotOfThisType;
        }
        const Encoded encoded =
            is_innermost ? append_element(buffer, element.view(), type)
                         : append_level(buffer, element.as_array(), type, lengths.subspan(1));
        if (encoded != Encoded::Yes) {
            return encoded;
        }
    }
    return Encoded::Yes;
}

void append_quoted(std::string& buffer, std::string_view text) {
    buffer += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            buffer += '\\';
        }
        buffer += c;
    }
    buffer += '"';
}

}  // namespace

namespace {

void append_head(std::string& buffer, std::span<const std::int32_t> lengths, Oid element_type) {
    append_integer(buffer, static_cast<std::int32_t>(lengths.size()));
    append_integer(buffer, std::int32_t{1});  // there may be NULLs; the server counts them itself
    append_integer(buffer, element_type);
    for (const std::int32_t length : lengths) {
        append_integer(buffer, length);
        append_integer(buffer, std::int32_t{1});  // indexes start at 1
    }
}

}  // namespace

Encoded append_array(std::string& buffer, const std::vector<Value>& elements, Oid type) {
    const Oid element_type = oid::element_of(type);
    const std::vector<std::int32_t> lengths = dimensions_of(elements);
    if (element_type == 0 || lengths.size() > most_dimensions) {
        return Encoded::NotOfThisType;
    }
    const std::size_t begin = buffer.size();
    append_head(buffer, lengths, element_type);
    const Encoded encoded =
        lengths.empty() ? Encoded::Yes : append_level(buffer, elements, element_type, lengths);
    if (encoded != Encoded::Yes) {
        buffer.resize(begin);
    }
    return encoded;
}

Encoded append_column(std::string& buffer, const RowBlock& rows, std::size_t column, Oid type) {
    const Oid element_type = oid::element_of(type);
    if (element_type == 0) {
        return Encoded::NotOfThisType;
    }
    const auto length = static_cast<std::int32_t>(rows.count);
    append_head(buffer, {&length, 1}, element_type);
    for (std::size_t row = 0; row < rows.count; ++row) {
        Value scratch;
        const Encoded encoded =
            append_element(buffer, rows.view(row, column, scratch), element_type);
        if (encoded != Encoded::Yes) {
            return encoded;
        }
    }
    return Encoded::Yes;
}

bool append_column_text(std::string& buffer, const RowBlock& rows, std::size_t column) {
    std::vector<Value> elements;
    for (std::size_t row = 0; row < rows.count; ++row) {
        Value scratch;
        elements.push_back(Value::copy_of(rows.view(row, column, scratch)));
    }
    return append_array_text(buffer, elements);
}

bool append_array_text(std::string& buffer, const std::vector<Value>& elements) {
    buffer += '{';
    bool is_first = true;
    for (const Value& element : elements) {
        if (!is_first) {
            buffer += ',';
        }
        is_first = false;
        if (element.is_null()) {
            buffer += "NULL";
            continue;
        }
        if (element.kind() == ValueKind::Array) {
            if (!append_array_text(buffer, element.as_array())) {
                return false;
            }
            continue;
        }
        std::string text;
        if (!append_text(text, element.view())) {
            return false;
        }
        append_quoted(buffer, text);
    }
    buffer += '}';
    return true;
}

}  // namespace azoth::drivers::libpq
