// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "drivers/libpq/encode.hpp"

#include <libpq-fe.h>

#include <string>
#include <vector>

namespace azoth::drivers::libpq {

/// The parameters of one execution as libpq wants them.
///
/// A value goes in binary form where its kind and the type that the server expects belong together,
/// and as text, which the server parses, everywhere else. Texts of binary parameters are not
/// copied: they must live until the parameters are sent.
class Parameters {
public:
    void clear() noexcept;
    /// Adds the next one; `type` is 0 while the server has not said what it expects. Throws
    /// DataError
    /// (`value-out-of-range`, `nul-in-text`, `unsupported-value`); `sql` is for its message.
    void add(const ValueView& value, Oid type, std::string_view sql);
    /// Adds the column of a batch as an array. Throws as `add` does.
    void add_column(const RowBlock& rows, std::size_t column, Oid type, std::string_view sql);
    /// To be called after the last one and before the arrays are asked for.
    void finish();

    [[nodiscard]] int count() const noexcept { return static_cast<int>(entries_.size()); }
    [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

private:
    struct Entry {
        const char* direct = nullptr;  ///< elsewhere; null when it lies in the buffer, or is NULL
        std::size_t offset = 0;
        std::size_t size = 0;
        bool is_null = false;
        int format = 0;
    };

    /// Adds what was encoded at the end of the buffer, as text where that is all that goes.
    template <class AppendText>
    void add_encoded(
        Entry entry, Encoded encoded, Oid type, std::string_view sql, AppendText&& append);
    void add_entry(const Entry& entry, std::string_view sql);

    std::vector<Entry> entries_;
    std::string buffer_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

}  // namespace azoth::drivers::libpq
