// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/record/mapper.hpp>
#include <azoth/statement/update.hpp>

#include <cstring>

namespace azoth::detail {

using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Kind;
using tree::StatementKind;

Tree insert_tree(const tree::Entity& entity) noexcept {
    return tree::shared_root(entity.insertion, [&] {
        return tree::make_tree({.kind = StatementKind::Insert}, entity_source(entity));
    });
}

Tree update_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = StatementKind::Update}, entity_source(entity));
}

Tree delete_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = StatementKind::Delete}, entity_source(entity));
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
        pairs.push_back(tree::make_tree({.kind = ExpressionKind::Assign},
                                        member_tree(entity, column->offset),
                                        object_literal(*column->codec, object + column->offset)));
    }
    return pairs;
}

[[noreturn]] void refuse_array(const MappedColumn& column) {
    throw ArgumentError{"invalid-statement",
                        "an array, as `" + column.member +
                            "` holds it, cannot be a value of the statement; insert the object "
                            "with connection.execute(insert<T>(), objects) or a session"};
}

/// The values of an object that are written, copied into a tree, with the positions of their
/// columns behind them.
struct ObjectRow {
    ObjectRow(tree::Owner& owner, const record::Mapper& mapper, const char* object) {
        const auto columns = mapper.mapped_columns();
        values = static_cast<ValueView*>(
            owner.allocate(columns.size() * (sizeof(ValueView) + sizeof(std::uint16_t))));
        auto* positions = reinterpret_cast<std::uint16_t*>(values + columns.size());
        Value scratch;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const MappedColumn& column = columns[i];
            const char* member = object + column.offset;
            if (is_left_to_database(column, member)) {
                hash = tree::mixed(hash, i);
                continue;
            }
            const ValueView view = column.codec->view(member, scratch);
            if (view.kind == ValueKind::Array) {
                refuse_array(column);
            }
            new (values + count) ValueView{tree::copied_value(owner, view)};
            positions[count++] = static_cast<std::uint16_t>(i);
        }
        std::memmove(static_cast<void*>(values + count), positions, count * sizeof(std::uint16_t));
    }

    ValueView* values = nullptr;
    std::uint32_t count = 0;
    std::uint64_t hash = 1;
};

}  // namespace

// One node, whatever the number of columns. Builders do not throw: a wrong mapping is told when the
// statement is compiled.
Tree object_values(Tree chain, const tree::Entity& entity, const void* object) noexcept {
    try {
        const ObjectRow row{
            chain.owner, record::mapper_of(entity), static_cast<const char*>(object)};
        const tree::Node* insert = chain.node;
        while (insert->kind != StatementKind::Insert) {
            insert = insert->child(0);
        }
        const tree::Parts parts{.kind = ClauseKind::Values,
                                .code = static_cast<std::uint8_t>(tree::ValuesForm::Object),
                                .number = row.count,
                                .subject = row.values,
                                .subject_hash = row.hash};
        chain.node = tree::make_node(chain.owner, parts, {chain.node, insert->child(0)});
        return chain;
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::invalid(), .text = error.what()});
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
                    {.kind = Kind::invalid(),
                     .text = "some of the objects have a key or a default value of the database "
                             "set and some have not; insert them in two statements"});
            }
            columns = std::move(written);
            auto pairs = assignments_of(entity, columns, object);
            rows.push_back(list_tree(pairs));
        }
        return rows.empty()
                   ? clause(std::move(chain),
                            {.kind = Kind::invalid(), .text = "there are no objects to insert"})
                   : clause(std::move(chain),
                            {.kind = ClauseKind::Values,
                             .code = static_cast<std::uint8_t>(tree::ValuesForm::Rows)},
                            rows);
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::invalid(), .text = error.what()});
    }
}

}  // namespace azoth::detail
