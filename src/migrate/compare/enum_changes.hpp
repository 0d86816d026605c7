// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

/// What differs between the enumeration types of two schemas, beside what each column says.
namespace azoth::migrate {

/// The Enum types that columns of the tables have, each once, in the order of their names. A type
/// outside the default schema has its schema before a dot in its name.
[[nodiscard]] std::vector<SqlType> enum_types_of(std::span<const schema::Table> tables);

/// Types that go while another one of the same schema comes, has a label of theirs, and has taken
/// every column that stays: they are the same type under a new name.
[[nodiscard]] std::vector<operations::RenameEnum> renamed_enums(
    std::span<const schema::Table> live, std::span<const schema::Table> wanted);

/// The labels of the column's type differ, and nothing else about the type.
[[nodiscard]] bool changes_labels(const operations::AlterColumn& step);

/// Changes of labels in an order in which no default stands in the way: a type that several columns
/// share changes as one, so that defaults go before, and come after, in all of them.
[[nodiscard]] std::vector<operations::AlterColumn> in_order_of_defaults(
    const std::vector<operations::AlterColumn>& label_changes);

}  // namespace azoth::migrate
