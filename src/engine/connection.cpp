// SPDX-License-Identifier: MIT
#include "engine/constraint_names.hpp"
#include "engine/core.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/connection.hpp>

#include <algorithm>
#include <optional>

namespace azoth {

using engine::CachedStatement;
using engine::StatementLease;

namespace engine {

std::unique_ptr<drivers::Statement> ConnectionCore::prepare(const std::string& sql) {
    before_statement();
    try {
        return connection->prepare(sql);
    } catch (const std::exception& error) {
        const Engine::Core& owner = engine.core();
        if (owner.is_watched()) {
            owner.report({.sql = sql, .error = error.what()});
        }
        throw;
    }
}

StatementLease ConnectionCore::lend(CachedStatement& cached) {
    std::unique_ptr<drivers::Statement> statement;
    if (cached.idle.empty()) {
        statement = prepare(cached.sql);
        statement->declare(cached.types);
    } else {
        statement = std::move(cached.idle.back());
        cached.idle.pop_back();
    }
    ++cached.on_loan;
    return StatementLease{share(), cached, std::move(statement)};
}

namespace {

CachedStatement& cached_tree(ConnectionCore& core, const tree::Node& statement) {
    const auto is_it = [&](const CachedStatement& cached) {
        return cached.kind == CachedStatement::Kind::Tree &&
               cached.compiled->serves(statement, core.matcher);
    };
    if (CachedStatement* found = core.cache->find(statement.hash, is_it)) {
        return *found;
    }
    auto compiled = core.engine.core().compiled(statement, core.matcher);
    return core.cache->insert({.hash = statement.hash,
                               .kind = CachedStatement::Kind::Tree,
                               .sql = compiled->sql,
                               .compiled = std::move(compiled)});
}

CachedStatement& cached_sql(ConnectionCore& core, std::string_view sql) {
    const std::uint64_t hash = tree::mixed(0, sql);
    const auto is_it = [&](const CachedStatement& cached) {
        return cached.kind == CachedStatement::Kind::Sql && cached.sql == sql;
    };
    if (CachedStatement* found = core.cache->find(hash, is_it)) {
        return *found;
    }
    return core.cache->insert({.hash = hash, .sql = std::string{sql}});
}

const NamedValue& named(std::span<const NamedValue> parameters, const std::string& name) {
    const auto found = std::ranges::find(parameters, name, &NamedValue::name);
    if (found == parameters.end()) {
        throw ArgumentError{"missing-parameter",
                            "cannot execute the text statement: parameter " +
                                text_utility::quoted(":" + name) + " has no value; pass {{\"" +
                                name + "\", value}}"};
    }
    return *found;
}

void refuse_unused(std::span<const NamedValue> parameters, const std::vector<std::string>& names) {
    for (const NamedValue& parameter : parameters) {
        if (std::ranges::find(names, parameter.name) == names.end()) {
            throw ArgumentError{"unknown-parameter",
                                "cannot execute the text statement: it has no parameter " +
                                    text_utility::quoted(":" + std::string{parameter.name}) +
                                    text_utility::did_you_mean(parameter.name, names)};
        }
    }
}

std::vector<TypeKind> types_of(std::span<const NamedValue> parameters,
                               const std::vector<std::string>& names) {
    std::vector<TypeKind> types;
    for (const std::string& name : names) {
        types.push_back(named(parameters, name).type);
    }
    return types;
}

bool has_types(const CachedStatement& cached, std::span<const NamedValue> parameters) {
    for (std::size_t i = 0; i < cached.names.size(); ++i) {
        if (named(parameters, cached.names[i]).type != cached.types[i]) {
            return false;
        }
    }
    return true;
}

/// One statement for each set of types: a server keeps the types that it was told.
CachedStatement& cached_text(ConnectionCore& core,
                             std::string_view sql,
                             std::span<const NamedValue> parameters) {
    const std::uint64_t hash = tree::mixed(0, sql);
    const auto is_it = [&](const CachedStatement& cached) {
        return cached.kind == CachedStatement::Kind::Text && cached.source == sql &&
               has_types(cached, parameters);
    };
    if (CachedStatement* found = core.cache->find(hash, is_it)) {
        refuse_unused(parameters, found->names);
        return *found;
    }
    auto compiled = core.engine.dialect().compiler().compile_text(sql);
    refuse_unused(parameters, compiled.names);
    auto types = types_of(parameters, compiled.names);
    return core.cache->insert({.hash = hash,
                               .kind = CachedStatement::Kind::Text,
                               .sql = std::move(compiled.sql),
                               .source = std::string{sql},
                               .names = std::move(compiled.names),
                               .types = std::move(types)});
}

}  // namespace
}  // namespace engine

Connection::Connection(engine::ConnectionShare core) noexcept : core_(std::move(core)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Transaction Connection::begin(Access access) {
    const std::uint32_t level = core_->begin(access);
    return Transaction{core_->share(), level};
}

void Connection::commit() {
    if (core_->level > 0) {
        core_->commit(1);
    }
}

void Connection::rollback() {
    if (core_->level > 0) {
        core_->rollback(1);
    }
}

bool Connection::in_transaction() const noexcept {
    return core_->level > 0;
}

void Connection::set_autocommit(bool is_on) {
    if (core_->level > 0) {
        throw InvalidRequestError{"transaction-open",
                                  "cannot change autocommit: a transaction is open; commit or roll "
                                  "it back first"};
    }
    core_->autocommit = is_on;
}

bool Connection::is_autocommit() const noexcept {
    return core_->autocommit;
}

StatementLease Connection::run(const tree::Tree& statement) {
    CachedStatement& cached = engine::cached_tree(*core_, *statement.node);
    StatementLease lease = core_->lend(cached);
    const compiler::Compiled& compiled = *cached.compiled;
    for (std::size_t i = 0; i < compiled.parameters.size(); ++i) {
        lease.bind(static_cast<int>(i), compiled.value(core_->matcher.literals(), i));
    }
    lease.keep(statement.owner);
    if (compiled.rows_per_batch > 0) {
        lease.fetch_by(compiled.rows_per_batch);
    }
    try {
        lease.execute();
    } catch (const IntegrityError& error) {
        if (const schema::Table* table = engine::changed_table(*statement.node)) {
            engine::throw_with_constraint(error, *table);
        }
        throw;
    }
    return lease;
}

StatementLease Connection::run(const tree::Tree& statement, std::span<const ValueView> values) {
    StatementLease lease = core_->lend(engine::cached_tree(*core_, *statement.node));
    for (std::size_t i = 0; i < values.size(); ++i) {
        lease.bind(static_cast<int>(i), values[i]);
    }
    lease.execute();
    return lease;
}

namespace {

// Of a text nothing is known but what the database says.
std::optional<schema::Table> violated_table(Connection& connection, const IntegrityError& error) {
    if (error.code() != "unique-violation" || !error.constraint().empty() ||
        error.details().table.empty()) {
        return std::nullopt;
    }
    try {
        auto tables = connection.dialect().catalog().tables(connection.query_callback(),
                                                            {.tables = {error.details().table}});
        return tables.empty() ? std::nullopt : std::optional{std::move(tables.front())};
    } catch (const Error&) {
        return std::nullopt;  // the first error is the one to tell
    }
}

}  // namespace

StatementLease Connection::run_text(std::string_view sql, std::span<const NamedValue> parameters) {
    CachedStatement& cached = engine::cached_text(*core_, sql, parameters);
    std::vector<Value> values;
    for (const std::string& name : cached.names) {
        values.push_back(engine::named(parameters, name).value);
    }
    StatementLease lease = core_->lend(cached);
    const auto& kept = lease.keep(std::move(values));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        lease.bind(static_cast<int>(i), kept[i].view());
    }
    try {
        lease.execute();
    } catch (const IntegrityError& error) {
        if (const auto table = violated_table(*this, error)) {
            engine::throw_with_constraint(error, *table);
        }
        throw;
    }
    return lease;
}

StatementLease Connection::prepare(std::string_view sql) {
    return core_->lend(engine::cached_sql(*core_, sql));
}

void Connection::run_script(std::string_view sql) {
    core_->before_statement();
    const Engine::Core& owner = core_->engine.core();
    if (owner.is_watched()) {
        owner.report({.sql = sql});
    }
    core_->connection->run_script(sql);
}

dialects::Rows Connection::query(std::string_view sql, std::span<const Value> parameters) {
    StatementLease lease = prepare(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        lease.bind(static_cast<int>(i), parameters[i].view());
    }
    lease.execute();
    dialects::Rows rows;
    while (lease->next()) {
        auto& row = rows.emplace_back();
        for (int column = 0; column < lease->column_count(); ++column) {
            row.push_back(lease->value(column, ValueKind::Null));
        }
    }
    return rows;
}

void Connection::forget_statements() noexcept {
    core_->cache->clear();
}

dialects::Query Connection::query_callback() {
    return [this](std::string_view sql, std::span<const Value> parameters) {
        return query(sql, parameters);
    };
}

void Connection::throw_no_statement() {
    throw ArgumentError{"invalid-statement", "cannot execute what is no statement; use text(…)"};
}

const Engine& Connection::engine() const noexcept {
    return core_->engine;
}

const dialects::Dialect& Connection::dialect() const noexcept {
    return core_->engine.dialect();
}

void Connection::cancel() noexcept {
    core_->connection->cancel();
}

void Connection::set_query_timeout(std::int64_t milliseconds) {
    core_->connection->set_query_timeout(milliseconds);
}

void Connection::invalidate() noexcept {
    core_->lease.invalidate();
}

drivers::Connection& Connection::driver() const {
    return *core_->connection;
}

}  // namespace azoth
