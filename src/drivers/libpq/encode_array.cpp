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

Encoded append_element(std::string& buffer, const Value& element, Oid type) {
    if (element.is_null()) {
        append_integer(buffer, std::int32_t{-1});
        return Encoded::Yes;
    }
    const std::size_t length_at = buffer.size();
    append_integer(buffer, std::int32_t{0});
    const Encoded encoded = append_binary(buffer, element.view(), type);
    std::string length;
    append_integer(length,
                   static_cast<std::int32_t>(buffer.size() - length_at - sizeof(std::int32_t)));
    buffer.replace(length_at, length.size(), length);
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
            is_innermost ? append_element(buffer, element, type)
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

Encoded append_array(std::string& buffer, const std::vector<Value>& elements, Oid type) {
    const Oid element_type = oid::element_of(type);
    if (element_type == 0) {
        return Encoded::NotOfThisType;
    }
    const std::vector<std::int32_t> lengths = dimensions_of(elements);
    if (lengths.size() > most_dimensions) {
        return Encoded::NotOfThisType;
    }
    const std::size_t begin = buffer.size();
    append_integer(buffer, static_cast<std::int32_t>(lengths.size()));
    append_integer(buffer, std::int32_t{1});  // there may be NULLs; the server counts them itself
    append_integer(buffer, element_type);
    for (const std::int32_t length : lengths) {
        append_integer(buffer, length);
        append_integer(buffer, std::int32_t{1});  // indexes start at 1
    }
    const Encoded encoded =
        lengths.empty() ? Encoded::Yes : append_level(buffer, elements, element_type, lengths);
    if (encoded != Encoded::Yes) {
        buffer.resize(begin);
    }
    return encoded;
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
