// SPDX-License-Identifier: MIT
#include <azoth/dialects/generated_keys.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/dialects/dialect.hpp>

#include <algorithm>

namespace azoth::dialects {

using compiler::RowOperation;
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

std::vector<std::int64_t> GeneratedKeys::draw(const RowShape& /*wanted*/,
                                              std::size_t /*rows*/,
                                              const TypedQuery& /*query*/) const {
    return {};
}

bool GeneratedKeys::complete(const SentRows& /*sent*/, ReturnedRows& /*returned*/) const {
    return true;
}

namespace {

std::size_t affected(const SentRows& sent) {
    return static_cast<std::size_t>(sent.statement.affected_rows());
}

RowShape without_returning(RowShape shape) {
    shape.returning.clear();
    return shape;
}

bool is_key_alone(const RowShape& shape) {
    return shape.returning.size() == 1 && shape.returning.front() == shape.generated_key;
}

class StatementKeys final : public GeneratedKeys {
public:
    [[nodiscard]] RowShape sent(const RowShape& wanted) const override { return wanted; }

    [[nodiscard]] std::size_t read(const SentRows& sent, ReturnedRows& returned) const override {
        if (sent.wanted.returning.empty()) {
            return affected(sent);
        }
        while (sent.statement.next()) {
            const std::span<Value> row = returned.add_row();
            for (std::size_t column = 0; column < row.size(); ++column) {
                row[column] = sent.statement.value(static_cast<int>(column), sent.kinds[column]);
            }
        }
        return returned.size();
    }
};

class DriverKeys final : public GeneratedKeys {
public:
    [[nodiscard]] RowShape sent(const RowShape& wanted) const override {
        return without_returning(wanted);
    }
    [[nodiscard]] std::size_t most_rows(std::size_t) const override { return 1; }
    [[nodiscard]] std::size_t read(const SentRows& sent, ReturnedRows&) const override {
        return affected(sent);
    }

    [[nodiscard]] bool complete(const SentRows& sent, ReturnedRows& returned) const override {
        const bool is_numbered =
            sent.wanted.operation == RowOperation::Insert && sent.wanted.generated_key != nullptr;
        const drivers::KeyRange keys =
            is_numbered ? sent.statement.inserted_keys() : drivers::KeyRange{};
        if (is_numbered && is_key_alone(sent.wanted)) {
            returned.keys = keys;
            return keys.count == 1;
        }
        fetch_back(sent,
                   std::span{&keys.first, static_cast<std::size_t>(keys.count == 1 ? 1 : 0)},
                   returned);
        return true;
    }
};

/// Finds the row of the database that a row which was sent became.
class RowFinder {
public:
    RowFinder(const SentRows& sent, std::span<const std::int64_t> generated)
        : sent_(sent), generated_(generated) {
        if (sent.wanted.operation != RowOperation::Insert) {
            keys_ = sent.wanted.keys;
            return;
        }
        const schema::Table& table = *sent.wanted.table;
        for (const std::string& name :
             table.primary_key ? table.primary_key->columns : std::vector<std::string>{}) {
            keys_.push_back(table.find_column(name));
        }
    }

    [[nodiscard]] const std::vector<const schema::Column*>& keys() const noexcept { return keys_; }

    [[nodiscard]] std::vector<Value> key_of(std::size_t row) const {
        std::vector<Value> key;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            key.push_back(value_of(row, i));
        }
        return key;
    }

private:
    /// A key that is written is what it is written as.
    [[nodiscard]] Value value_of(std::size_t row, std::size_t key) const {
        const auto& values = sent_.wanted.values;
        if (keys_[key] == sent_.wanted.generated_key && row < generated_.size()) {
            return Value{generated_[row]};
        }
        const auto written = std::ranges::find(values, keys_[key]);
        std::size_t parameter = static_cast<std::size_t>(written - values.begin());
        if (written == values.end()) {
            if (sent_.wanted.operation == RowOperation::Insert) {
                throw_unknown(*keys_[key]);
            }
            parameter += key;
        }
        Value scratch;
        return Value::copy_of(sent_.rows.view(row, parameter, scratch));
    }

    [[noreturn]] void throw_unknown(const schema::Column& column) const {
        throw DataError{"no-key",
                        "the database gave it no key that could be told: column " +
                            text_utility::quoted(column.name) +
                            " is given by a default, and this database returns no rows; set it "
                            "in the program before the flush"};
    }

    const SentRows& sent_;
    std::span<const std::int64_t> generated_;
    std::vector<const schema::Column*> keys_{};
};

}  // namespace

void fetch_back(const SentRows& sent,
                std::span<const std::int64_t> generated,
                ReturnedRows& returned) {
    if (sent.wanted.returning.empty()) {
        return;
    }
    const RowFinder finder{sent, generated};
    const std::string sql = sent.compiler.select_row(
        {.table = sent.wanted.table, .keys = finder.keys(), .returning = sent.wanted.returning});
    for (std::size_t row = 0; row < sent.rows.count; ++row) {
        auto found = sent.query(sql, finder.key_of(row), sent.kinds);
        const std::span<Value> values = returned.add_row();
        if (!found.empty()) {
            std::ranges::move(found.front(), values.begin());
        }
    }
}

std::vector<std::int64_t> DrawnKeys::draw(const RowShape& wanted,
                                          std::size_t rows,
                                          const TypedQuery& query) const {
    constexpr ValueKind integer = ValueKind::Integer;
    std::vector<std::int64_t> keys;
    for (const auto& row : query(next_keys(wanted, rows), {}, std::span{&integer, 1})) {
        keys.push_back(row.at(0).as_integer());
    }
    return keys;
}

RowShape DrawnKeys::sent(const RowShape& wanted) const {
    RowShape shape = without_returning(wanted);
    shape.values.push_back(wanted.generated_key);
    return shape;
}

std::size_t DrawnKeys::read(const SentRows& sent, ReturnedRows&) const {
    return affected(sent);
}

bool DrawnKeys::complete(const SentRows& sent, ReturnedRows& returned) const {
    if (!is_key_alone(sent.wanted)) {
        fetch_back(sent, sent.drawn, returned);
        return true;
    }
    for (const std::int64_t key : sent.drawn) {
        returned.add_row().front() = Value{key};
    }
    return true;
}

const GeneratedKeys& keys_of_statement() noexcept {
    static const StatementKeys instance;
    return instance;
}

const GeneratedKeys& keys_of_driver() noexcept {
    static const DriverKeys instance;
    return instance;
}

const GeneratedKeys& Dialect::generated_keys(const RowShape& shape) const {
    const bool returns_rows = shape.operation == RowOperation::Insert
                                  ? capabilities().insert_returning
                                  : capabilities().update_returning;
    return shape.returning.empty() || returns_rows ? keys_of_statement() : keys_of_driver();
}

}  // namespace azoth::dialects
