// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/row_batch.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>
#include <optional>

namespace azoth::orm {

using compiler::CompiledRows;
using compiler::ParameterLayout;
using compiler::RowShape;

namespace {

/// A statement gave fewer rows than it was sent.
struct RowsMissing {};

class Sender {
public:
    Sender(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected)
        : connection_(connection),
          shape_(shape),
          batch_(batch),
          expected_(expected),
          parameters_(shape.values.size() + shape.keys.size() + shape.guards.size()) {}

    void send_all() {
        RowShape probe = shape_;
        probe.rows = static_cast<std::uint32_t>(batch_.size());
        const std::size_t most =
            std::max<std::size_t>(1, connection_.dialect().compiler().most_rows(probe));
        for (std::size_t first = 0; first < batch_.size(); first += most) {
            const std::size_t count = std::min(most, batch_.size() - first);
            count == 1 ? send_one(first) : send_several(first, count);
        }
    }

private:
    const CompiledRows& compiled(std::size_t rows) {
        auto& kept = rows == 1 ? one_ : several_;
        if (!kept || kept->first != rows) {
            RowShape shape = shape_;
            shape.rows = static_cast<std::uint32_t>(rows);
            kept.emplace(rows, connection_.dialect().compiler().compile_rows(shape));
        }
        return kept->second;
    }

    void bind_row_by_row(engine::StatementLease& lease, std::size_t first, std::size_t count) {
        scratch_.resize(count * parameters_);
        std::size_t place = 0;
        for (std::size_t row = first; row < first + count; ++row) {
            for (std::size_t parameter = 0; parameter < parameters_; ++parameter, ++place) {
                lease.bind(static_cast<int>(place), batch_.view(row, parameter, scratch_[place]));
            }
        }
    }

    void bind_columns(engine::StatementLease& lease, std::size_t first, std::size_t count) {
        arrays_.resize(parameters_);
        for (std::size_t parameter = 0; parameter < parameters_; ++parameter) {
            std::vector<Value>& elements = arrays_[parameter];
            elements.resize(count);
            for (std::size_t row = 0; row < count; ++row) {
                Value scratch;
                elements[row] = Value::copy_of(batch_.view(first + row, parameter, scratch));
            }
            lease.bind(static_cast<int>(parameter), {ValueKind::Array, {.elements = &elements}});
        }
    }

    /// The rows that RETURNING gives; their memory is used again and again.
    std::size_t read_returned(engine::StatementLease& lease) {
        std::size_t count = 0;
        while (lease->next()) {
            if (count == returned_.size()) {
                returned_.emplace_back();
            }
            std::vector<Value>& row = returned_[count++];
            row.resize(shape_.returning.size());
            for (std::size_t column = 0; column < row.size(); ++column) {
                row[column] = lease->value(static_cast<int>(column), batch_.returned_kind(column));
            }
        }
        returned_.resize(count);
        return count;
    }

    /// Throws RowsMissing when the database wrote fewer rows than it was given.
    void run(std::size_t first, std::size_t count) {
        const CompiledRows& statement = compiled(count);
        if (!lease_ || lease_->sql() != statement.sql) {
            lease_.reset();
            lease_.emplace(connection_.prepare(statement.sql));
        }
        try {
            statement.layout == ParameterLayout::Columns ? bind_columns(*lease_, first, count)
                                                         : bind_row_by_row(*lease_, first, count);
            lease_->execute();
            const std::size_t written = shape_.returning.empty()
                                            ? static_cast<std::size_t>((**lease_).affected_rows())
                                            : read_returned(*lease_);
            (**lease_).reset();
            if (expected_ == RowCount::Exact && written != count) {
                throw RowsMissing{};
            }
        } catch (...) {
            lease_.reset();
            throw;
        }
    }

    void send_one(std::size_t row) {
        try {
            run(row, 1);
            batch_.written(row, 1, returned_);
        } catch (const IntegrityError& error) {
            batch_.fail(row, error);
        } catch (const DataError& error) {
            batch_.fail(row, error);
        } catch (const RowsMissing&) {
            batch_.fail_stale(row);
        }
    }

    enum class Outcome : std::uint8_t { Written, Refused };

    Outcome try_rows(std::size_t first, std::size_t count) {
        Transaction savepoint = connection_.begin();
        try {
            run(first, count);
        } catch (const IntegrityError&) {
            savepoint.rollback();
            return Outcome::Refused;
        } catch (const DataError&) {
            savepoint.rollback();
            return Outcome::Refused;
        } catch (const RowsMissing&) {
            savepoint.rollback();
            return Outcome::Refused;
        }
        savepoint.commit();
        return Outcome::Written;
    }

    void send_several(std::size_t first, std::size_t count) {
        if (try_rows(first, count) == Outcome::Written) {
            return batch_.written(first, count, returned_);
        }
        find_culprit(first, first + count);
    }

    /// Rows before `low` are written, those up to `high` cannot be: halves until one row is left,
    /// and sends it alone.
    void find_culprit(std::size_t low, std::size_t high) {
        const std::size_t last = high;
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            if (try_rows(low, middle - low) == Outcome::Written) {
                batch_.written(low, middle - low, returned_);
                low = middle;
            } else {
                high = middle;
            }
        }
        send_one(low);
        // It went through alone: a deferred or changing condition. The rest follows one by one.
        for (std::size_t row = low + 1; row < last; ++row) {
            send_one(row);
        }
    }

    Connection& connection_;
    const RowShape& shape_;
    RowBatch& batch_;
    RowCount expected_;
    std::size_t parameters_;
    std::optional<std::pair<std::size_t, CompiledRows>> one_{};
    std::optional<std::pair<std::size_t, CompiledRows>> several_{};
    std::optional<engine::StatementLease> lease_{};
    ReturnedRows returned_{};
    std::vector<Value> scratch_{};
    std::vector<std::vector<Value>> arrays_{};
};

}  // namespace

void send_rows(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected) {
    if (batch.size() > 0) {
        Sender{connection, shape, batch, expected}.send_all();
    }
}

}  // namespace azoth::orm
