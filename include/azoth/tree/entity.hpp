// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::schema {
struct Table;
struct Column;
}  // namespace azoth::schema

namespace azoth::tree {

struct Entity;
struct Node;

/// One step of a join along a relationship: `target` is joined to what came before by equal
/// columns.
struct LinkStep {
    const schema::Table* target = nullptr;
    const Entity* entity = nullptr;  ///< mapped struct of the target; null for a secondary table
    std::vector<std::string> source_columns{};  ///< of the table before
    std::vector<std::string> target_columns{};
};

/// What statements need to know of a mapped struct. Implemented by mapping::Mapper; every member
/// throws MappingError, with table and member named, when the mapping is wrong.
class TableMapping {
public:
    virtual ~TableMapping() = default;
    [[nodiscard]] virtual const schema::Table& table() const = 0;
    /// The column of the member at this offset; null when the member is none.
    [[nodiscard]] virtual const schema::Column* column_at(std::uint32_t offset) const = 0;
    /// How to get from this table along the relationship member at this offset: one step, or two
    /// through a secondary table. Throws when the member is no relationship.
    [[nodiscard]] virtual std::vector<LinkStep> link_at(std::uint32_t offset) const = 0;
    /// Columns a query for the whole struct selects, in order.
    [[nodiscard]] virtual const std::vector<const schema::Column*>& columns() const = 0;
};

/// The slot of one C++ type: where its mapping is found at run time. `entity_of<T>` is the only one
/// of its type.
struct Entity {
    std::string_view (*type_name)() noexcept;
    mutable std::atomic<const TableMapping*> mapping{nullptr};
    /// Where statements with the struct begin: nodes that are made once and live until the program
    /// ends.
    mutable std::atomic<const Node*> selection{nullptr};
    mutable std::atomic<const Node*> insertion{nullptr};

    /// Throws MappingError (`not-mapped`) naming the type and the way out.
    [[nodiscard]] const TableMapping& required() const;
};

[[nodiscard]] std::string_view entity_name_in(std::string_view signature) noexcept;
template <class T>
[[nodiscard]] std::string_view entity_name() noexcept {
    return entity_name_in(__PRETTY_FUNCTION__);
}

template <class T>
inline constinit Entity entity_of{&entity_name<T>};

}  // namespace azoth::tree
