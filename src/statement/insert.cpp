// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/mapping/mapper.hpp>
#include <azoth/statement/update.hpp>

#include <algorithm>
#include <cstring>

#include "mapping/fresh_object.hpp"
#include "mapping/insertion.hpp"

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

using mapping::inserted_value;
using mapping::Insertion;
using mapping::insertion_by_statement;
using mapping::MappedColumn;

[[noreturn]] void refuse_array(const MappedColumn& column) {
    throw ArgumentError{"invalid-statement",
                        "an array, as `" + column.member +
                            "` holds it, cannot be a value of the statement; insert the object "
                            "with connection.execute(insert<T>(), objects) or a session"};
}

/// The values of an object that are written, copied into a tree, with the positions of their
/// columns behind them.
struct ObjectRow {
    ObjectRow(tree::Owner& owner, const mapping::Mapper& mapper, const char* object) {
        const auto columns = mapper.mapped_columns();
        values = static_cast<ValueView*>(
            owner.allocate(columns.size() * (sizeof(ValueView) + sizeof(std::uint16_t))));
        auto* positions = reinterpret_cast<std::uint16_t*>(values + columns.size());
        Value scratch;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const MappedColumn& column = columns[i];
            if (insertion_by_statement(column, mapper, object) == Insertion::Left) {
                hash = tree::mixed(hash, i);
                continue;
            }
            const ValueView view = inserted_value(column, object, scratch);
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
            chain.owner, mapping::mapper_of(entity), static_cast<const char*>(object)};
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

namespace {

/// The columns that at least one of the objects gives a value.
std::vector<const MappedColumn*> written_columns(const mapping::Mapper& mapper,
                                                 const char* objects,
                                                 std::size_t count) {
    std::vector<const MappedColumn*> columns;
    for (const MappedColumn& column : mapper.mapped_columns()) {
        bool is_written = false;
        for (std::size_t row = 0; row < count; ++row) {  // each is asked: one may be refused
            const char* object = objects + row * mapper.life_cycle().size;
            is_written |= insertion_by_statement(column, mapper, object) != Insertion::Left;
        }
        if (is_written) {
            columns.push_back(&column);
        }
    }
    return columns;
}

Tree value_tree(const mapping::Mapper& mapper, const MappedColumn& column, const char* object) {
    switch (insertion_by_statement(column, mapper, object)) {
        case Insertion::AsHeld:
            return object_literal(*column.codec, object + column.offset);
        case Insertion::DefaultValue:
            return tree::make_literal(column.codec->kind, column.default_value->view());
        case Insertion::Left:
        case Insertion::Empty:
        case Insertion::NoKey:
            break;
    }
    return tree::make_leaf({.kind = ExpressionKind::ColumnDefault,
                            .number = column.offset,
                            .subject = &mapper.entity()});
}

Tree assignment(const mapping::Mapper& mapper, const MappedColumn& column, const char* object) {
    return tree::make_tree({.kind = ExpressionKind::Assign},
                           member_tree(mapper.entity(), column.offset),
                           value_tree(mapper, column, object));
}

}  // namespace

Tree objects_values(Tree chain,
                    const tree::Entity& entity,
                    const void* objects,
                    std::size_t count) noexcept {
    if (count == 0) {
        return clause(std::move(chain),
                      {.kind = Kind::invalid(), .text = "there are no objects to insert"});
    }
    try {
        const mapping::Mapper& mapper = mapping::mapper_of(entity);
        const auto* first = static_cast<const char*>(objects);
        const auto columns = written_columns(mapper, first, count);
        std::vector<Tree> rows;
        for (std::size_t row = 0; row < count; ++row) {
            std::vector<Tree> pairs;
            for (const MappedColumn* column : columns) {
                pairs.push_back(
                    assignment(mapper, *column, first + row * mapper.life_cycle().size));
            }
            rows.push_back(list_tree(pairs));
        }
        return clause(
            std::move(chain),
            {.kind = ClauseKind::Values, .code = static_cast<std::uint8_t>(tree::ValuesForm::Rows)},
            rows);
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::invalid(), .text = error.what()});
    }
}

namespace {

bool is_assigned(const MappedColumn& column, std::span<const Tree> assigned) {
    return std::ranges::any_of(assigned, [&](const Tree& pair) {
        const tree::Node& target = *pair.node->child(0);
        return target.kind == ExpressionKind::Member && target.number == column.offset;
    });
}

bool has_values(const tree::Node& chain) noexcept {
    const tree::Node* node = &chain;
    while (node->kind != StatementKind::Insert && node->kind != ClauseKind::Values) {
        node = node->child(0);
    }
    return node->kind == ClauseKind::Values;
}

/// What the members that no set() names hold in a new object.
void append_initialisers(const mapping::Mapper& mapper, std::vector<Tree>& assigned) {
    const std::size_t given = assigned.size();
    const mapping::FreshObject fresh{mapper.life_cycle()};
    for (const MappedColumn& column : mapper.mapped_columns()) {
        if (is_assigned(column, std::span{assigned}.first(given)) ||
            insertion_by_statement(column, mapper, fresh.get()) == Insertion::Left) {
            continue;
        }
        Value scratch;
        if (!inserted_value(column, fresh.get(), scratch).is_null()) {
            assigned.push_back(assignment(mapper, column, fresh.get()));
        }
    }
}

}  // namespace

// The mapping may be wrong, or not made yet: then the statement says so when it is compiled.
Tree set_values(Tree chain, const tree::Entity& entity, std::span<Tree> assigned) noexcept {
    std::vector<Tree> pairs{std::make_move_iterator(assigned.begin()),
                            std::make_move_iterator(assigned.end())};
    tree::Parts parts{.kind = ClauseKind::Values};
    if (has_values(*chain.node)) {
        return clause(std::move(chain), parts, pairs);
    }
    try {
        const mapping::Mapper& mapper = mapping::mapper_of(entity);
        if (mapper.life_cycle().construct != nullptr) {
            append_initialisers(mapper, pairs);
        }
    } catch (const MappingError&) {
        parts.subject = &entity;
    } catch (const std::exception& error) {
        return clause(std::move(chain), {.kind = Kind::invalid(), .text = error.what()});
    }
    return clause(std::move(chain), parts, pairs);
}

}  // namespace azoth::detail
