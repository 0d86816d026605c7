// SPDX-License-Identifier: MIT
#pragma once

#include <toml++/toml.h>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// Takes known keys out of one table of azoth.toml; what is left over in the end is an error. A key
/// that is missing leaves the member as it was, so a second table can be laid over a first one.
class ConfigTable {
public:
    /// `prefix` is the name of the table with a dot behind it; empty for the top.
    ConfigTable(const toml::table& table, std::string prefix, std::string file)
        : table_(table), prefix_(std::move(prefix)), file_(std::move(file)) {}

    void read(std::string_view key, std::string& value);
    void read(std::string_view key, bool& value);
    void read(std::string_view key, std::size_t& value);
    void read(std::string_view key, std::optional<double>& value);
    /// A single text is a list of one.
    void read(std::string_view key, std::vector<std::string>& values);
    /// Reads a table of its own.
    void read_table(std::string_view key, const std::function<void(ConfigTable&)>& reader);
    /// Marks a key as known and reads nothing.
    void allow(std::string_view key) { known_.emplace_back(key); }
    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

    /// Throws MigrationError `unknown-config-key` for the first key that nobody read.
    void refuse_unknown() const;
    /// Throws MigrationError `config-value` with file, line and key.
    [[noreturn]] void fail(std::string_view key, std::string_view why) const;

private:
    [[nodiscard]] const toml::node* take(std::string_view key);
    [[nodiscard]] std::string place(const toml::node* node) const;
    [[nodiscard]] std::string text_of(std::string_view key, const toml::node& node) const;

    const toml::table& table_;
    std::string prefix_;
    std::string file_;
    std::vector<std::string> known_{};
};

}  // namespace azoth::migrate
