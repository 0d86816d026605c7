// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

namespace {

std::vector<std::string> column_names(const Mapper& mapper,
                                      std::span<const std::size_t> positions) {
    std::vector<std::string> names;
    for (const std::size_t position : positions) {
        names.push_back(mapper.mapped_columns()[position].column->name);
    }
    return names;
}

template <class Found>
Found* found_or_null(std::span<Found> all, auto position) noexcept {
    return position == all.end() ? nullptr : &*position;
}

}  // namespace

const tree::Entity& Mapper::entity() const noexcept {
    return *declaration_->entity;
}

std::string_view Mapper::type_name() const noexcept {
    return declaration_->entity->type_name();
}

const LifeCycle& Mapper::life_cycle() const noexcept {
    return declaration_->description->life_cycle;
}

DeclarativeBase& Mapper::base() const noexcept {
    return *declaration_->base;
}

const Resolution& Mapper::resolved() const {
    if (const auto* known = resolution_.load(std::memory_order_acquire)) {
        return *known;
    }
    declaration_->base->resolve();
    return *resolution_.load(std::memory_order_acquire);
}

const schema::Table& Mapper::table() const {
    return *resolved().table;
}

const std::vector<const schema::Column*>& Mapper::columns() const {
    return resolved().columns;
}

const schema::Column* Mapper::column_at(std::uint32_t offset) const {
    const MappedColumn* mapped = find_column(offset);
    return mapped == nullptr ? nullptr : mapped->column;
}

std::span<const MappedColumn> Mapper::mapped_columns() const {
    return resolved().mapped;
}

std::span<const MemberLoad> Mapper::member_loads() const {
    return resolved().loads;
}

std::span<const std::size_t> Mapper::primary_key() const {
    return resolved().primary_key;
}

std::span<const Relationship> Mapper::relationships() const {
    return resolved().relationships;
}

std::uint32_t Mapper::image_size() const {
    return resolved().image_size;
}

std::uint32_t Mapper::image_alignment() const {
    return resolved().image_alignment;
}

const MappedColumn* Mapper::find_column(std::uint32_t offset) const {
    const auto all = mapped_columns();
    return found_or_null(all, std::ranges::find(all, offset, &MappedColumn::offset));
}

const Relationship* Mapper::find_relationship(std::uint32_t offset) const {
    const auto all = relationships();
    return found_or_null(all, std::ranges::find(all, offset, &Relationship::offset));
}

const MappedColumn* Mapper::find_column_named(std::string_view name) const {
    const auto all = mapped_columns();
    return found_or_null(all, std::ranges::find_if(all, [&](const MappedColumn& mapped) {
                             return mapped.column->name == name;
                         }));
}

std::vector<tree::LinkStep> Mapper::link_at(std::uint32_t offset) const {
    const Relationship* link = find_relationship(offset);
    if (link == nullptr) {
        throw MappingError{
            "not-a-relationship",
            "cannot join from " + std::string{type_name()} +
                ": the member is no relationship of it; join along a Many or One member, or "
                "give the other struct and a condition"};
    }
    tree::LinkStep last{.target = &link->target_mapper->table(),
                        .entity = link->target,
                        .source_columns = column_names(*this, link->local),
                        .target_columns = column_names(*link->target_mapper, link->remote)};
    if (link->direction != Direction::ManyToMany) {
        return {std::move(last)};
    }
    tree::LinkStep first{.target = link->secondary,
                         .source_columns = std::move(last.source_columns),
                         .target_columns = link->secondary_local};
    last.source_columns = link->secondary_remote;
    return {std::move(first), std::move(last)};
}

}  // namespace azoth::mapping
