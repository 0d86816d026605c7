// SPDX-License-Identifier: MIT
#include "toy_dialect.hpp"

#include "toy_driver.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

namespace toy {

using namespace azoth;

namespace {

// [capabilities]
constexpr compiler::Capabilities toy_capabilities{
    .multi_row_values = false,
    .transactional_ddl = false,
    .boolean_values = false,
    .recursive_word = false,
    .table_alias_word = false,
    .aggregate_filter = false,
    .nulls_order = false,
    .empty_text = false,
    .names_ignore_case = true,
    .dual = "dual",
    .except = "MINUS",
    .max_parameters = 2'100,
    .max_identifier_length = 30,
};
// [/capabilities]

// Sorted.
constexpr std::array<std::string_view, 66> reserved{
    "add",    "all",     "alter",    "and",        "as",         "asc",    "between", "by",
    "case",   "check",   "column",   "commit",     "constraint", "create", "cross",   "default",
    "delete", "desc",    "distinct", "drop",       "dual",       "else",   "end",     "escape",
    "exists", "foreign", "from",     "full",       "group",      "having", "if",      "in",
    "index",  "inner",   "insert",   "intersect",  "into",       "is",     "join",    "key",
    "left",   "like",    "minus",    "not",        "null",       "on",     "or",      "order",
    "outer",  "over",    "primary",  "references", "rollback",   "save",   "select",  "set",
    "skip",   "table",   "then",     "top",        "union",      "unique", "update",  "values",
    "when",   "where"};

}  // namespace

const compiler::Capabilities& ToyDialect::capabilities() const noexcept {
    return toy_capabilities;
}

// [identifier]
// user_account  ->  user_account, which the database reads as USER_ACCOUNT; order  ->  "ORDER"; Odd
// ->  "Odd"
std::string ToyDialect::identifier(std::string_view name) const {
    dialects::sql_text::require_identifier(name, *this);
    if (!dialects::sql_text::is_plain_identifier(name)) {
        return dialects::sql_text::quoted_identifier(name);
    }
    return dialects::sql_text::contains_sorted(reserved, name)
               ? dialects::sql_text::quoted_identifier(text_utility::upper_ascii(name))
               : std::string{name};
}
// [/identifier]

std::string ToyDialect::type(const SqlType& type) const {
    const auto sized = [](std::string name, int length) {
        return length == 0 ? name : name + "(" + std::to_string(length) + ")";
    };
    switch (type.kind) {
        case TypeKind::Boolean:
            return "NUMBER(1)";
        case TypeKind::Enum:
            return "VARCHAR(30)";
        case TypeKind::String:
            return sized("VARCHAR", type.length);
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Numeric:
        case TypeKind::Text:
        case TypeKind::Binary:
        case TypeKind::Date:
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
        case TypeKind::Interval:
        case TypeKind::Uuid:
        case TypeKind::Json:
        case TypeKind::Array:
        case TypeKind::Native:
            return underneath().type(type);
    }
    return {};
}

std::string ToyDialect::literal(const ValueView& value) const {
    if (value.kind == ValueKind::Text && value.characters().empty()) {
        return "NULL";
    }
    return underneath().literal(value);
}

// [transactions]
std::string ToyDialect::begin(dialects::Isolation, dialects::Access) const {
    return "BEGIN TRANSACTION";
}

std::string ToyDialect::savepoint(std::string_view name) const {
    return "SAVE TRANSACTION " + identifier(name);
}

std::string ToyDialect::release_savepoint(std::string_view) const {
    return {};  // they end with their transaction
}

std::string ToyDialect::rollback_to_savepoint(std::string_view name) const {
    return "ROLLBACK TRANSACTION " + identifier(name);
}
// [/transactions]

dialects::LockSupport ToyDialect::lock_support() const {
    return {.epoch_seconds = "EPOCH_NOW()"};
}

dialects::ScratchSupport ToyDialect::scratch_support(std::string_view) const {
    return {.memory_url = "toy://"};
}

std::optional<Url> ToyDialect::shared_memory_url(const Url& url,
                                                 std::uint64_t engine_number) const {
    return underneath().shared_memory_url(url, engine_number);
}

Url ToyDialect::rebased_url(const Url& url, std::string_view folder) const {
    return underneath().rebased_url(url, folder);
}

const dialects::Catalog& ToyDialect::catalog() const noexcept {
    return toy::catalog();
}

const ToyDialect& dialect() {
    static const ToyDialect instance;
    return instance;
}

const dialects::Dialect& underneath() {
    return *dialects::find_dialect("sqlite").dialect;
}

// [register]
namespace {

[[maybe_unused]] const bool is_registered = [] {
    dialects::register_dialect({"toy", &dialect(), &driver()});
    return true;
}();

}  // namespace
// [/register]

}  // namespace toy
