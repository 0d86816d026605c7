// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <azoth/migrate/runtime/offline.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migrate/runtime/split_sql.hpp>

#include "migrate/operations/overloaded.hpp"
#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/version_table.hpp"

namespace azoth::migrate {
namespace {

using Statements = std::vector<std::string>;

/// Statements of steps that need no look at the database.
class Compiler {
public:
    explicit Compiler(const dialects::Dialect& dialect) : dialect_{dialect} {}

    Statements run(std::span<const Operation> steps) {
        for (const Operation& step : steps) {
            add(step);
        }
        return std::move(result_);
    }

private:
    void add(const Operation& step) {
        std::visit(
            Overloaded{
                [&](const operations::Execute& s) {
                    append(is_for(s, dialect_) ? split_sql(s.sql) : Statements{});
                },
                [&](const operations::BulkInsert& s) { append(insert_statements(s, dialect_)); },
                [&](const operations::Irreversible& s) { refuse_irreversible(s); },
                [&](const operations::Run&) { (void)OperationList{}.flush(); },
                [&](const auto&) { define(step); },
            },
            step);
    }

    void define(const Operation& step) {
        for (const ddl::Statement& statement : to_ddl(step)) {
            append(dialect_.ddl(statement));
        }
    }

    void append(const Statements& statements) {
        result_.insert(result_.end(), statements.begin(), statements.end());
    }

    const dialects::Dialect& dialect_;
    Statements result_{};
};

bool leaves_transaction(const std::string& sql) {
    return text_utility::upper_ascii(sql).find(" CONCURRENTLY ") != std::string::npos;
}

/// Writes the script as it grows.
class Script {
public:
    Script(const RevisionLibrary& library, const dialects::Dialect& dialect)
        : library_{library}, dialect_{dialect} {}

    void create_version_table() {
        begin();
        statement(VersionTable::create_statement());
        end();
    }

    void add(const MigrationStep& step, const Statements& statements, bool has_protocol) {
        const RunnableRevision& revision = library_[step.revision];
        comment(step);
        const dialects::RebuildProtocol protocol =
            has_protocol ? dialect_.rebuild_protocol() : dialects::RebuildProtocol{};
        all(protocol.before_transaction);
        if (revision.info.transactional) {
            begin();
        }
        for (const std::string& sql : statements) {
            one(sql, revision.info.transactional);
        }
        for (const VersionChange& change : step.changes) {
            statement(VersionTable::statement(change));
        }
        if (!protocol.check.empty()) {
            statement(protocol.check);
        }
        if (revision.info.transactional) {
            end();
        }
        all(protocol.after_transaction);
    }

    std::string take() { return std::move(text_); }

private:
    void one(const std::string& sql, bool is_transactional) {
        const bool leaves = is_transactional && leaves_transaction(sql);
        if (leaves) {
            end();
        }
        statement(sql);
        if (leaves) {
            begin();
        }
    }

    void all(const Statements& statements) {
        for (const std::string& sql : statements) {
            statement(sql);
        }
    }
    void statement(const std::string& sql) { text_ += sql + ";\n\n"; }
    void begin() { statement("BEGIN"); }
    void end() { statement("COMMIT"); }

    void comment(const MigrationStep& step) {
        const bool is_upgrade = step.direction == Direction::Upgrade;
        text_ += "-- Running " + std::string{is_upgrade ? "upgrade" : "downgrade"} + " " +
                 text_utility::join(step.from, ", ") + " -> " + text_utility::join(step.to, ", ") +
                 "\n\n";
    }

    const RevisionLibrary& library_;
    const dialects::Dialect& dialect_;
    std::string text_{};
};

/// Rows of the version table of a database at this revision.
Statements rows_at(const RevisionLibrary& library, std::string_view from) {
    const std::vector<MigrationStep> steps = from.empty() || from == "base"
                                                 ? std::vector<MigrationStep>{}
                                                 : upgrade_path(library.graph(), {}, from);
    return steps.empty() ? Statements{} : steps.back().rows_after;
}

using FindPath = std::vector<MigrationStep> (*)(const RevisionGraph&,
                                                std::span<const std::string>,
                                                std::string_view);

bool starts_with_nothing(const Statements& rows, Direction direction) {
    return rows.empty() && direction == Direction::Upgrade;
}

std::string compiled(const RevisionLibrary& library,
                     const dialects::Dialect& dialect,
                     const std::vector<MigrationStep>& steps,
                     bool creates_version_table) {
    Script script{library, dialect};
    if (creates_version_table) {
        script.create_version_table();
    }
    for (const MigrationStep& step : steps) {
        OperationList list{dialect.name()};
        take_steps(library[step.revision], step.direction, list);
        script.add(step, Compiler{dialect}.run(list.operations()), false);
    }
    return script.take();
}

/// Runs everything in memory and writes down the statements of the steps that are asked for.
std::string replayed(const RevisionLibrary& library,
                     const dialects::Dialect& dialect,
                     const std::vector<MigrationStep>& steps,
                     std::string_view from,
                     bool creates_version_table) {
    const Engine engine = create_engine(dialect.scratch_support("any", {}).memory_url,
                                        EngineOptions{.pool = {.size = 2}});
    if (!from.empty() && from != "base") {
        upgrade(engine, library, from);
    }
    Script script{library, dialect};
    if (creates_version_table) {
        script.create_version_table();
    }
    for (const MigrationStep& step : steps) {
        OperationList list{dialect.name()};
        take_steps(library[step.revision], step.direction, list);
        Statements sent;
        const RunOptions options{
            .on_statement = [&](std::string_view sql) { sent.emplace_back(sql); }};
        const std::string& id = library[step.revision].info.id;
        if (step.direction == Direction::Upgrade) {
            upgrade(engine, library, id, options);
        } else {
            downgrade(engine,
                      library,
                      step.rows_after.empty() ? "base" : step.rows_after.front(),
                      options);
        }
        script.add(step, sent, needs_rebuild_protocol(list.operations(), dialect));
    }
    return script.take();
}

std::string script_for(const RevisionLibrary& library,
                       const dialects::Dialect& dialect,
                       std::string_view from,
                       std::string_view to,
                       FindPath find_path,
                       Direction direction) {
    const Statements rows = rows_at(library, from);
    const std::vector<MigrationStep> steps = find_path(library.graph(), rows, to);
    const bool creates = starts_with_nothing(rows, direction);
    return dialect.scratch_support("any", {}).memory_url.empty()
               ? compiled(library, dialect, steps, creates)
               : replayed(library, dialect, steps, from, creates);
}

}  // namespace

std::string upgrade_script(const RevisionLibrary& library,
                           const dialects::Dialect& dialect,
                           std::string_view from,
                           std::string_view to) {
    return script_for(library, dialect, from, to, upgrade_path, Direction::Upgrade);
}

std::string downgrade_script(const RevisionLibrary& library,
                             const dialects::Dialect& dialect,
                             std::string_view from,
                             std::string_view to) {
    return script_for(library, dialect, from, to, downgrade_path, Direction::Downgrade);
}

}  // namespace azoth::migrate
