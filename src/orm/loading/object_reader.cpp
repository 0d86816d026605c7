// SPDX-License-Identifier: MIT
#include "orm/loading/object_reader.hpp"

#include <azoth/base/error.hpp>

#include <string>

namespace azoth::orm {

ObjectReader::ObjectReader(EntityStore& family, const engine::ItemPlan& plan)
    : family_(family),
      plan_(plan),
      has_number_(family.key.size() == 1 && family.key[0]->codec->kind == ValueKind::Integer) {
    if (family.mapper.life_cycle().construct == nullptr) {
        throw MappingError{"not-default-constructible",
                           "cannot load a " + std::string{family.mapper.type_name()} +
                               ": it has no default constructor; give every member an initialiser"};
    }
}

ValueView ObjectReader::key_part(const RowReader& row, std::size_t index) {
    const int column = plan_.key_column(index);
    const ValueKind kind = family_.key[index]->codec->kind;
    if (kind == ValueKind::Integer) {
        return ValueView::integer(row.integer(column));
    }
    if (kind == ValueKind::Text) {
        return ValueView::text(row.text(column));
    }
    scratch_.resize(family_.key.size());
    scratch_[index] = row.value(column, kind);
    return scratch_[index].view();
}

Cell* ObjectReader::find(const RowReader& row) {
    parts_.resize(family_.key.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i] = key_part(row, i);
    }
    hash_ = EntityStore::hash_of_key(parts_);
    return family_.find(parts_, hash_);
}

Cell* ObjectReader::make(const RowReader& row) {
    Cell* cell = family_.allocate();
    const mapping::LifeCycle& life = family_.mapper.life_cycle();
    void* object = object_of(*cell, family_.distance);
    bool is_constructed = false;
    try {
        life.construct(object);
        is_constructed = true;
        plan_.load_struct(object, row);
        family_.store.become(*cell, ObjectState::Persistent);
        family_.add_to_identity_map(*cell, hash_);
    } catch (...) {
        if (is_constructed) {
            life.destroy(object);
        }
        family_.take_back(cell);
        throw;
    }
    family_.bind_links(*cell);
    cell->flags.set(flag::bound);
    cell->loaded = family_.store.epoch;
    return cell;
}

Cell* ObjectReader::read(const RowReader& row) {
    made_last_ = false;
    Cell* cell = nullptr;
    if (std::int64_t number = 0; has_number_) {
        if (!row.read(plan_.key_column(0), number)) {
            return nullptr;
        }
        const ValueView key = ValueView::integer(number);
        hash_ = EntityStore::hash_of_key({&key, 1});
        cell = family_.find({&key, 1}, hash_);
    } else if (plan_.is_absent(row)) {
        return nullptr;
    } else {
        cell = find(row);
    }
    if (cell == nullptr) {
        cell = make(row);
        made_last_ = true;
        return cell;
    }
    if (cell->loaded < family_.store.oldest_fresh) {
        plan_.load_struct(object_of(*cell, family_.distance), row);
        cell->loaded = family_.store.epoch;
        family_.store.forget_links(*cell);
    }
    return cell;
}

}  // namespace azoth::orm
