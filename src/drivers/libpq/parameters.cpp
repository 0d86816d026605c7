// SPDX-License-Identifier: MIT
#include "drivers/libpq/parameters.hpp"

#include <azoth/base/error.hpp>

#include "drivers/libpq/encode_array.hpp"
#include "drivers/libpq/type_oids.hpp"
#include "drivers/statement_excerpt.hpp"

#include <climits>

namespace azoth::drivers::libpq {

namespace {

constexpr int text_format = 0;
constexpr int binary_format = 1;

[[noreturn]] void refuse(std::string_view code,
                         std::size_t index,
                         std::string_view sql,
                         const std::string& why) {
    throw DataError{
        code,
        "cannot bind parameter " + std::to_string(index + 1) + " of " + excerpt(sql) + ": " + why,
        {.statement = std::string{sql}}};
}

/// Texts and bytes whose binary form is what the program holds already.
bool can_go_directly(const ValueView& value, Oid type) noexcept {
    switch (value.kind) {
        case ValueKind::Text:
        case ValueKind::Json:
            return oid::is_text(type) || type == oid::json;
        case ValueKind::Bytes:
            return type == oid::bytea;
        default:
            return false;
    }
}

[[noreturn]] void refuse_nul(std::size_t index, std::string_view sql) {
    refuse("nul-in-text",
           index,
           sql,
           "PostgreSQL stores no NUL character in texts; remove it, or use bytes");
}

}  // namespace

void Parameters::clear() noexcept {
    entries_.clear();
    buffer_.clear();
}

template <class AppendText>
void Parameters::add_encoded(
    Entry entry, Encoded encoded, Oid type, std::string_view sql, AppendText&& append) {
    const std::size_t index = entries_.size();
    if (encoded == Encoded::OutOfRange) {
        refuse("value-out-of-range",
               index,
               sql,
               "the value does not fit into " + std::string{range_of(type)} +
                   "; use a column that is wide enough, or another value");
    }
    if (encoded == Encoded::HoldsNul) {
        refuse_nul(index, sql);
    }
    entry.format = encoded == Encoded::Yes ? binary_format : text_format;
    if (encoded == Encoded::NotOfThisType) {
        buffer_.resize(entry.offset);
        if (!append()) {
            refuse("unsupported-value", index, sql, "the value has no text form; give another one");
        }
        if (buffer_.find('\0', entry.offset) != std::string::npos) {
            refuse_nul(index, sql);
        }
        buffer_ += '\0';
    }
    entry.size = buffer_.size() - entry.offset;
    add_entry(entry, sql);
}

void Parameters::add_entry(const Entry& entry, std::string_view sql) {
    if (entry.size > INT_MAX) {
        refuse("value-too-large",
               entries_.size(),
               sql,
               "it has more than two gigabytes; store it in pieces");
    }
    entries_.push_back(entry);
}

void Parameters::add(const ValueView& value, Oid type, std::string_view sql) {
    Entry entry{.offset = buffer_.size()};
    if (value.is_null()) {
        entry.is_null = true;
        return add_entry(entry, sql);
    }
    if (holds_nul(value)) {
        refuse_nul(entries_.size(), sql);
    }
    if (value.kind != ValueKind::Array && can_go_directly(value, type)) {
        entry.direct = value.payload.range.data == nullptr ? "" : value.payload.range.data;
        entry.size = value.payload.range.size;
        entry.format = binary_format;
        return add_entry(entry, sql);
    }
    const Encoded encoded = append_binary(buffer_, value, type);
    add_encoded(entry, encoded, type, sql, [&] { return append_text(buffer_, value); });
}

void Parameters::add_column(const RowBlock& rows,
                            std::size_t column,
                            Oid type,
                            std::string_view sql) {
    const Entry entry{.offset = buffer_.size()};
    const Encoded encoded = append_column(buffer_, rows, column, type);
    add_encoded(entry, encoded, oid::element_of(type), sql, [&] {
        return append_column_text(buffer_, rows, column);
    });
}

void Parameters::finish() {
    values_.clear();
    lengths_.clear();
    formats_.clear();
    for (const Entry& entry : entries_) {
        const char* const own =
            entry.direct == nullptr ? buffer_.data() + entry.offset : entry.direct;
        values_.push_back(entry.is_null ? nullptr : own);
        lengths_.push_back(static_cast<int>(entry.size));
        formats_.push_back(entry.format);
    }
}

}  // namespace azoth::drivers::libpq
