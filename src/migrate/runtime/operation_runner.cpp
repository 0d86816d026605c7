// SPDX-License-Identifier: MIT
#include "migrate/runtime/operation_runner.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/own_names.hpp"

namespace azoth::migrate {

using namespace operations;

std::vector<std::string> insert_statements(const BulkInsert& step,
                                           const dialects::Dialect& dialect) {
    constexpr std::size_t rows_at_once = 200;
    std::vector<std::string> names;
    for (const std::string& column : step.columns) {
        names.push_back(dialect.identifier(column));
    }
    const std::string head = "INSERT INTO " +
                             dialect.table_name(step.table.name, step.table.schema) + " (" +
                             text_utility::join(names, ", ") + ") VALUES ";
    std::vector<std::string> result;
    std::vector<std::string> rows;
    for (const std::vector<Value>& row : step.rows) {
        std::vector<std::string> values;
        for (const Value& value : row) {
            values.push_back(dialect.literal(value.view()));
        }
        rows.push_back("(" + text_utility::join(values, ", ") + ")");
        if (rows.size() == rows_at_once) {
            result.push_back(head + text_utility::join(rows, ", "));
            rows.clear();
        }
    }
    if (!rows.empty()) {
        result.push_back(head + text_utility::join(rows, ", "));
    }
    return result;
}

bool is_for(const Execute& step, const dialects::Dialect& dialect) {
    return step.dialect.empty() || step.dialect == dialect.name();
}

void refuse_irreversible(const Irreversible& step) {
    throw MigrationError{
        "irreversible-revision",
        "cannot go on: the revision says that it cannot be taken back: " + step.why +
            "; restore a backup, or write the steps by hand in its downgrade()"};
}

void OperationRunner::run(std::span<const Operation> operations, ddl::LabelUse after) {
    const std::vector<Operation> steps = with_label_use(operations, after);
    for (const Batch& batch : plan_batches(steps, connection_.dialect())) {
        if (batch.is_rebuild) {
            run_rebuild(batch.steps);
        } else {
            run_step(batch.steps.front());
        }
    }
}

void OperationRunner::send(const std::string& sql) {
    last_ = sql;
    try {
        connection_.run_script(sql);
    } catch (const DatabaseError&) {
        rethrow_with_own_names(connection_.dialect().rebuild_protocol().working_prefix);
    }
    connection_.forget_statements();
    ++statements_;
    if (hooks_.on_statement) {
        hooks_.on_statement(sql);
    }
}

void OperationRunner::send_outside(const std::string& sql) {
    if (hooks_.leave_transaction) {
        hooks_.leave_transaction();
    }
    send(sql);
    if (hooks_.enter_transaction) {
        hooks_.enter_transaction();
    }
}

void OperationRunner::run_step(const Operation& step) {
    std::visit(Overloaded{
                   [&](const Execute& s) {
                       if (is_for(s, connection_.dialect())) {
                           for (const std::string& sql : connection_.dialect().split(s.sql)) {
                               send(sql);
                           }
                       }
                   },
                   [&](const BulkInsert& s) { insert(s); },
                   [&](const Irreversible& s) { refuse_irreversible(s); },
                   [&](const Run& s) {
                       last_ = "code of the revision";
                       s.callback->call(connection_);
                   },
                   [&](const auto&) { run_definition(step); },
               },
               step);
}

void OperationRunner::insert(const BulkInsert& step) {
    for (const std::string& sql : insert_statements(step, connection_.dialect())) {
        send(sql);
    }
}

std::optional<schema::Table> OperationRunner::live_table(const TableName& name) {
    const auto tables = connection_.dialect().catalog().tables(connection_.query_callback(),
                                                               {name.schema, {name.name}});
    for (const schema::Table& table : tables) {
        if (table.name == name.name) {
            return table;
        }
    }
    return std::nullopt;
}

namespace {

bool is_concurrent(const Operation& step) {
    const auto* create = std::get_if<CreateIndex>(&step);
    const auto* drop = std::get_if<DropIndex>(&step);
    return (create != nullptr && create->concurrently == Concurrently::Yes) ||
           (drop != nullptr && drop->concurrently == Concurrently::Yes);
}

/// A database without such statements compiles an ordinary one.
bool says_concurrently(const std::string& sql) {
    return text_utility::upper_ascii(sql).find(" CONCURRENTLY ") != std::string::npos;
}

bool needs_live_table(const Operation& step) {
    return std::holds_alternative<AlterColumn>(step) || std::holds_alternative<DropColumn>(step) ||
           std::holds_alternative<DropTable>(step) ||
           std::holds_alternative<DropConstraint>(step) ||
           std::holds_alternative<RenameConstraint>(step);
}

}  // namespace

void OperationRunner::run_definition(const Operation& step) {
    const std::optional<schema::Table> live =
        needs_live_table(step) ? live_table(*table_of(step)) : std::nullopt;
    for (const ddl::Statement& statement : to_ddl(step, live ? &*live : nullptr)) {
        for (const std::string& sql :
             connection_.dialect().live_ddl(connection_.query_callback(), statement)) {
            if (is_concurrent(step) && says_concurrently(sql)) {
                send_outside(sql);
            } else {
                send(sql);
            }
        }
    }
}

/// Each step sees the table as the steps before it will have left it.
void OperationRunner::run_rebuild(std::span<const Operation> steps) {
    const TableName name = *table_of(steps.front());
    std::vector<schema::Table> tables;
    if (std::optional<schema::Table> live = live_table(name)) {
        tables.push_back(std::move(*live));
    }
    std::vector<ddl::Statement> changes;
    for (const Operation& step : steps) {
        const schema::Table* now = find_table(std::span{std::as_const(tables)}, name);
        for (ddl::Statement& statement : to_ddl(step, now)) {
            changes.push_back(std::move(statement));
        }
        apply_to(step, tables);
    }
    last_ = "the rebuild of table " + text_utility::quoted(name.name);
    for (const std::string& sql :
         connection_.dialect().rebuild(connection_.query_callback(), name, changes)) {
        send(sql);
    }
}

}  // namespace azoth::migrate
