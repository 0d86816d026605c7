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

    std::vector<std::vector<Value>> returned_rows(engine::StatementLease& lease) {
        std::vector<std::vector<Value>> rows;
        while (lease->next()) {
            auto& row = rows.emplace_back();
            for (int column = 0; column < lease->column_count(); ++column) {
                row.push_back(
                    lease->value(column, batch_.returned_kind(static_cast<std::size_t>(column))));
            }
        }
        return rows;
    }

    /// Throws RowsMissing when the database wrote fewer rows than it was given.
    std::vector<std::vector<Value>> run(std::size_t first, std::size_t count) {
        const CompiledRows& statement = compiled(count);
        if (!lease_ || lease_->sql() != statement.sql) {
            lease_.reset();
            lease_.emplace(connection_.prepare(statement.sql));
        }
        try {
            statement.layout == ParameterLayout::Columns ? bind_columns(*lease_, first, count)
                                                         : bind_row_by_row(*lease_, first, count);
            lease_->execute();
            auto rows = shape_.returning.empty() ? std::vector<std::vector<Value>>{}
                                                 : returned_rows(*lease_);
            const auto affected = static_cast<std::size_t>((**lease_).affected_rows());
            (**lease_).reset();
            const std::size_t written = shape_.returning.empty() ? affected : rows.size();
            if (expected_ == RowCount::Exact && written != count) {
                throw RowsMissing{};
            }
            return rows;
        } catch (...) {
            lease_.reset();
            throw;
        }
    }

    void send_one(std::size_t row) {
        try {
            batch_.written(row, 1, run(row, 1));
        } catch (const IntegrityError& error) {
            batch_.fail(row, error);
        } catch (const DataError& error) {
            batch_.fail(row, error);
        } catch (const RowsMissing&) {
            batch_.fail_stale(row);
        }
    }

    enum class Outcome : std::uint8_t { Written, Refused };

    Outcome try_rows(std::size_t first, std::size_t count, std::vector<std::vector<Value>>& rows) {
        Transaction savepoint = connection_.begin();
        try {
            rows = run(first, count);
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
        std::vector<std::vector<Value>> rows;
        if (try_rows(first, count, rows) == Outcome::Written) {
            return batch_.written(first, count, std::move(rows));
        }
        find_culprit(first, first + count);
    }

    /// Rows before `low` are written, those up to `high` cannot be: halves until one row is left,
    /// and sends it alone.
    void find_culprit(std::size_t low, std::size_t high) {
        const std::size_t last = high;
        std::vector<std::vector<Value>> rows;
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            if (try_rows(low, middle - low, rows) == Outcome::Written) {
                batch_.written(low, middle - low, std::move(rows));
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
