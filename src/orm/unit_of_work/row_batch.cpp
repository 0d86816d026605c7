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
/// Rows were inserted, but which keys they got cannot be told.
struct KeysUnknown {};

/// A batch, and the keys that were drawn for its rows as one more column behind the values.
class RowsWithKeys final : public drivers::RowSource {
public:
    RowsWithKeys(const RowBatch& batch, std::size_t key) : batch_(batch), key_(key) {}

    [[nodiscard]] ValueView view(std::size_t row,
                                 std::size_t column,
                                 Value& scratch) const override {
        if (column == key_) {
            return ValueView::integer(drawn[row - first]);
        }
        return batch_.view(row, column, scratch);
    }

    std::vector<std::int64_t> drawn{};
    std::size_t first = 0;  ///< the row that the first of them belongs to

private:
    const RowBatch& batch_;
    std::size_t key_;  ///< its column
};

class Sender {
public:
    Sender(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected)
        : connection_(connection),
          wanted_(shape),
          batch_(batch),
          expected_(expected),
          keys_(connection.dialect().generated_keys(shape)),
          sent_(keys_.sent(shape)),
          with_keys_(batch, shape.values.size()),
          source_(sent_.values.size() > shape.values.size()
                      ? static_cast<const drivers::RowSource*>(&with_keys_)
                      : &batch),
          parameters_(sent_.values.size() + sent_.keys.size() + sent_.guards.size()),
          is_one_by_one_(!batch.can_match_rows()) {
        for (std::size_t i = 0; i < shape.returning.size(); ++i) {
            kinds_.push_back(batch.returned_kind(i));
        }
    }

    void send_all() {
        sent_.rows = static_cast<std::uint32_t>(batch_.size());
        const compiler::SqlCompiler& compiler = connection_.dialect().compiler();
        const std::size_t most = keys_.most_rows(compiler.most_rows(sent_));
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
            return drivers::rows_within({source_, first, most, parameters_}, most_bytes);
        } catch (const DataError&) {
            return 1;  // a value that no parameter can be: its row is named when its turn comes
        }
    }

    const CompiledRows& compiled(std::size_t rows) {
        auto& kept = rows == 1 ? one_ : several_;
        if (!kept || (kept->first != rows && kept->second.layout != ParameterLayout::Batch)) {
            sent_.rows = static_cast<std::uint32_t>(rows);
            kept.emplace(rows, connection_.dialect().compiler().compile_rows(sent_));
        }
        return kept->second;
    }

    void bind_row_by_row(engine::StatementLease& lease, std::size_t first, std::size_t count) {
        scratch_.resize(count * parameters_);
        std::size_t place = 0;
        for (std::size_t row = first; row < first + count; ++row) {
            for (std::size_t parameter = 0; parameter < parameters_; ++parameter, ++place) {
                lease.bind(static_cast<int>(place), source_->view(row, parameter, scratch_[place]));
            }
        }
    }

    void bind(const CompiledRows& statement, std::size_t first, std::size_t count) {
        switch (statement.layout) {
            case ParameterLayout::RowByRow:
                return bind_row_by_row(*lease_, first, count);
            case ParameterLayout::Batch:
                return lease_->bind_rows({source_, first, count, parameters_});
        }
    }

    [[nodiscard]] std::vector<std::vector<Value>> query(std::string_view sql,
                                                        std::span<const Value> parameters,
                                                        std::span<const ValueKind> kinds) {
        engine::StatementLease lease = connection_.prepare(sql);
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            lease.bind(static_cast<int>(i), parameters[i].view());
        }
        lease.execute();
        std::vector<std::vector<Value>> rows;
        while (lease.next()) {
            auto& row = rows.emplace_back();
            for (std::size_t column = 0; column < kinds.size(); ++column) {
                row.push_back(lease->value(static_cast<int>(column), kinds[column]));
            }
        }
        return rows;
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
    void execute(std::size_t first, std::size_t count) {
        lease_->execute();
        returned_.clear(wanted_.returning.size());
        const dialects::SentRows sent{.wanted = wanted_,
                                      .rows = {&batch_, first, count, parameters_},
                                      .drawn = with_keys_.drawn,
                                      .kinds = kinds_,
                                      .statement = **lease_,
                                      .connection = connection_.driver(),
                                      .compiler = connection_.dialect().compiler(),
                                      .query = query_};
        if (!is_as_expected(keys_.read(sent, returned_), count)) {
            throw RowsMissing{};
        }
        if (!keys_.complete(sent, returned_)) {
            throw KeysUnknown{};
        }
        (**lease_).reset();
    }

    void run(std::size_t first, std::size_t count) {
        const CompiledRows& statement = compiled(count);
        if (!lease_ || lease_->sql() != statement.sql) {
            lease_.reset();
            lease_.emplace(connection_.prepare(statement.sql));
        }
        with_keys_.drawn = keys_.draw(wanted_, count, query_);
        with_keys_.first = first;
        try {
            bind(statement, first, count);
            execute(first, count);
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
    const RowShape& wanted_;
    RowBatch& batch_;
    RowCount expected_;
    const dialects::GeneratedKeys& keys_;
    RowShape sent_;
    RowsWithKeys with_keys_;
    const drivers::RowSource* source_;
    std::size_t parameters_;
    bool is_one_by_one_;  ///< which row got which key cannot be told: triggers, unknown keys
    std::optional<std::pair<std::size_t, CompiledRows>> one_{};
    std::optional<std::pair<std::size_t, CompiledRows>> several_{};
    std::optional<engine::StatementLease> lease_{};
    ReturnedRows returned_{};
    std::vector<ValueKind> kinds_{};  ///< of the columns that come back
    std::vector<Value> scratch_{};
    const dialects::TypedQuery query_{
        [this](std::string_view sql,
               std::span<const Value> parameters,
               std::span<const ValueKind> kinds) { return query(sql, parameters, kinds); }};
};

}  // namespace

void send_rows(Connection& connection, const RowShape& shape, RowBatch& batch, RowCount expected) {
    if (batch.size() > 0) {
        Sender{connection, shape, batch, expected}.send_all();
    }
}

}  // namespace azoth::orm
