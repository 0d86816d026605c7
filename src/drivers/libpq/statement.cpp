// SPDX-License-Identifier: MIT
#include "drivers/libpq/statement.hpp"

#include <azoth/base/error.hpp>
#include <azoth/types/text_form.hpp>

#include "drivers/libpq/declared_type.hpp"
#include "drivers/statement_excerpt.hpp"

#include <algorithm>
#include <utility>

namespace azoth::drivers::libpq {

namespace {

constexpr int most_parameters = 65'535;
/// libpq takes a description of more than 30,000 bytes, four for each parameter, for nonsense and
/// gives up the connection.
constexpr std::size_t most_described_parameters = 7'000;

bool counts_changed_rows(std::string_view command) noexcept {
    return command.starts_with("INSERT") || command.starts_with("UPDATE") ||
           command.starts_with("DELETE") || command.starts_with("MERGE") ||
           command.starts_with("COPY");
}

/// "cached plan must not change result type", told from other refusals by where the server raises
/// it; and names that the server has lost (DISCARD ALL, a pooler between).
bool needs_new_preparation(const PGresult* failure) noexcept {
    if (sqlstate_of(failure) == "26000") {
        return true;
    }
    const char* const function = PQresultErrorField(failure, PG_DIAG_SOURCE_FUNCTION);
    return sqlstate_of(failure) == "0A000" && function != nullptr &&
           std::string_view{function} == "RevalidateCachedQuery";
}

[[noreturn]] void refuse_parameter(int parameter, std::string_view sql, int count) {
    throw ArgumentError{"parameter-index",
                        "cannot bind parameter " + std::to_string(parameter + 1) + " of " +
                            excerpt(sql) + ": it has " + std::to_string(count) +
                            "; bind only those"};
}

}  // namespace

Statement::Statement(Connection& connection, std::string_view sql)
    : connection_(connection), retired_(connection.retired()), sql_(sql) {
    if (sql_.find('\0') != std::string::npos) {
        throw ProgrammingError{
            "syntax-error",
            "cannot prepare " + excerpt(sql_) + ": it holds the character NUL; remove it",
            {.statement = sql_}};
    }
}

Statement::~Statement() {
    if (is_prepared_ && !name_.empty()) {
        retired_->push_back(name_);
    }
}

void Statement::declare(std::span<const TypeKind> types) {
    for (const TypeKind type : types) {
        declared_types_.push_back(declared_type(type));
    }
}

void Statement::bind(int parameter, const ValueView& value) {
    if (parameter < 0 || parameter >= most_parameters) {
        refuse_parameter(parameter, sql_, most_parameters);
    }
    const auto index = static_cast<std::size_t>(parameter);
    if (is_described_ && index >= parameter_types_.size()) {
        refuse_parameter(parameter, sql_, static_cast<int>(parameter_types_.size()));
    }
    if (index >= bound_.size()) {
        bound_.resize(index + 1);
    }
    bound_[index] = value;
}

void Statement::bind_rows(const RowBlock& rows) {
    rows_ = rows;
}

void Statement::encode() {
    parameters_.clear();
    for (std::size_t column = 0; column < rows_.columns; ++column) {
        const bool is_known = is_described_ && column < parameter_types_.size();
        parameters_.add_column(rows_, column, is_known ? parameter_types_[column] : Oid{0}, sql_);
    }
    if (rows_.columns > 0) {
        return parameters_.finish();
    }
    if (is_described_) {
        bound_.resize(parameter_types_.size());
    }
    for (std::size_t i = 0; i < bound_.size(); ++i) {
        parameters_.add(bound_[i], type_of_parameter(i), sql_);
    }
    parameters_.finish();
}

Oid Statement::type_of_parameter(std::size_t index) const noexcept {
    const auto& types = is_described_ ? parameter_types_ : declared_types_;
    return index < types.size() ? types[index] : Oid{0};
}

Outcome Statement::run_first() {
    encode();
    name_ = connection_.next_name();
    const bool asks_for_types = !is_described_ && bound_.size() <= most_described_parameters;
    Exchange exchange{connection_, sql_};
    exchange.prepare(name_, sql_, declared_types_);
    if (asks_for_types) {
        exchange.describe(name_);
    }
    exchange.execute(name_, parameters_);
    Outcome outcome = exchange.finish();
    is_prepared_ = !outcome.results.empty();
    if (asks_for_types && outcome.results.size() > 1) {
        learn_types(outcome.results[1].get());
    }
    return outcome;
}

Outcome Statement::run_again() {
    encode();
    Exchange exchange{connection_, sql_};
    if (connection_.naming() == Naming::Named) {
        exchange.execute(name_, parameters_);
    } else {
        exchange.execute_unnamed(sql_, parameter_types_, parameters_);
    }
    return exchange.finish();
}

Outcome Statement::run() {
    // Without names the types are all there is to be kept, and one message does for the rest.
    const bool can_go_at_once =
        is_prepared_ || (is_described_ && connection_.naming() == Naming::Unnamed);
    return can_go_at_once ? run_again() : run_first();
}

void Statement::execute() {
    result_.reset();
    row_ = -1;
    row_count_ = 0;
    affected_rows_ = 0;
    converted_.clear();
    cursor_.reset();
    Outcome outcome = rows_per_batch_ > 0 ? run_by_cursor() : run();
    if (outcome.failure && needs_new_preparation(outcome.failure.get())) {
        forget_preparation();
        if (can_start_over(outcome.deferred)) {
            outcome = run();
        }
    }
    if (outcome.failure) {
        throw_result_error(outcome.failure.get(), sql_, connection_.circumstances());
    }
    take(std::move(outcome.results.back()));
}

Outcome Statement::run_by_cursor() {
    encode();
    cursor_ = std::make_unique<Cursor>(connection_, sql_, std::exchange(rows_per_batch_, 0));
    return cursor_->open(is_described_ ? parameter_types_ : declared_types_, parameters_);
}

bool Statement::next_batch() {
    Result batch = cursor_->next();
    if (!batch || PQntuples(batch.get()) == 0) {
        cursor_.reset();
        return false;
    }
    take(std::move(batch));
    row_ = 0;
    return true;
}

/// Not inside a transaction that did something already. One that was begun with this very statement
/// is begun again.
bool Statement::can_start_over(const std::vector<std::string>& deferred) {
    if (!connection_.in_transaction()) {
        return true;
    }
    if (deferred.empty() || !deferred.front().starts_with("BEGIN")) {
        return false;
    }
    connection_.run_script("ROLLBACK");
    for (const std::string& statement : deferred) {
        connection_.defer(statement);
    }
    return true;
}

void Statement::forget_preparation() {
    if (!name_.empty()) {
        retired_->push_back(std::exchange(name_, {}));
    }
    is_prepared_ = false;
    is_described_ = false;
    description_.reset();
    parameter_types_.clear();
}

void Statement::learn_types(const PGresult* description) {
    const int count = PQnparams(description);
    parameter_types_.clear();
    for (int i = 0; i < count; ++i) {
        parameter_types_.push_back(PQparamtype(description, i));
    }
    is_described_ = true;
}

void Statement::take(Result result) {
    result_ = std::move(result);
    row_count_ = PQntuples(result_.get());
    auto& most_rows = connection_.counters().most_rows;
    most_rows = std::max(most_rows, static_cast<std::uint64_t>(row_count_));
    const int columns = PQnfields(result_.get());
    column_types_.resize(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        column_types_[static_cast<std::size_t>(i)] = PQftype(result_.get(), i);
    }
    if (counts_changed_rows(PQcmdStatus(result_.get()))) {
        affected_rows_ = text_form::parse_integer(PQcmdTuples(result_.get())).value_or(0);
    }
}

bool Statement::next() {
    if (!converted_.empty()) {
        converted_.clear();
    }
    if (row_ + 1 < row_count_) {
        ++row_;
        return true;
    }
    if (cursor_ != nullptr && next_batch()) {
        return true;
    }
    if (row_count_ > 0) {
        // The names of the columns stay readable; the rows' memory is given back.
        Result names{PQcopyResult(result_.get(), PG_COPYRES_ATTRS)};
        result_ = std::move(names);
        row_count_ = 0;
        row_ = -1;
    }
    return false;
}

void Statement::reset() noexcept {
    cursor_.reset();
    result_.reset();
    row_ = -1;
    row_count_ = 0;
    converted_.clear();
    bound_.clear();
    rows_ = {};
}

/// Asks the server about a statement that was not executed yet; costs a round trip.
void Statement::describe() const {
    if (is_described_) {
        return;
    }
    // Logically constant: what the statement is does not change by asking.
    auto& self = const_cast<Statement&>(*this);
    self.name_ = connection_.next_name();
    Exchange exchange{self.connection_, sql_};
    exchange.prepare(name_, sql_, declared_types_);
    exchange.describe(name_);
    Outcome outcome = exchange.finish();
    if (outcome.failure) {
        throw_result_error(outcome.failure.get(), sql_, connection_.circumstances());
    }
    self.is_prepared_ = connection_.naming() == Naming::Named;
    self.learn_types(outcome.results[1].get());
    self.description_ = std::move(outcome.results[1]);
}

int Statement::parameter_count() const {
    describe();
    return static_cast<int>(parameter_types_.size());
}

int Statement::column_count() const {
    if (result_) {
        return PQnfields(result_.get());
    }
    describe();
    return description_ ? PQnfields(description_.get()) : static_cast<int>(column_types_.size());
}

std::string_view Statement::column_name(int column) const {
    const PGresult* const source = result_ ? result_.get() : description_.get();
    const char* const name = source == nullptr ? nullptr : PQfname(source, column);
    return name == nullptr ? std::string_view{} : name;
}

ValueKind Statement::column_kind(int column) const {
    if (!result_ && description_) {
        return kind_of(PQftype(description_.get(), column));
    }
    return kind_of(type_of(column));
}

}  // namespace azoth::drivers::libpq
