// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/row_batch.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>
#include <optional>

namespace azoth::orm {

using compiler::CompiledRows;
using compiler::ParameterLayout;
using compiler::ReturnPath;
using compiler::RowShape;

void ReturnedRows::clear(std::size_t columns) noexcept {
    columns_ = columns;
    order_.clear();
    keys = {};
}

std::span<Value> ReturnedRows::add_row() {
    const std::size_t begin = order_.size() * columns_;
    order_.push_back(order_.size());
    if (values_.size() < begin + columns_) {
        values_.resize(begin + columns_);
    }
    return {values_.data() + begin, columns_};
}

std::span<const Value> ReturnedRows::row(std::size_t index) const noexcept {
    if (index >= order_.size() || order_[index] == nothing) {
        return {};
    }
    return {values_.data() + order_[index] * columns_, columns_};
}

void ReturnedRows::reorder(std::span<const std::size_t> rows) {
    order_.assign(rows.begin(), rows.end());
}

void ReturnedRows::sort_by(std::size_t column) {
    const auto is_before = [&](std::size_t left, std::size_t right) {
        return values_[left * columns_ + column].as_integer() <
               values_[right * columns_ + column].as_integer();
    };
    if (!std::ranges::is_sorted(order_, is_before)) {
        std::ranges::sort(order_, is_before);
    }
}

namespace {

/// A statement gave fewer rows than it was sent.
struct RowsMissing {};
/// Rows were inserted, but which keys they got cannot be told.
struct KeysUnknown {};

class Sender {
public:
    Sender(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected)
        : connection_(connection),
          shape_(shape),
          batch_(batch),
          expected_(expected),
          parameters_(shape.values.size() + shape.keys.size() + shape.guards.size()),
          is_one_by_one_(!batch.can_match_rows()) {}

    void send_all() {
        RowShape all = shape_;
        all.rows = static_cast<std::uint32_t>(batch_.size());
        const compiler::SqlCompiler& compiler = connection_.dialect().compiler();
        const std::size_t most = compiler.most_rows(all);
        const auto most_bytes = static_cast<std::size_t>(compiler.capabilities().max_batch_bytes);
        for (std::size_t first = 0; first < batch_.size();) {
            const std::size_t count =
                rows_to_send(first, std::min(most, batch_.size() - first), most_bytes);
            count == 1 || is_one_by_one_ ? send_each(first, first + count)
                                         : send_several(first, count);
            first += count;
        }
    }

private:
    std::size_t rows_to_send(std::size_t first, std::size_t most, std::size_t most_bytes) const {
        try {
            return drivers::rows_within({&batch_, first, most, parameters_}, most_bytes);
        } catch (const DataError&) {
            return 1;  // a value that no parameter can be: its row is named when its turn comes
        }
    }

