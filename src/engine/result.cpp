// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/result.hpp>

#include <algorithm>
#include <unordered_set>

namespace azoth {

namespace engine {

void throw_no_row() {
    throw NoResultFound{
        "no-row",
        "cannot give the one row: the statement gave none; use one_or_none() or first() where "
        "that is expected"};
}

void throw_many_rows() {
    throw MultipleResultsFound{
        "many-rows",
        "cannot give the one row: the statement gave several; narrow it, or use "
        "first() or all()"};
}

std::vector<std::string> ResultBase::keys() const {
    std::vector<std::string> names;
    for (int column = 0; lease_ && column < lease_->column_count(); ++column) {
        names.emplace_back(lease_->column_name(column));
    }
    return names;
}

struct SeenRows::Keys {
    std::unordered_set<std::string> texts{};
};

SeenRows::SeenRows() : keys_(new Keys) {}

SeenRows::~SeenRows() {
    delete keys_;
}

bool SeenRows::insert(const drivers::Statement& row) {
    std::string key;
    for (int column = 0; column < row.column_count(); ++column) {
        const std::string text = row.value(column, ValueKind::Null).to_string();
        key += std::to_string(text.size()) + ":" + text;
    }
    return keys_->texts.insert(std::move(key)).second;
}

std::vector<Row> ResultBase::mappings() {
    std::vector<Row> rows;
    const auto names = std::make_shared<const std::vector<std::string>>(keys());
    while (advance()) {
        std::vector<Value> values;
        for (int column = 0; column < lease_->column_count(); ++column) {
            values.push_back(lease_->value(column, ValueKind::Null));
        }
        rows.emplace_back(names, std::move(values));
    }
    return rows;
}

bool ResultBase::advance() {
    if (!lease_) {
        return false;
    }
    if (lease_.next()) {
        return true;
    }
    close();
    return false;
}

void ResultBase::require_last() {
    if (advance()) {
        throw_many_rows();
    }
}

void ResultBase::close() noexcept {
    if (lease_) {
        rowcount_ = lease_->affected_rows();
        lease_.release();
    }
}

}  // namespace engine

Result<>::Result(engine::StatementLease lease) : ResultBase(std::move(lease)) {
    while (advance()) {
        // A statement whose rows nobody asked for: the counts are complete only behind them.
    }
}

const Value& Row::operator[](std::string_view name) const {
    const auto found = std::ranges::find(*names_, name);
    if (found == names_->end()) {
        throw ArgumentError{"unknown-column",
                            "cannot read column " + text_utility::quoted(name) +
                                " of the row: there is none" +
                                text_utility::did_you_mean(name, *names_)};
    }
    return values_[static_cast<std::size_t>(found - names_->begin())];
}

const Value& Row::operator[](std::size_t column) const {
    if (column >= values_.size()) {
        throw ArgumentError{"unknown-column",
                            "cannot read column " + std::to_string(column) +
                                " of the row: it has " + std::to_string(values_.size()) +
                                ", counted from 0"};
    }
    return values_[column];
}

DynamicResult::DynamicResult(engine::StatementLease lease) : ResultBase(std::move(lease)) {
    names_ = std::make_shared<const std::vector<std::string>>(keys());
    if (names_->empty()) {
        advance();  // a change: complete at once
    }
}

bool DynamicResult::next() {
    if (!advance()) {
        return false;
    }
    std::vector<Value> values;
    values.reserve(names_->size());
    for (int column = 0; column < static_cast<int>(names_->size()); ++column) {
        values.push_back(lease_->value(column, ValueKind::Null));
    }
    row_ = Row{names_, std::move(values)};
    return true;
}

DynamicResult::Iterator& DynamicResult::Iterator::operator++() {
    if (!result_->next()) {
        result_ = nullptr;
    }
    return *this;
}

DynamicResult::Iterator DynamicResult::begin() {
    return next() ? Iterator{this} : Iterator{};
}

std::vector<Row> DynamicResult::all() {
    std::vector<Row> rows;
    while (next()) {
        rows.push_back(std::move(row_));
    }
    return rows;
}

std::optional<Row> DynamicResult::first() {
    std::optional<Row> row;
    if (next()) {
        row = std::move(row_);
    }
    close();
    return row;
}

std::optional<Row> DynamicResult::one_or_none() {
    if (!next()) {
        return std::nullopt;
    }
    require_last();
    return std::move(row_);
}

Row DynamicResult::one() {
    auto row = one_or_none();
    if (!row) {
        engine::throw_no_row();
    }
    return std::move(*row);
}

Value DynamicResult::scalar() {
    const auto row = first();
    return row && row->size() > 0 ? (*row)[std::size_t{0}] : Value{};
}

}  // namespace azoth
