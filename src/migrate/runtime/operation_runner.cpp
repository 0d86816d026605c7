// SPDX-License-Identifier: MIT
#include "migrate/runtime/operation_runner.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/render/cpp_body.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/operation_traits.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/own_names.hpp"
#include "migrate/runtime/type_in_use.hpp"

namespace azoth::migrate {

using namespace operations;

std::vector<std::string> insert_statements(const BulkInsert& step,
                                           const dialects::Dialect& dialect) {
    const std::size_t rows_at_once = dialect.capabilities().multi_row_values ? 200 : 1;
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

StepKeeper::~StepKeeper() = default;

bool StepKeeper::recall(PlannedStep& /*step*/, const Operation& /*operation*/) {
    return false;
}
void StepKeeper::begin_step(PlannedStep& /*step*/) {}
void StepKeeper::begin_statement(const PlannedStep& /*step*/,
                                 const PlannedStatement& /*statement*/) {}
void StepKeeper::end_statement(const PlannedStep& /*step*/, const PlannedStatement& /*statement*/) {
}
void StepKeeper::end_step(const PlannedStep& /*step*/) {}

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

Placement placement_of(const Operation& step, const dialects::Dialect& dialect) {
    if (traits_of(step).is_as_written) {
        return Placement::AsWritten;
    }
    if (!is_concurrent(step)) {
        return Placement::Anywhere;
    }
    const auto definitions = to_ddl(step);
    const bool is_outside = std::ranges::any_of(definitions, [&](const ddl::Statement& one) {
        return std::ranges::any_of(dialect.ddl(one), says_concurrently);
    });
    return is_outside ? Placement::Outside : Placement::Anywhere;
}

void add(PlannedStep& step, std::string sql, std::optional<Operation> effect = std::nullopt) {
    step.statements.push_back({.number = static_cast<std::int64_t>(step.statements.size()),
                               .sql = std::move(sql),
                               .effect = std::move(effect)});
}

void add_all(PlannedStep& step, std::vector<std::string> statements) {
    for (std::string& sql : statements) {
        add(step, std::move(sql));
    }
}

}  // namespace

void OperationRunner::run(std::span<const Operation> operations, ddl::LabelUse after) {
    const std::vector<Operation> steps = with_label_use(operations, after);
    for (const Batch& batch : plan_batches(steps, connection_.dialect())) {
        run_batch(batch);
    }
}

void OperationRunner::run_batch(const Batch& batch) {
    const Operation& first = batch.steps.front();
    PlannedStep step{.text = render_cpp(batch.steps),
                     .placement = placement_of(first, connection_.dialect())};
    if (const auto* code = std::get_if<Run>(&first)) {
        step.code = code;
    }
    if (!keeper_.recall(step, first)) {
        if (batch.is_rebuild) {
            plan_rebuild(step, batch.steps);
        } else {
            plan(step, first);
        }
    }
    carry_out(std::move(step));
}

void OperationRunner::carry_out(PlannedStep step) {
    keeper_.begin_step(step);
    for (const PlannedStatement& statement : step.statements) {
        keeper_.begin_statement(step, statement);
        send(statement, step.code);
        keeper_.end_statement(step, statement);
    }
    keeper_.end_step(step);
}

void OperationRunner::send(const PlannedStatement& statement, const Run* code) {
    last_ = statement.sql;
    if (code != nullptr) {
        code->callback->call(connection_);
        return;
    }
    try {
        connection_.run_script(statement.sql);
    } catch (const DatabaseError&) {
        rethrow_with_own_names(connection_.dialect().rebuild_protocol().working_prefix);
    }
    connection_.forget_statements();
    ++statements_;
}

void OperationRunner::plan(PlannedStep& step, const Operation& operation) {
    const dialects::Dialect& dialect = connection_.dialect();
    std::visit(Overloaded{
                   [&](const Execute& s) {
                       add_all(
                           step,
                           is_for(s, dialect) ? dialect.split(s.sql) : std::vector<std::string>{});
                   },
                   [&](const BulkInsert& s) { add_all(step, insert_statements(s, dialect)); },
                   [&](const Irreversible& s) { refuse_irreversible(s); },
                   [&](const Run&) { add(step, "code of the revision"); },
                   [&](const auto&) { plan_definition(step, operation); },
               },
               operation);
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

/// What a build left behind that failed keeps its name.
void OperationRunner::drop_invalid_index(PlannedStep& step, const CreateIndex& index) {
    const auto table = live_table(index.table);
    const schema::Index* old = table ? find_index(*table, index.index.name) : nullptr;
    if (old == nullptr || old->is_valid) {
        return;
    }
    const DropIndex drop{
        .table = index.table, .name = index.index.name, .concurrently = index.concurrently};
    for (const ddl::Statement& statement : to_ddl(drop)) {
        for (std::string& sql : connection_.dialect().ddl(statement)) {
            add(step, std::move(sql), drop);
        }
    }
}

void OperationRunner::plan_definition(PlannedStep& step, const Operation& operation) {
    if (const auto* type = std::get_if<DropEnum>(&operation)) {
        refuse_type_in_use(connection_, *type);
    }
    if (step.placement == Placement::Outside) {
        if (const auto* index = std::get_if<CreateIndex>(&operation)) {
            drop_invalid_index(step, *index);
        }
    }
    const std::optional<schema::Table> live =
        traits_of(operation).needs_live_table ? live_table(*table_of(operation)) : std::nullopt;
    std::vector<std::string> statements;
    for (const ddl::Statement& statement : to_ddl(operation, live ? &*live : nullptr)) {
        for (std::string& sql :
             connection_.dialect().live_ddl(connection_.query_callback(), statement)) {
            statements.push_back(std::move(sql));
        }
    }
    const bool is_alone = statements.size() == 1;
    for (std::string& sql : statements) {
        add(step, std::move(sql), is_alone ? std::optional{operation} : std::nullopt);
    }
}

/// Each step sees the table as the steps before it will have left it.
void OperationRunner::plan_rebuild(PlannedStep& step, std::span<const Operation> steps) {
    const TableName name = *table_of(steps.front());
    std::vector<schema::Table> tables;
    if (std::optional<schema::Table> live = live_table(name)) {
        tables.push_back(std::move(*live));
    }
    std::vector<ddl::Statement> changes;
    for (const Operation& operation : steps) {
        const schema::Table* now = find_table(std::span{std::as_const(tables)}, name);
        for (ddl::Statement& statement : to_ddl(operation, now)) {
            changes.push_back(std::move(statement));
        }
        apply_to(operation, tables);
    }
    last_ = "the rebuild of table " + text_utility::quoted(name.name);
    add_all(step, connection_.dialect().rebuild(connection_.query_callback(), name, changes));
}

}  // namespace azoth::migrate
