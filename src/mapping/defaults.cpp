// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>
#include <azoth/types/uuid.hpp>

#include <algorithm>

namespace azoth::mapping {

using schema::ColumnOption;
using schema::ColumnOptionKind;
using text_utility::quoted;

namespace {

/// A default as a member of this kind holds it; nothing where it cannot.
std::optional<Value> converted(const Value& value, ValueKind kind) {
    const bool is_integer = value.kind() == ValueKind::Integer;
    const bool is_text = value.kind() == ValueKind::Text;
    if (value.kind() == kind || value.is_null() || kind == ValueKind::Null) {
        return value;
    }
    if (kind == ValueKind::Real && is_integer) {
        return Value{static_cast<double>(value.as_integer())};
    }
    if (kind == ValueKind::Decimal && is_integer) {
        return Value::ranged(kind, std::to_string(value.as_integer()));
    }
    if (kind == ValueKind::Json && is_text) {
        return Value::ranged(kind, value.as_text());
    }
    if (kind == ValueKind::Uuid && is_text) {
        const auto uuid = Uuid::parse(value.as_text());
        return uuid ? std::optional{Value::ranged(
                          kind, {reinterpret_cast<const char*>(uuid->bytes.data()), 16})}
                    : std::nullopt;
    }
    return std::nullopt;
}

std::string about(const Declaration& declaration,
                  const MappedColumn& column,
                  std::string_view why) {
    return cannot_map(declaration, "member " + quoted(column.member) + " is " + std::string{why});
}

/// What is known of a column's default when the keys are.
class Settlement {
public:
    Settlement(const Declaration& declaration, Draft& draft, MappedColumn& column)
        : declaration_(declaration),
          draft_(draft),
          column_(column),
          is_always_(draft.table.columns[column.column_index].identity == schema::Identity::Always),
          has_default_(column.default_value || (column.server_generated && !column.computed)) {}

    void settle(DefaultWords words) {
        if (is_contradicting(words)) {
            return refuse(MappingError{
                "default-contradicting",
                about(declaration_,
                      column_,
                      "`sent`, and its column is always filled; leave the one or the other out")});
        }
        if (words.is_filled) {
            return settle_filled();
        }
        if (words.is_sent) {
            column_.generated_key = false;
            return;
        }
        if (is_always_ && !column_.primary_key) {
            column_.unset = Unset::Always;
        } else if (can_be_unset()) {
            column_.unset = Unset::WhenEmpty;
        } else if (has_default_) {
            refuse_undecided();
        }
    }

private:
    bool is_contradicting(DefaultWords words) const {
        return words.is_sent && (words.is_filled || column_.default_value || is_always_);
    }
    bool can_be_unset() const {
        const bool is_uuid_key = column_.primary_key && column_.codec->kind == ValueKind::Uuid;
        const bool is_key =
            is_uuid_key || (column_.primary_key && column_.codec->kind == ValueKind::Integer);
        return column_.generated_key || is_uuid_key ||
               (has_default_ && (is_key || column_.codec->nullable));
    }
    void settle_filled() {
        if (has_default_ || column_.generated_key) {
            column_.unset = Unset::Always;
            return;
        }
        refuse(MappingError{
            "default-missing",
            about(declaration_,
                  column_,
                  "`filled`, and its column has no default; add server_default(…), or leave the "
                  "word out")});
    }
    void refuse_undecided() {
        refuse(MappingError{
            "default-undecided",
            about(declaration_,
                  column_,
                  "not optional, and its column has a default of the database: either may be "
                  "meant; add `filled` (every INSERT takes the default) or `sent` (what the object "
                  "holds is stored), or make the member std::optional")});
    }
    void refuse(MappingError problem) { draft_.problems.push_back(std::move(problem)); }

    const Declaration& declaration_;
    Draft& draft_;
    MappedColumn& column_;
    bool is_always_;
    bool has_default_;
};

}  // namespace

DefaultWords default_words(std::span<const ColumnOption> options) noexcept {
    const auto has = [&](ColumnOptionKind kind) {
        return std::ranges::find(options, kind, &ColumnOption::kind) != options.end();
    };
    return {.is_filled = has(ColumnOptionKind::Filled), .is_sent = has(ColumnOptionKind::Sent)};
}

void take_default(const Declaration& declaration,
                  Draft& draft,
                  MappedColumn& column,
                  std::span<const ColumnOption> options) {
    const auto option = std::ranges::find(options, ColumnOptionKind::Default, &ColumnOption::kind);
    if (option == options.end()) {
        return;
    }
    if (!column.codec->nullable) {
        draft.problems.push_back(MappingError{
            "default-not-optional",
            about(declaration,
                  column,
                  "not optional, and has its default in its own initialiser; leave default_(…) "
                  "out, or make the member std::optional")});
        return;
    }
    const auto value = converted(option->value, column.codec->kind);
    if (!value) {
        draft.problems.push_back(MappingError{
            "bad-default",
            about(declaration,
                  column,
                  "a " + std::string{column.codec->type_name()} + ", and its default " +
                      option->value.to_string() + " is none; give a default of its type")});
        return;
    }
    if (!value->is_null()) {
        column.default_value = *value;
    }
}

void settle_defaults(const Declaration& declaration,
                     Draft& draft,
                     std::span<const DefaultWords> words) {
    for (std::size_t i = 0; i < draft.columns.size(); ++i) {
        Settlement{declaration, draft, draft.columns[i]}.settle(words[i]);
    }
}

}  // namespace azoth::mapping
