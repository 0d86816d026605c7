// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/reflect.hpp>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/migrate/operations/operations.hpp>

#include <tuple>

/// Everything that an alteration of a column can change, each property once. Comparing, assigning,
/// reversing, describing and rendering go over this list.
namespace azoth::migrate {

using migration::ColumnAlteration;

/// `Said` is how a revision says the value: `std::optional<Value>`, where that does not read better
/// otherwise.
template <class Value, class Said>
struct ColumnProperty {
    std::string_view name{};  ///< as alter_column() spells it
    Value schema::Column::* of_column{};
    std::optional<Value> ColumnProperties::* of_properties{};
    Said ColumnAlteration::* asked{};
    Said ColumnAlteration::* existing{};
    /// For people. What was before is known as far as the step says it. Null: the name says enough.
    std::string (*describe)(const std::optional<Value>& before, const Value& after){};
};

[[nodiscard]] std::string describe_type(const std::optional<SqlType>& before, const SqlType& after);
[[nodiscard]] std::string describe_nullable(const std::optional<bool>& before, const bool& after);
[[nodiscard]] std::string describe_server_default(
    const std::optional<std::optional<std::string>>& before,
    const std::optional<std::string>& after);
[[nodiscard]] std::string describe_autoincrement(const std::optional<bool>& before,
                                                 const bool& after);

/// In the order of ColumnAlteration.
inline constexpr std::tuple column_properties{
    ColumnProperty{"type",
                   &schema::Column::type,
                   &ColumnProperties::type,
                   &ColumnAlteration::type,
                   &ColumnAlteration::existing_type,
                   &describe_type},
    ColumnProperty{"nullable",
                   &schema::Column::nullable,
                   &ColumnProperties::nullable,
                   &ColumnAlteration::nullable,
                   &ColumnAlteration::existing_nullable,
                   &describe_nullable},
    ColumnProperty{"server_default",
                   &schema::Column::server_default,
                   &ColumnProperties::server_default,
                   &ColumnAlteration::server_default,
                   &ColumnAlteration::existing_server_default,
                   &describe_server_default},
    ColumnProperty{"comment",
                   &schema::Column::comment,
                   &ColumnProperties::comment,
                   &ColumnAlteration::comment,
                   &ColumnAlteration::existing_comment},
    ColumnProperty{"autoincrement",
                   &schema::Column::autoincrement,
                   &ColumnProperties::autoincrement,
                   &ColumnAlteration::autoincrement,
                   &ColumnAlteration::existing_autoincrement,
                   &describe_autoincrement},
    ColumnProperty{"identity",
                   &schema::Column::identity,
                   &ColumnProperties::identity,
                   &ColumnAlteration::identity,
                   &ColumnAlteration::existing_identity},
};

/// Members of a column that no alteration changes: the name is a step of its own, as is the key; a
/// generated column is made anew; the others say nothing to a database.
inline constexpr std::tuple unaltered_members{&schema::Column::name,
                                              &schema::Column::primary_key,
                                              &schema::Column::computed,
                                              &schema::Column::generated,
                                              &schema::Column::stored_as,
                                              &schema::Column::renamed_from,
                                              &schema::Column::initial};
/// What an alteration says that is no property.
inline constexpr std::tuple ways_of_altering{&ColumnAlteration::new_name,
                                             &ColumnAlteration::using_expression,
                                             &ColumnAlteration::renamed_labels};

inline constexpr std::size_t property_count = std::tuple_size_v<decltype(column_properties)>;

static_assert(mapping::field_count<schema::Column> ==
                  property_count + std::tuple_size_v<decltype(unaltered_members)>,
              "a new member of a column is a property, or one that no alteration changes");
static_assert(mapping::field_count<ColumnProperties> == property_count,
              "every member of ColumnProperties is a property");
static_assert(mapping::field_count<ColumnAlteration> ==
                  2 * property_count + std::tuple_size_v<decltype(ways_of_altering)>,
              "a property is said twice in an alteration: what it becomes and what it was");

template <class Action>
void for_each_property(const Action& action) {
    std::apply([&](const auto&... property) { (action(property), ...); }, column_properties);
}

template <class Question>
bool all_properties(const Question& question) {
    return std::apply([&](const auto&... property) { return (question(property) && ...); },
                      column_properties);
}

}  // namespace azoth::migrate
