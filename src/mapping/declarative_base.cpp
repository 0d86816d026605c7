// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"

#include <azoth/base/text.hpp>
#include <azoth/tree/shape.hpp>

#include <algorithm>
#include <map>

namespace azoth {

namespace {

using mapping::Declaration;
using mapping::Problems;

/// Registries outlive their bases: objects that outlive a base are still ended through its mappers.
std::vector<mapping::Registry*>& all_registries() {
    static auto& registries = *new std::vector<mapping::Registry*>;
    return registries;
}

/// By table, so that nothing depends on the order in which units are linked.
std::vector<Declaration*> sorted(const mapping::Registry& registry) {
    std::vector<Declaration*> result;
    for (const auto& declaration : registry.declarations) {
        result.push_back(declaration.get());
    }
    std::ranges::sort(result, [](const Declaration* left, const Declaration* right) {
        return std::pair{std::string_view{left->table}, left->mapper.type_name()} <
               std::pair{std::string_view{right->table}, right->mapper.type_name()};
    });
    return result;
}

void refuse_shared_tables(std::span<Declaration* const> declarations) {
    std::map<std::string, Declaration*> owners;
    for (Declaration* later : declarations) {
        const auto [owner, is_new] = owners.emplace(later->draft->table.full_name(), later);
        if (is_new || owner->second->entity == later->entity) {
            continue;
        }
        later->draft->problems.push_back(MappingError{
            "table-mapped-twice",
            mapping::cannot_map(*later,
                                std::string{owner->second->mapper.type_name()} +
                                    " is mapped to that table already; give one of the two another "
                                    "table or schema")});
    }
}

/// Takes the tables back that one attempt has added.
void take_back(MetaData& metadata, std::span<Declaration* const> declarations) {
    for (Declaration* declaration : declarations) {
        if (declaration->added != nullptr) {
            metadata.remove(declaration->added->full_name());
            declaration->added = nullptr;
        }
    }
}

void add_tables(MetaData& metadata,
                std::span<Declaration* const> declarations,
                Problems& problems) {
    for (Declaration* declaration : declarations) {
        try {
            declaration->added = &metadata.add(declaration->draft->table);
        } catch (const Error& error) {
            problems.push_back(
                MappingError{error.code(), mapping::cannot_map(*declaration, error.message())});
        }
    }
    if (!problems.empty()) {
        return;
    }
    for (const Declaration* declaration : declarations) {
        mapping::check_foreign_keys(*declaration, metadata, problems);
    }
}

/// Puts the tables of every map that has none yet into the metadata: all of them, or none.
void add_missing_tables(MetaData& metadata, mapping::Registry& registry) {
    std::vector<Declaration*> missing = sorted(registry);
    std::erase_if(missing, [](const Declaration* one) { return one->added != nullptr; });
    registry.problems.clear();
    for (Declaration* declaration : missing) {
        declaration->draft = mapping::make_draft(*declaration);
    }
    refuse_shared_tables(missing);
    for (Declaration* declaration : missing) {
        mapping::close_foreign_keys(*declaration);
    }
    for (const Declaration* declaration : missing) {
        const Problems& own = declaration->draft->problems;
        registry.problems.insert(registry.problems.end(), own.begin(), own.end());
    }
    if (registry.problems.empty()) {
        add_tables(metadata, missing, registry.problems);
    }
    if (!registry.problems.empty()) {
        take_back(metadata, missing);
        throw MappingError{registry.problems.front()};
    }
}

}  // namespace

namespace mapping {

Declaration* declaration_of(const tree::Entity& entity) noexcept {
    const auto* mapping = entity.mapping.load(std::memory_order_acquire);
    return mapping == nullptr ? nullptr : static_cast<const Mapper*>(mapping)->declaration_;
}

}  // namespace mapping

DeclarativeBase::~DeclarativeBase() {
    const std::lock_guard lock{mapping::resolving_mutex()};
    mapping::Registry* registry = registry_.load(std::memory_order_relaxed);
    if (registry == nullptr) {
        return;
    }
    for (const auto& declaration : registry->declarations) {
        const tree::TableMapping* own = &declaration->mapper;
        declaration->entity->mapping.compare_exchange_strong(own, nullptr);
    }
    tree::count_ended_mapping();
}

mapping::Registry& DeclarativeBase::registry() const noexcept {
    if (auto* known = registry_.load(std::memory_order_acquire)) {
        return *known;
    }
    const std::lock_guard lock{mapping::resolving_mutex()};
    if (registry_.load(std::memory_order_relaxed) == nullptr) {
        all_registries().push_back(new mapping::Registry);
        registry_.store(all_registries().back(), std::memory_order_release);
    }
    return *registry_.load(std::memory_order_relaxed);
}

const mapping::Mapper& DeclarativeBase::add_mapping(const tree::Entity& entity,
                                                    const mapping::StructDescription& description,
                                                    std::string_view table,
                                                    std::span<mapping::Element> elements) noexcept {
    mapping::Registry& registry = this->registry();
    const std::lock_guard lock{mapping::resolving_mutex()};
    auto declaration = std::make_unique<Declaration>(*this, entity, description, table);
    for (mapping::Element& element : elements) {
        if (auto* data = element.release()) {
            declaration->elements.emplace_back(data);
        }
    }
    const tree::TableMapping* expected = nullptr;
    if (!entity.mapping.compare_exchange_strong(expected, &declaration->mapper)) {
        Declaration& first = *mapping::declaration_of(entity);
        first.mapped_also_to = declaration->table;
        declaration->mapped_also_to = first.table;
    }
    return registry.declarations.emplace_back(std::move(declaration))->mapper;
}

// Called by the metadata before the first look at its tables, which holds its own lock then.
void DeclarativeBase::populate(MetaData& metadata, void* base) {
    mapping::Registry& registry = static_cast<DeclarativeBase*>(base)->registry();
    const std::lock_guard lock{mapping::resolving_mutex()};
    for (const auto& declaration : registry.declarations) {
        declaration->added = nullptr;
    }
    add_missing_tables(metadata, registry);
}

void DeclarativeBase::resolve() const {
    static_cast<void>(metadata.tables());
    mapping::Registry& registry = this->registry();
    const std::lock_guard lock{mapping::resolving_mutex()};
    const auto is_open = [](const auto& one) { return one->added == nullptr; };
    if (std::ranges::any_of(registry.declarations, is_open)) {
        add_missing_tables(const_cast<MetaData&>(metadata),
                           registry);  // maps of a module that was loaded late
    }
    std::vector<Declaration*> open = sorted(registry);
    std::erase_if(open, [](const Declaration* one) { return one->resolution != nullptr; });
    registry.problems.clear();
    mapping::resolve(open, registry.problems);
    if (!registry.problems.empty()) {
        for (Declaration* declaration : open) {
            declaration->resolution.reset();
        }
        throw MappingError{registry.problems.front()};
    }
    for (Declaration* declaration : open) {
        declaration->mapper.resolution_.store(declaration->resolution.get(),
                                              std::memory_order_release);
    }
}

void DeclarativeBase::validate() const {
    try {
        resolve();
    } catch (const MappingError& error) {
        const std::lock_guard lock{mapping::resolving_mutex()};
        std::string message;
        for (const MappingError& problem : registry().problems) {
            message += (message.empty() ? "" : "\n") + problem.message();
        }
        throw MappingError{error.code(), message.empty() ? error.message() : message};
    }
}

}  // namespace azoth
