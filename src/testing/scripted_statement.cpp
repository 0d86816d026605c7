// SPDX-License-Identifier: MIT
#include "testing/scripted_statement.hpp"

#include <azoth/types/value_reader.hpp>

namespace azoth::testing {

void ScriptedStatement::bind(int parameter, const ValueView& value) {
    const auto index = static_cast<std::size_t>(parameter);
    if (values_.size() <= index) {
        values_.resize(index + 1);
    }
    values_[index] = Value::copy_of(value);
    if (behind_ != nullptr) {
        behind_->bind(parameter, value);
    }
}

void ScriptedStatement::bind_rows(const drivers::RowBlock& rows) {
    batch_rows_ = rows.count;
    if (behind_ != nullptr) {
        behind_->bind_rows(rows);
    }
}

void ScriptedStatement::fetch_by(std::uint32_t rows) {
    if (behind_ != nullptr) {
        behind_->fetch_by(rows);
    }
}

// ` [1, 'ed']`, ` [3 rows]`
std::string ScriptedStatement::shown_values() const {
    if (batch_rows_ > 0) {
        return " [" + std::to_string(batch_rows_) + " rows]";
    }
    std::string shown;
    for (const Value& value : values_) {
        shown += (shown.empty() ? " [" : ", ") + value.to_string();
    }
    return shown.empty() ? shown : shown + "]";
}

void ScriptedStatement::execute() {
    connection_.step("execute", sql_, shown_values());
    ++connection_.own_traffic().statements;
    ++connection_.own_traffic().round_trips;
    next_ = 0;
    if (behind_ != nullptr) {
        return behind_->execute();
    }
    answer_ = connection_.script().answer_to(sql_).value_or(ScriptedAnswer{});
}

bool ScriptedStatement::next() {
    connection_.step("next", {});
    if (behind_ != nullptr) {
        return behind_->next();
    }
    if (next_ == answer_.rows.size()) {
        return false;
    }
    ++next_;
    return true;
}

void ScriptedStatement::reset() noexcept {
    values_.clear();
    batch_rows_ = 0;
    next_ = 0;
    if (behind_ != nullptr) {
        behind_->reset();
    }
}

int ScriptedStatement::parameter_count() const {
    return behind_ != nullptr ? behind_->parameter_count() : static_cast<int>(values_.size());
}

int ScriptedStatement::column_count() const {
    return behind_ != nullptr ? behind_->column_count() : static_cast<int>(answer_.columns.size());
}

std::string_view ScriptedStatement::column_name(int column) const {
    return behind_ != nullptr ? behind_->column_name(column)
                              : answer_.columns[static_cast<std::size_t>(column)];
}

ValueKind ScriptedStatement::column_kind(int column) const {
    if (behind_ != nullptr) {
        return behind_->column_kind(column);
    }
    return next_ == 0 ? ValueKind::Null : row()[static_cast<std::size_t>(column)].kind();
}

std::int64_t ScriptedStatement::affected_rows() const {
    return behind_ != nullptr ? behind_->affected_rows() : answer_.affected_rows;
}

drivers::KeyRange ScriptedStatement::inserted_keys() const {
    return behind_ != nullptr ? behind_->inserted_keys() : drivers::KeyRange{};
}

bool ScriptedStatement::is_schema_checked() const {
    return behind_ != nullptr && behind_->is_schema_checked();
}

void ScriptedStatement::mark_schema_checked() {
    if (behind_ != nullptr) {
        behind_->mark_schema_checked();
    }
}

bool ScriptedStatement::is_null(int column) const {
    return behind_ != nullptr ? behind_->is_null(column) : ValueReader{row()}.is_null(column);
}

std::int64_t ScriptedStatement::integer(int column) const {
    return behind_ != nullptr ? behind_->integer(column) : ValueReader{row()}.integer(column);
}

double ScriptedStatement::real(int column) const {
    return behind_ != nullptr ? behind_->real(column) : ValueReader{row()}.real(column);
}

std::string_view ScriptedStatement::text(int column) const {
    return behind_ != nullptr ? behind_->text(column) : ValueReader{row()}.text(column);
}

std::span<const std::byte> ScriptedStatement::bytes(int column) const {
    return behind_ != nullptr ? behind_->bytes(column) : ValueReader{row()}.bytes(column);
}

Value ScriptedStatement::value(int column, ValueKind wanted) const {
    return behind_ != nullptr ? behind_->value(column, wanted)
                              : ValueReader{row()}.value(column, wanted);
}

}  // namespace azoth::testing
