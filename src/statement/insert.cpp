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

using record::MappedColumn;

bool is_left_to_database(const MappedColumn& column, const void* member) {
    if (column.computed) {
        return true;
    }
    const bool is_unset =
        column.generated_key || (column.server_generated && column.codec->nullable);
    return is_unset && column.codec->is_default(member);
}

std::vector<const MappedColumn*> written_columns(const record::Mapper& mapper, const char* object) {
    std::vector<const MappedColumn*> columns;
    for (const MappedColumn& column : mapper.mapped_columns()) {
        if (!is_left_to_database(column, object + column.offset)) {
            columns.push_back(&column);
        }
    }
    return columns;
}

std::vector<Tree> assignments_of(const tree::Entity& entity,
                                 std::span<const MappedColumn* const> columns,
                                 const char* object) {
    std::vector<Tree> pairs;
    for (const MappedColumn* column : columns) {
        pairs.push_back(tree::make_tree({.kind = Kind::Assign},
                                        member_tree(entity, column->offset),
                                        object_literal(*column->codec, object + column->offset)));
    }
    return pairs;
}

}  // namespace

// Builders do not throw: a wrong mapping is told when the statement is compiled.
Tree object_values(Tree chain, const tree::Entity& entity, const void* object) noexcept {
    try {
        const auto* bytes = static_cast<const char*>(object);
        auto pairs =
            assignments_of(entity, written_columns(record::mapper_of(entity), bytes), bytes);
        return clause(std::move(chain), {.kind = Kind::Values}, pairs);
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::Invalid, .text = error.what()});
    }
}

Tree objects_values(Tree chain,
                    const tree::Entity& entity,
                    const void* objects,
                    std::size_t count) noexcept {
    try {
        const record::Mapper& mapper = record::mapper_of(entity);
        std::vector<Tree> rows;
        std::vector<const MappedColumn*> columns;
        for (std::size_t row = 0; row < count; ++row) {
            const char* object = static_cast<const char*>(objects) + row * mapper.life_cycle().size;
            auto written = written_columns(mapper, object);
            if (row > 0 && written != columns) {
                return clause(
                    std::move(chain),
                    {.kind = Kind::Invalid,
                     .text = "some of the objects have a key or a default value of the database "
                             "set and some have not; insert them in two statements"});
            }
            columns = std::move(written);
            auto pairs = assignments_of(entity, columns, object);
            rows.push_back(list_tree(pairs));
        }
        return rows.empty()
                   ? clause(std::move(chain),
                            {.kind = Kind::Invalid, .text = "there are no objects to insert"})
                   : clause(std::move(chain), {.kind = Kind::Values, .code = 1}, rows);
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::Invalid, .text = error.what()});
    }
}

}  // namespace azoth::detail
