// SPDX-License-Identifier: MIT
#include "orm/state/cell_data.hpp"

#include "orm/state/entity_store.hpp"
#include "orm/state/view_row.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace azoth::orm {

namespace {

constinit Cell unloaded_cell{.clock = nullptr, .family = nullptr, .extra = nullptr};
Members unloaded_list{};

}  // namespace

Cell* unloaded_target() noexcept {
    return &unloaded_cell;
}

Members* unloaded_members() noexcept {
    return &unloaded_list;
}

const mapping::Mapper& mapper_of(const Cell& cell) noexcept {
    return cell.family != nullptr ? cell.family->mapper : *cell.extra->mapper;
}

void* member_of(const Cell& cell, const mapping::MappedColumn& column) noexcept {
    const std::size_t distance = cell.family != nullptr
                                     ? cell.family->distance
                                     : object_offset(mapper_of(cell).life_cycle().alignment);
    return static_cast<char*>(object_of(cell, distance)) + column.offset;
}

CellExtra& extra_of(Cell& cell) {
    if (cell.extra == nullptr) {
        cell.extra = new CellExtra;
    }
    return *cell.extra;
}

void release_members(const Members* members) noexcept {
    auto* held = const_cast<Members*>(members);
    if (held == nullptr || held == &unloaded_list ||
        held->references.fetch_sub(1, std::memory_order_acq_rel) != 1) {
        return;
    }
    if (held->is_counted) {
        for (Cell* cell : held->cells) {
            if (cell->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
                release_cell(cell);
            }
        }
    }
    delete held;
}

Members& writable_members(ManyBase& link) {
    Members*& members = LinkAccess::members(link);
    if (members == nullptr || members == &unloaded_list) {
        members = new Members;
        members->is_counted = LinkAccess::slot(link) == nullptr;
    } else if (members->references.load(std::memory_order_acquire) != 1) {
        auto copy = std::make_unique<Members>();
        copy->cells = members->cells;
        copy->is_counted = members->is_counted;
        copy->removal_generation = members->removal_generation;
        if (copy->is_counted) {
            for (Cell* cell : copy->cells) {
                cell->references.fetch_add(1, std::memory_order_relaxed);
            }
        }
        release_members(members);
        members = copy.release();
    }
    return *members;
}

namespace {

void destroy_now(Cell* cell) noexcept {
    const mapping::Mapper& mapper = *cell->extra->mapper;
    const std::size_t alignment =
        std::max<std::size_t>(mapper.life_cycle().alignment, alignof(Cell));
    mapper.life_cycle().destroy(object_of(*cell, object_offset(mapper.life_cycle().alignment)));
    delete cell->extra;
    cell->~Cell();
    ::operator delete(cell, std::align_val_t{alignment});
}

}  // namespace

// The objects that it alone holds are destroyed after it, not inside: chains of them may be long.
void destroy_loose_cell(Cell* cell) noexcept {
    thread_local Cell* waiting = nullptr;
    thread_local bool is_busy = false;
    cell->extra->next_to_destroy = std::exchange(waiting, cell);
    if (std::exchange(is_busy, true)) {
        return;
    }
    while (waiting != nullptr) {
        Cell* next = std::exchange(waiting, waiting->extra->next_to_destroy);
        destroy_now(next);
    }
    is_busy = false;
}

std::byte* make_image(const Cell& cell) {
    const mapping::Mapper& mapper = mapper_of(cell);
    const auto alignment = std::align_val_t{std::max<std::size_t>(mapper.image_alignment(), 1)};
    auto* image = static_cast<std::byte*>(
        ::operator new(std::max<std::size_t>(mapper.image_size(), 1), alignment));
    const auto columns = mapper.mapped_columns();
    std::size_t made = 0;
    try {
        for (; made < columns.size(); ++made) {
            columns[made].codec->copy(image + columns[made].image_offset,
                                      member_of(cell, columns[made]));
        }
    } catch (...) {
        while (made > 0) {
            --made;
            columns[made].codec->destroy(image + columns[made].image_offset);
        }
        ::operator delete(image, alignment);
        throw;
    }
    return image;
}

void destroy_image(const mapping::Mapper& mapper, std::byte* image) noexcept {
    if (image == nullptr) {
        return;
    }
    for (const mapping::MappedColumn& column : mapper.mapped_columns()) {
        column.codec->destroy(image + column.image_offset);
    }
    ::operator delete(image, std::align_val_t{std::max<std::size_t>(mapper.image_alignment(), 1)});
}

const void* known_value(const Cell& cell, const mapping::MappedColumn& column) noexcept {
    if (cell.extra != nullptr && cell.extra->image != nullptr) {
        return cell.extra->image + column.image_offset;
    }
    return member_of(cell, column);
}

namespace {

bool is_changed(const Cell& cell, const mapping::MappedColumn& column) noexcept {
    const void* now = member_of(cell, column);
    const std::byte* before = cell.extra->image + column.image_offset;
    if (column.computed || column.codec->equal(now, before)) {
        return false;
    }
    if (column.codec->kind != ValueKind::Real) {
        return true;
    }
    Value scratch;  // not-a-number differs from itself
    return !is_same(column.codec->view(now, scratch), column.codec->view(before, scratch));
}

}  // namespace

void compare(const Cell& cell, std::vector<std::uint16_t>& changed) {
    const auto columns = cell.family->columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (is_changed(cell, columns[i])) {
            changed.push_back(static_cast<std::uint16_t>(i));
        }
    }
}

bool differs_from_image(const Cell& cell) noexcept {
    return cell.extra != nullptr && cell.extra->image != nullptr &&
           std::ranges::any_of(cell.family->columns,
                               [&](const auto& column) { return is_changed(cell, column); });
}

void restore(Cell& cell, const std::byte* image) {
    for (const mapping::MappedColumn& column : mapper_of(cell).mapped_columns()) {
        void* member = member_of(cell, column);
        const std::byte* value = image + column.image_offset;
        if (!column.codec->equal(member, value)) {
            column.codec->assign(member, value);
        }
    }
}

}  // namespace azoth::orm
