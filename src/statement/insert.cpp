// SPDX-License-Identifier: MIT
#include <azoth/record/mapper.hpp>
#include <azoth/statement/update.hpp>

namespace azoth::detail {

using tree::Kind;

Tree insert_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Insert}, entity_source(entity));
}

Tree update_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Update}, entity_source(entity));
}

Tree delete_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Delete}, entity_source(entity));
}

namespace {

bool is_left_to_database(const record::MappedColumn& column, const void* member) {
    if (column.computed) {
        return true;
    }
    const bool is_unset = column.generated_key || (column.server_generated && column.codec->nullable);
    return is_unset && column.codec->is_default(member);
}

}  // namespace

// Builders do not throw: a wrong mapping is told when the statement is compiled.
Tree object_values(Tree chain, const tree::Entity& entity, const void* object) noexcept {
    try {
        std::vector<Tree> pairs;
        for (const record::MappedColumn& column : record::mapper_of(entity).mapped_columns()) {
            const void* member = static_cast<const char*>(object) + column.offset;
            if (!is_left_to_database(column, member)) {
                pairs.push_back(tree::make_tree({.kind = Kind::Assign}, member_tree(entity, column.offset),
                                                object_literal(*column.codec, member)));
            }
        }
        return clause(std::move(chain), {.kind = Kind::Values}, pairs);
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::Invalid, .text = error.what()});
    }
}

}  // namespace azoth::detail
