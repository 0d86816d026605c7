// SPDX-License-Identifier: MIT
#include "migrate/command/config_table.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

namespace azoth::migrate {

std::string ConfigTable::place(const toml::node* node) const {
    const auto line = node == nullptr ? 0U : node->source().begin.line;
    return file_ + (line == 0 ? "" : " line " + std::to_string(line));
}

void ConfigTable::fail(std::string_view key, std::string_view why) const {
    throw MigrationError{"config-value",
                         "cannot use " + text_utility::quoted(prefix_ + std::string{key}) + " in " +
                             place(table_.get(key)) + ": " + std::string{why}};
}

void ConfigTable::refuse_unknown() const {
    for (const auto& [key, node] : table_) {
        if (std::ranges::find(known_, key.str()) == known_.end()) {
            throw MigrationError{"unknown-config-key",
                                 "cannot read " + place(&node) + ": there is no key " +
                                     text_utility::quoted(prefix_ + std::string{key.str()}) +
                                     text_utility::did_you_mean(key.str(), known_)};
        }
    }
}

const toml::node* ConfigTable::take(std::string_view key) {
    known_.emplace_back(key);
    return table_.get(key);
}

std::string ConfigTable::text_of(std::string_view key, const toml::node& node) const {
    const auto value = node.value_exact<std::string>();
    if (!value) {
        fail(key, "it must be a text in quotes");
    }
    return *value;
}

void ConfigTable::read(std::string_view key, std::string& value) {
    if (const auto* node = take(key)) {
        value = text_of(key, *node);
    }
}

void ConfigTable::read(std::string_view key, bool& value) {
    if (const auto* node = take(key)) {
        const auto found = node->value_exact<bool>();
        if (!found) {
            fail(key, "it must be true or false");
        }
        value = *found;
    }
}

void ConfigTable::read(std::string_view key, std::size_t& value) {
    if (const auto* node = take(key)) {
        const auto found = node->value_exact<std::int64_t>();
        if (!found || *found < 1) {
            fail(key, "it must be a whole number above 0");
        }
        value = static_cast<std::size_t>(*found);
    }
}

void ConfigTable::read(std::string_view key, std::optional<double>& value) {
    if (const auto* node = take(key)) {
        const auto found = node->is_number() ? node->value<double>() : std::nullopt;
        if (!found || !(*found >= 0)) {
            fail(key, "it must be a number of seconds");
        }
        value = found;
    }
}

void ConfigTable::read(std::string_view key, std::vector<std::string>& values) {
    const auto* node = take(key);
    if (node == nullptr) {
        return;
    }
    values.clear();
    const auto* list = node->as_array();
    if (list == nullptr) {
        values.push_back(text_of(key, *node));
        return;
    }
    for (const auto& element : *list) {
        values.push_back(text_of(key, element));
    }
}

void ConfigTable::read_table(std::string_view key,
                             const std::function<void(ConfigTable&)>& reader) {
    const auto* node = take(key);
    if (node == nullptr) {
        return;
    }
    const auto* table = node->as_table();
    if (table == nullptr) {
        fail(key, "it must be a table, written as [" + prefix_ + std::string{key} + "]");
    }
    ConfigTable inner{*table, prefix_ + std::string{key} + '.', file_};
    reader(inner);
    inner.refuse_unknown();
}

}  // namespace azoth::migrate
