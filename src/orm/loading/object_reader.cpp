// SPDX-License-Identifier: MIT
#include "orm/loading/object_reader.hpp"

#include <azoth/base/error.hpp>

#include <string>

namespace azoth::orm {

ObjectReader::ObjectReader(Family& family, const engine::ItemPlan& plan)
    : family_(family), plan_(plan), key_values_(family.key.size()), key_(family.key.size()) {
    if (family.mapper.life_cycle().construct == nullptr) {
        throw MappingError{"not-default-constructible",
                           "cannot load a " + std::string{family.mapper.type_name()} +
                               ": it has no default constructor; give every member an initialiser"};
    }
}

Cell* ObjectReader::find(const RowReader& row) {
    for (std::size_t i = 0; i < key_.size(); ++i) {
        const ValueKind kind = family_.key[i]->codec->kind;
        if (kind == ValueKind::Integer) {
            key_[i] = ValueView::integer(row.integer(plan_.key_columns[i]));
        } else if (kind == ValueKind::Text) {
            key_[i] = ValueView::text(row.text(plan_.key_columns[i]));
        } else {
            key_values_[i] = row.value(plan_.key_columns[i], kind);
            key_[i] = key_values_[i].view();
        }
    }
    hash_ = Family::hash_of_key(key_);
    return family_.find(key_, hash_);
}

Cell* ObjectReader::make(const RowReader& row) {
    Cell* cell = family_.allocate();
    const record::LifeCycle& life = family_.mapper.life_cycle();
    void* object = object_of(*cell, family_.distance);
    bool is_constructed = false;
    try {
        life.construct(object);
        is_constructed = true;
        plan_.load_struct(object, row);
        cell->state = ObjectState::Persistent;
        family_.add_to_identity_map(*cell, hash_);
    } catch (...) {
        if (is_constructed) {
            life.destroy(object);
        }
        family_.take_back(cell);
        throw;
    }
    family_.bind_links(*cell);
    cell->flags |= flag::bound;
    cell->loaded = family_.store.epoch;
    return cell;
}

Cell* ObjectReader::read(const RowReader& row) {
    if (plan_.is_absent(row)) {
        return nullptr;
    }
    Cell* cell = find(row);
    if (cell == nullptr) {
        return make(row);
    }
    if (cell->loaded < family_.store.oldest_fresh) {
        plan_.load_struct(object_of(*cell, family_.distance), row);
        cell->loaded = family_.store.epoch;
        family_.store.forget_links(*cell);
    }
    return cell;
}

}  // namespace azoth::orm
