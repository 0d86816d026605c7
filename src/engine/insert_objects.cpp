// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/record/mapper.hpp>

#include <algorithm>

namespace azoth {

namespace {

using record::MappedColumn;

/// Keys that the database numbers, and columns it has a value for, are written only when the object
/// has them.
bool is_left_to_database(const MappedColumn& column, const char* object) {
    const bool is_optional =
        column.generated_key || (column.server_generated && column.codec->nullable);
    return column.computed || (is_optional && column.codec->is_default(object + column.offset));
}

std::vector<const MappedColumn*> written_columns(const record::Mapper& mapper, const char* object) {
    std::vector<const MappedColumn*> columns;
    for (const MappedColumn& column : mapper.mapped_columns()) {
        if (!is_left_to_database(column, object)) {
            columns.push_back(&column);
        }
    }
    return columns;
}

/// How many objects from the first on leave the same columns to the database as it does.
std::size_t length_of_run(const record::Mapper& mapper,
                          const char* first,
                          std::size_t count,
                          std::size_t size) {
    std::size_t length = 1;
    const auto is_alike = [&](const MappedColumn& column) {
        return is_left_to_database(column, first) ==
               is_left_to_database(column, first + length * size);
    };
    while (length < count && std::ranges::all_of(mapper.mapped_columns(), is_alike)) {
        ++length;
    }
    return length;
}

/// Binds one group of rows; values that are made for the call live in `scratch`.
class RowBinder {
public:
    RowBinder(const std::vector<const MappedColumn*>& columns, std::size_t size)
        : columns_(columns), size_(size) {}

    void bind(engine::StatementLease& lease,
              compiler::ParameterLayout layout,
              const char* first,
              std::size_t rows) {
        scratch_.clear();
        scratch_.resize(layout == compiler::ParameterLayout::Columns ? columns_.size()
                                                                     : rows * columns_.size());
        switch (layout) {
            case compiler::ParameterLayout::RowByRow:
                return bind_rows(lease, first, rows);
            case compiler::ParameterLayout::Columns:
                return bind_columns(lease, first, rows);
        }
    }

private:
    void bind_rows(engine::StatementLease& lease, const char* first, std::size_t rows) {
        for (std::size_t i = 0; i < rows * columns_.size(); ++i) {
            const MappedColumn& column = *columns_[i % columns_.size()];
            const void* member = first + i / columns_.size() * size_ + column.offset;
            lease.bind(static_cast<int>(i), column.codec->view(member, scratch_[i]));
        }
    }

    void bind_columns(engine::StatementLease& lease, const char* first, std::size_t rows) {
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            std::vector<Value> elements;
            elements.reserve(rows);
            for (std::size_t row = 0; row < rows; ++row) {
                Value scratch;
                elements.push_back(Value::copy_of(
                    columns_[c]->codec->view(first + row * size_ + columns_[c]->offset, scratch)));
            }
            scratch_[c] = Value::array(std::move(elements));
            lease.bind(static_cast<int>(c), scratch_[c].view());
        }
    }

    const std::vector<const MappedColumn*>& columns_;
    std::size_t size_;
    std::vector<Value> scratch_{};
};

/// Inserts objects that all write the same columns.
std::int64_t insert_run(Connection& connection,
                        const record::Mapper& mapper,
                        const char* first,
                        std::size_t count) {
    const std::size_t size = mapper.life_cycle().size;
    const auto columns = written_columns(mapper, first);
    compiler::RowShape shape{.operation = compiler::RowOperation::Insert, .table = &mapper.table()};
    for (const MappedColumn* column : columns) {
        shape.values.push_back(column->column);
    }
    const compiler::SqlCompiler& compiler = connection.dialect().compiler();
    const std::size_t most = compiler.most_rows(shape);
    RowBinder binder{columns, size};
    std::int64_t inserted = 0;
    for (std::size_t row = 0; row < count; row += most) {
        shape.rows = static_cast<std::uint32_t>(std::min(most, count - row));
        const auto compiled = compiler.compile_rows(shape);
        engine::StatementLease lease = connection.prepare(compiled.sql);
        binder.bind(lease, compiled.layout, first + row * size, shape.rows);
        lease.execute();
        inserted += lease->affected_rows();
    }
    return inserted;
}

}  // namespace

std::int64_t Connection::insert_objects(const tree::Entity& entity,
                                        const void* objects,
                                        std::size_t count) {
    const record::Mapper& mapper = record::mapper_of(entity);
    const std::size_t size = mapper.life_cycle().size;
    const char* first = static_cast<const char*>(objects);
    std::int64_t inserted = 0;
    for (std::size_t row = 0; row < count;) {
        const std::size_t run = length_of_run(mapper, first + row * size, count - row, size);
        inserted += insert_run(*this, mapper, first + row * size, run);
        row += run;
    }
    return inserted;
}

}  // namespace azoth
