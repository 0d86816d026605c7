// SPDX-License-Identifier: MIT
#include <azoth/types/enum.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::detail {

namespace {

std::vector<std::string> labels_of(const EnumTable& table) {
    std::vector<std::string> labels;
    for (const EnumTable::Entry& entry : table.entries) {
        labels.emplace_back(entry.label);
    }
    return labels;
}

std::string_view last_name(std::string_view qualified) noexcept {
    const auto colons = qualified.rfind("::");
    return colons == std::string_view::npos ? qualified : qualified.substr(colons + 2);
}

/// `HttpStatus`  ->  `http_status`
std::string snake_case(std::string_view name) {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char sign = name[i];
        const bool is_upper = sign >= 'A' && sign <= 'Z';
        const bool follows_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
        if (is_upper && follows_lower) {
            result += '_';
        }
        result += is_upper ? static_cast<char>(sign - 'A' + 'a') : sign;
    }
    return result;
}

/// The length of the first item of a list; commas within brackets do not count.
std::size_t item_length(std::string_view list) noexcept {
    int depth = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const char sign = list[i];
        if (sign == ',' && depth == 0) {
            return i;
        }
        if (sign == '(' || sign == '<' || sign == '{') {
            ++depth;
        } else if ((sign == ')' || sign == '>' || sign == '}') && --depth < 0) {
            return i;
        }
    }
    return list.size();
}

/// `Color::Red` and `(anonymous namespace)::Color::Red` name an enumerator, `(Color)7` is a value
/// without a name.
bool is_name(std::string_view item) noexcept {
    const auto bracket = item.rfind(')');
    const std::string_view rest =
        bracket == std::string_view::npos ? item : item.substr(bracket + 1);
    return !rest.empty() && rest.front() != '-' && (rest.front() < '0' || rest.front() > '9');
}

}  // namespace

std::string_view EnumTable::label(std::int64_t value) const {
    const auto found = std::ranges::find(entries, value, &Entry::value);
    if (found == entries.end()) {
        throw DataError{
            "enum-without-label",
            "cannot store the value " + std::to_string(value) + " of " + std::string{type_name} +
                ": it has no label; name it among the enumerators from 0 to 63, or specialise "
                "azoth::enum_labels"};
    }
    return found->label;
}

std::int64_t EnumTable::value(std::string_view label) const {
    const auto found = std::ranges::find(entries, label, &Entry::label);
    if (found == entries.end()) {
        throw DataError{"unknown-enum-label",
                        "cannot read " + text_utility::quoted(label) + " as " +
                            std::string{type_name} + ": no enumerator has that label" +
                            text_utility::did_you_mean(label, labels_of(*this))};
    }
    return found->value;
}

SqlType EnumTable::type() const {
    return sql::Enum{snake_case(last_name(type_name)), labels_of(*this)};
}

// g++:   "… [with E = Color; E ...Values = {Color::Red, Color::Green, (Color)2, …};
// std::string_view = …]" clang: "… [E = Color, Values = <Color::Red, Color::Green, (Color)2, …>]"
std::vector<EnumTable::Entry> enum_entries_in(std::string_view signature) {
    std::vector<EnumTable::Entry> entries;
    const auto start = signature.find("Values = ");
    if (start == std::string_view::npos) {
        return entries;
    }
    std::string_view list = signature.substr(start + 10);
    for (std::size_t value = 0; value < enumerators_looked_for; ++value) {
        const std::size_t length = item_length(list);
        const std::string_view item = list.substr(0, length);
        if (is_name(item)) {
            entries.push_back({static_cast<std::int64_t>(value), last_name(item)});
        }
        list.remove_prefix(std::min(list.size(), length + 2));
    }
    return entries;
}

}  // namespace azoth::detail