    const CompiledRows& compiled(std::size_t rows) {
        auto& kept = rows == 1 ? one_ : several_;
        if (!kept || (kept->first != rows && kept->second.layout != ParameterLayout::Batch)) {
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

    void bind(const CompiledRows& statement, std::size_t first, std::size_t count) {
        switch (statement.layout) {
            case ParameterLayout::RowByRow:
                return bind_row_by_row(*lease_, first, count);
            case ParameterLayout::Batch:
                return lease_->bind_rows({&batch_, first, count, parameters_});
        }
    }

    /// Gives the number of rows.
    std::size_t read_returned(engine::StatementLease& lease) {
        while (lease->next()) {
            const std::span<Value> row = returned_.add_row();
            for (std::size_t column = 0; column < row.size(); ++column) {
                row[column] = lease->value(static_cast<int>(column), batch_.returned_kind(column));
            }
        }
        return returned_.size();
    }

    /// The table's key is the number that the driver tells.
    bool are_keys_counted() {
        drivers::Statement& statement = **lease_;
        return statement.are_keys_confirmed() ||
               statement.confirm_keys(connection_.dialect().compiler().counts_keys(shape_));
    }

    /// The key of a row whose number is something else.
    void look_up_key() {
        const std::int64_t number = std::exchange(returned_.keys, {}).first;
        returned_.clear(1);
        engine::StatementLease query =
            connection_.prepare(connection_.dialect().compiler().key_of_row(shape_));
        query.bind(0, ValueView::integer(number));
        query.execute();
        returned_.add_row().front() =
            query->next() ? query->value(0, ValueKind::Integer) : Value{nullptr};
    }

    /// Throws KeysUnknown unless the rows got keys that follow one another.
    void count_keys(const CompiledRows& statement, std::size_t count) {
        returned_.keys = (**lease_).inserted_keys();
        const bool is_counted = are_keys_counted();
        if (count == 1 && !is_counted) {
            return look_up_key();
        }
        if (!is_counted || returned_.keys.count != static_cast<std::int64_t>(count)) {
            throw KeysUnknown{};
        }
        if (!statement.greatest_key.empty()) {
            engine::StatementLease query = connection_.prepare(statement.greatest_key);
            query.execute();
            const Value greatest =
                query->next() ? query->value(0, ValueKind::Integer) : Value{nullptr};
            if (greatest != Value{returned_.keys.first + returned_.keys.count - 1}) {
                throw KeysUnknown{};
            }
        }
    }

    // Of several rows one may be missing where another is there twice: each is asked alone then.
    bool is_as_expected(std::size_t written, std::size_t count) const noexcept {
        switch (expected_) {
            case RowCount::Exact:
                return written == count;
            case RowCount::AtLeastOne:
                return written == count || (count == 1 && written > 1);
            case RowCount::Any:
                return true;
        }
        return true;
    }

    /// Throws RowsMissing when the database wrote fewer rows than it was given.
    void execute(const CompiledRows& statement, std::size_t count) {
        lease_->execute();
        const bool has_rows = !shape_.returning.empty() && statement.returned == ReturnPath::Rows;
        returned_.clear(has_rows ? shape_.returning.size() : 0);
        const std::size_t written = has_rows ? read_returned(*lease_)
                                             : static_cast<std::size_t>((**lease_).affected_rows());
        if (!is_as_expected(written, count)) {
            throw RowsMissing{};
        }
        if (statement.returned == ReturnPath::CountedKeys) {
            count_keys(statement, count);
        }
        (**lease_).reset();
    }

    void run(std::size_t first, std::size_t count) {
        const CompiledRows& statement = compiled(count);
        if (!lease_ || lease_->sql() != statement.sql) {
            lease_.reset();
            lease_.emplace(connection_.prepare(statement.sql));
        }
        try {
            bind(statement, first, count);
            execute(statement, count);
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

    void send_each(std::size_t first, std::size_t last) {
        for (std::size_t row = first; row < last; ++row) {
            send_one(row);
        }
    }

    enum class Outcome : std::uint8_t {
        Written,
        Refused,
        KeysUnknown,
    };

    Outcome try_rows(std::size_t first, std::size_t count) {
        Transaction savepoint = connection_.begin();
        Outcome outcome = Outcome::Written;
        try {
            run(first, count);
            savepoint.commit();
            return outcome;
        } catch (const IntegrityError&) {
            outcome = Outcome::Refused;
        } catch (const DataError&) {
            outcome = Outcome::Refused;
        } catch (const RowsMissing&) {
            outcome = Outcome::Refused;
        } catch (const KeysUnknown&) {
            outcome = Outcome::KeysUnknown;
        }
        savepoint.rollback();
        return outcome;
    }

    void send_several(std::size_t first, std::size_t count) {
        switch (try_rows(first, count)) {
            case Outcome::Written:
                return batch_.written(first, count, returned_);
            case Outcome::Refused:
                return bisect_failure(first, first + count);
            case Outcome::KeysUnknown:
                is_one_by_one_ = true;
                return send_each(first, first + count);
        }
    }

    /// Rows before `low` are written, those up to `high` cannot be: halves until one row is left,
    /// and sends it alone.
    void bisect_failure(std::size_t low, std::size_t high) {
        const std::size_t last = high;
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            switch (try_rows(low, middle - low)) {
                case Outcome::Written:
                    batch_.written(low, middle - low, returned_);
                    low = middle;
                    break;
                case Outcome::Refused:
                    high = middle;
                    break;
                case Outcome::KeysUnknown:
                    return send_each(low, last);
            }
        }
        // When it goes through alone, it was a deferred or changing condition: the rest follows.
        send_each(low, last);
    }

    Connection& connection_;
    const RowShape& shape_;
    RowBatch& batch_;
    RowCount expected_;
    std::size_t parameters_;
    bool is_one_by_one_;  ///< which row got which key cannot be told: triggers, unknown keys
    std::optional<std::pair<std::size_t, CompiledRows>> one_{};
    std::optional<std::pair<std::size_t, CompiledRows>> several_{};
    std::optional<engine::StatementLease> lease_{};
    ReturnedRows returned_{};
    std::vector<Value> scratch_{};
};

}  // namespace

void send_rows(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected) {
    if (batch.size() > 0) {
        Sender{connection, shape, batch, expected}.send_all();
    }
}

}  // namespace azoth::orm
