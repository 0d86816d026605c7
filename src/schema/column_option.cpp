// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/schema/column_option.hpp>

#include "base/sql_parts.hpp"

namespace azoth {
namespace schema {

ColumnOption::ColumnOption(ColumnOptionKind option_kind) : kind{option_kind} {}
ColumnOption::ColumnOption(ColumnFlag flag) : kind{flag.kind} {}
ColumnOption::ColumnOption(const SqlType& column_type)
    : kind{ColumnOptionKind::Type}, type{column_type} {}
ColumnOption::ColumnOption(Comment comment)
    : kind{ColumnOptionKind::Comment}, text{std::move(comment.text)} {}
ColumnOption::ColumnOption(RenamedFrom name)
    : kind{ColumnOptionKind::RenamedFrom}, text{std::move(name.text)} {}
ColumnOption::ColumnOption(const ColumnOption&) = default;
ColumnOption::ColumnOption(ColumnOption&&) noexcept = default;
ColumnOption& ColumnOption::operator=(const ColumnOption&) = default;
ColumnOption& ColumnOption::operator=(ColumnOption&&) noexcept = default;
ColumnOption::~ColumnOption() = default;

DefaultValue::DefaultValue(Value default_value) : ColumnOption(ColumnOptionKind::Default) {
    value = std::move(default_value);
}

void apply(Column& column, const ColumnOption& option) {
    switch (option.kind) {
        case ColumnOptionKind::PrimaryKey:
            column.primary_key = true;
            column.nullable = false;
            return;
        case ColumnOptionKind::NotNull:
            column.nullable = false;
            return;
        case ColumnOptionKind::Autoincrement:
            column.autoincrement = true;
            return;
        case ColumnOptionKind::Name:
            column.name = option.text;
            return;
        case ColumnOptionKind::Type:
            column.type = option.type;
            return;
        case ColumnOptionKind::ServerDefault:
            column.server_default = option.text;
            return;
        case ColumnOptionKind::Comment:
            column.comment = option.text;
            return;
        case ColumnOptionKind::RenamedFrom:
            column.renamed_from = option.text;
            return;
        case ColumnOptionKind::StoredAs:
            column.stored_as.form = option.stored_form;
            return;
        case ColumnOptionKind::Computed:
            column.computed = option.text;
            column.generated = option.generated;
            return;
        case ColumnOptionKind::Identity:
            column.identity = option.identity;
            column.nullable = false;
            return;
        case ColumnOptionKind::Unique:
        case ColumnOptionKind::Indexed:
        case ColumnOptionKind::Required:
        case ColumnOptionKind::Filled:
        case ColumnOptionKind::Sent:
        case ColumnOptionKind::Transient:
        case ColumnOptionKind::Default:
        case ColumnOptionKind::ForeignKey:
            return;
    }
}

}  // namespace schema

namespace {

schema::ColumnOption with_text(schema::ColumnOptionKind kind, std::string_view text) {
    schema::ColumnOption option{kind};
    option.text = text;
    return option;
}

}  // namespace

schema::ColumnOption column_name(std::string_view name) {
    return with_text(schema::ColumnOptionKind::Name, name);
}

schema::ColumnOption server_default(std::string_view sql) {
    return with_text(schema::ColumnOptionKind::ServerDefault, sql);
}

schema::ColumnOption default_text(std::string_view text) {
    return with_text(schema::ColumnOptionKind::ServerDefault, sql_parts::in_quotes(text, '\''));
}

schema::DefaultValue default_(Value value) {
    return schema::DefaultValue{std::move(value)};
}

schema::ColumnOption computed(std::string_view sql, schema::Generated generated) {
    schema::ColumnOption option = with_text(schema::ColumnOptionKind::Computed, sql);
    option.generated = generated;
    return option;
}

schema::ColumnOption stored_as(StoredForm form) {
    schema::ColumnOption option{schema::ColumnOptionKind::StoredAs};
    option.stored_form = form;
    return option;
}

schema::ColumnOption identity(schema::Identity kind) {
    schema::ColumnOption option{schema::ColumnOptionKind::Identity};
    option.identity = kind;
    return option;
}

schema::ColumnOption foreign_key(std::string_view target,
                                 OnDelete on_delete,
                                 OnUpdate on_update,
                                 Deferrable deferrable) {
    schema::ColumnOption option{schema::ColumnOptionKind::ForeignKey};
    option.foreign_key.on_delete = on_delete;
    option.foreign_key.on_update = on_update;
    option.foreign_key.deferrable = deferrable;
    const std::size_t before_column = target.rfind('.');
    if (before_column == std::string_view::npos || before_column == 0 ||
        before_column + 1 == target.size()) {
        option.foreign_key.referred_table = target;  // refused where the column is added
        return option;
    }
    std::string_view table = target.substr(0, before_column);
    if (const std::size_t before_table = table.rfind('.'); before_table != std::string_view::npos) {
        option.foreign_key.referred_schema = table.substr(0, before_table);
        table = table.substr(before_table + 1);
    }
    option.foreign_key.referred_table = table;
    option.foreign_key.referred_columns = {std::string{target.substr(before_column + 1)}};
    return option;
}

schema::Comment comment(std::string_view text) {
    return {std::string{text}};
}

schema::RenamedFrom renamed_from(std::string_view name) {
    return {std::string{name}};
}

}  // namespace azoth
