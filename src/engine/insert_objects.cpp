// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/mapping/mapper.hpp>

#include <algorithm>

#include "engine/constraint_names.hpp"
#include "mapping/insertion.hpp"

namespace azoth {

namespace {

using mapping::MappedColumn;

/// The columns that one object gives a value, in the order of the table.
using WrittenColumns = std::vector<const MappedColumn*>;

void find_written(const mapping::Mapper& mapper, const char* object, WrittenColumns& columns) {
    columns.clear();
    for (const MappedColumn& column : mapper.mapped_columns()) {
        if (mapping::insertion_by_statement(column, mapper, object) != mapping::Insertion::Left) {
            columns.push_back(&column);
        }
    }
}

/// Objects that follow one another and write the same columns.
struct Run {
    WrittenColumns columns;
    std::size_t length;
};

Run first_run(const mapping::Mapper& mapper, const char* first, std::size_t count) {
    Run run{.columns = {}, .length = 1};
    find_written(mapper, first, run.columns);
    WrittenColumns others;
    for (; run.length < count; ++run.length) {
        find_written(mapper, first + run.length * mapper.life_cycle().size, others);
        if (others != run.columns) {
            break;
        }
    }
    return run;
}

/// Objects that all write the same columns.
class ObjectRows final : public drivers::RowSource {
public:
    ObjectRows(const WrittenColumns& columns, const char* objects, std::size_t size)
        : columns_(columns), objects_(objects), size_(size) {}

    [[nodiscard]] ValueView view(std::size_t row,
                                 std::size_t column,
                                 Value& scratch) const override {
        return mapping::inserted_value(*columns_[column], objects_ + row * size_, scratch);
    }

    /// Values that are made for the call live in `scratch`.
    void bind(engine::StatementLease& lease,
              compiler::ParameterLayout layout,
              std::size_t first,
              std::size_t count,
              std::vector<Value>& scratch) const {
        const std::size_t width = columns_.size();
        switch (layout) {
            case compiler::ParameterLayout::RowByRow:
                scratch.resize(count * width);
                for (std::size_t i = 0; i < count * width; ++i) {
                    lease.bind(static_cast<int>(i), view(first + i / width, i % width, scratch[i]));
                }
                return;
            case compiler::ParameterLayout::Batch:
                return lease.bind_rows({this, first, count, width});
        }
    }

private:
    const WrittenColumns& columns_;
    const char* objects_;
    std::size_t size_;
};

/// What else the statement says would be lost.
void require_plain(const tree::Node& insert) {
    if (insert.kind != tree::StatementKind::Insert) {
        throw CompileError{"unsupported-clause",
                           "cannot insert the objects: the statement has clauses of its own, which "
                           "a bulk insert has no place for; hand the objects to it with "
                           ".values(objects), a few thousand at a time"};
    }
}

/// Inserts objects that all write the same columns.
std::int64_t insert_run(Connection& connection,
                        const mapping::Mapper& mapper,
                        const char* first,
                        const Run& run) {
    const WrittenColumns& columns = run.columns;
    const std::size_t count = run.length;
    compiler::RowShape shape{.operation = compiler::RowOperation::Insert, .table = &mapper.table()};
    for (const MappedColumn* column : columns) {
        shape.values.push_back(column->column);
    }
    const compiler::SqlCompiler& compiler = connection.dialect().compiler();
    shape.rows = static_cast<std::uint32_t>(std::min<std::size_t>(count, UINT32_MAX));
    const std::size_t most = compiler.most_rows(shape);
    const ObjectRows rows{columns, first, mapper.life_cycle().size};
    std::vector<Value> scratch;
    std::int64_t inserted = 0;
    const auto most_bytes = static_cast<std::size_t>(compiler.capabilities().max_batch_bytes);
    for (std::size_t row = 0; row < count; row += shape.rows) {
        shape.rows = static_cast<std::uint32_t>(drivers::rows_within(
            {&rows, row, std::min(most, count - row), columns.size()}, most_bytes));
        const auto compiled = compiler.compile_rows(shape);
        engine::StatementLease lease = connection.prepare(compiled.sql);
        rows.bind(lease, compiled.layout, row, shape.rows, scratch);
        lease.execute();
        inserted += lease->affected_rows();
    }
    return inserted;
}

}  // namespace

std::int64_t Connection::insert_objects(const tree::Tree& insert,
                                        const tree::Entity& entity,
                                        const void* objects,
                                        std::size_t count) {
    require_plain(*insert.node);
    const mapping::Mapper& mapper = mapping::mapper_of(entity);
    const std::size_t size = mapper.life_cycle().size;
    const char* first = static_cast<const char*>(objects);
    std::int64_t inserted = 0;
    for (std::size_t row = 0; row < count;) {
        const Run run = first_run(mapper, first + row * size, count - row);
        try {
            inserted += insert_run(*this, mapper, first + row * size, run);
        } catch (const IntegrityError& error) {
            engine::throw_with_constraint(error, mapper.table());
            throw;
        }
        row += run.length;
    }
    return inserted;
}

}  // namespace azoth
