// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <azoth/migrate/runtime/offline.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include <algorithm>

#include "base/escape.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/run_frame.hpp"
#include "migrate/runtime/version_table.hpp"

namespace azoth::migrate {
namespace {

using Statements = std::vector<std::string>;

/// Statements of steps that need no look at the database.
class Compiler {
public:
    Compiler(const dialects::Dialect& dialect, ddl::LabelUse after)
        : dialect_{dialect}, after_{after} {}

    Statements run(std::span<const Operation> steps) {
        for (const Operation& step : with_label_use(steps, after_)) {
            add(step);
        }
        return std::move(result_);
    }

private:
    void add(const Operation& step) {
        std::visit(
            Overloaded{
                [&](const operations::Execute& s) {
                    append(is_for(s, dialect_) ? dialect_.split(s.sql) : Statements{});
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
    ddl::LabelUse after_;
    Statements result_{};
};

bool leaves_transaction(const std::string& sql) {
    return text_utility::upper_ascii(sql).find(" CONCURRENTLY ") != std::string::npos;
}

void refuse_in_one_transaction(const RunnableRevision& revision,
                               const dialects::Dialect& dialect,
                               const Statements& statements) {
    refuse_without_transaction(revision, dialect);
    if (std::ranges::any_of(statements, leaves_transaction)) {
        refuse_concurrent_step(revision);
    }
}

/// What is said of one revision.
struct ScriptedStep {
    const MigrationStep* step = nullptr;
    Statements statements{};
    ForeignKeys foreign_keys{};
};

/// Writes the script as it grows.
class Script {
public:
    Script(const RevisionLibrary& library,
           const dialects::Dialect& dialect,
           RunTransaction transaction)
        : library_{library},
          dialect_{dialect},
          is_whole_run_{transaction == RunTransaction::WholeRun} {}

    std::string run(bool creates_version_table, const std::vector<ScriptedStep>& steps) {
        const auto protocol = protocol_of(steps);
        if (is_whole_run_) {
            all(protocol.before_transaction);
            begin();
        }
        if (creates_version_table) {
            create_version_table();
        }
        for (const ScriptedStep& one : steps) {
            add(one);
        }
        if (is_whole_run_) {
            end();
            all(protocol.after_transaction);
        }
        return std::move(text_);
    }

private:
    [[nodiscard]] dialects::RebuildProtocol protocol_of(std::span<const ScriptedStep> steps) const {
        const bool is_needed = std::ranges::any_of(steps, [](const ScriptedStep& one) {
            return one.foreign_keys == ForeignKeys::CheckedAtTheEnd;
        });
        return is_needed ? dialect_.rebuild_protocol() : dialects::RebuildProtocol{};
    }

    void create_version_table() {
        if (!is_whole_run_) {
            begin();
        }
        statement(VersionTable::create_statement());
        if (!is_whole_run_) {
            end();
        }
    }

    void add(const ScriptedStep& one) {
        const RunnableRevision& revision = library_[one.step->revision];
        if (is_whole_run_) {
            refuse_in_one_transaction(revision, dialect_, one.statements);
        }
        comment(*one.step);
        const dialects::RebuildProtocol protocol = protocol_of(std::span{&one, 1});
        const bool has_own_transaction = !is_whole_run_ && has_transaction(revision, dialect_);
        if (!is_whole_run_) {
            all(protocol.before_transaction);
        }
        if (has_own_transaction) {
            begin();
        }
        for (const std::string& sql : one.statements) {
            this->one(sql, has_own_transaction);
        }
        for (const VersionChange& change : one.step->changes) {
            statement(VersionTable::statement(change));
        }
        if (!protocol.check.empty()) {
            statement(protocol.check);
        }
        if (has_own_transaction) {
            end();
        }
        if (!is_whole_run_) {
            all(protocol.after_transaction);
        }
    }

    void one(const std::string& sql, bool has_own_transaction) {
        const bool leaves = has_own_transaction && leaves_transaction(sql);
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
    void begin() {
        statement(dialect_.begin(dialects::Isolation::Default, dialects::Access::Default));
    }
    void end() { statement(dialect_.commit()); }

    void comment(const MigrationStep& step) {
        const bool is_upgrade = step.direction == Direction::Upgrade;
        text_ += "-- Running " + std::string{is_upgrade ? "upgrade" : "downgrade"} + " " +
                 escape::line_comment(text_utility::join(step.from, ", ") + " -> " +
                                      text_utility::join(step.to, ", ")) +
                 "\n\n";
    }

    const RevisionLibrary& library_;
    const dialects::Dialect& dialect_;
    bool is_whole_run_;
    std::string text_{};
};

/// Rows of the version table of a database at this revision.
Statements rows_at(const RevisionLibrary& library, std::string_view from) {
    const std::vector<MigrationStep> steps = from.empty() || from == "base"
                                                 ? std::vector<MigrationStep>{}
                                                 : upgrade_path(library.graph(), {}, from);
    return steps.empty() ? Statements{} : steps.back().rows_after;
}

bool starts_with_nothing(const Statements& rows, Direction direction) {
    return rows.empty() && direction == Direction::Upgrade;
}

std::vector<ScriptedStep> compiled(const RevisionLibrary& library,
                                   const dialects::Dialect& dialect,
                                   const std::vector<MigrationStep>& steps,
                                   RunTransaction transaction) {
    std::vector<ScriptedStep> result;
    for (const MigrationStep& step : steps) {
        OperationList list{dialect.name()};
        take_steps(library[step.revision], step.direction, list);
        result.push_back(
            {.step = &step,
             .statements = Compiler{dialect, label_use_in(transaction)}.run(list.operations())});
    }
    return result;
}

/// Runs everything in memory and writes down the statements of the steps that are asked for.
std::vector<ScriptedStep> replayed(const RevisionLibrary& library,
                                   const dialects::Dialect& dialect,
                                   const std::vector<MigrationStep>& steps,
                                   std::string_view from) {
    const Engine engine = create_engine(dialect.scratch_support("any").memory_url,
                                        EngineOptions{.pool = {.size = 2}});
    if (!from.empty() && from != "base") {
        upgrade(engine, library, from);
    }
    std::vector<ScriptedStep> result;
    for (const MigrationStep& step : steps) {
        OperationList list{dialect.name()};
        take_steps(library[step.revision], step.direction, list);
        ScriptedStep& scripted = result.emplace_back();
        scripted.step = &step;
        scripted.foreign_keys = foreign_keys_during(list.operations(), dialect);
        const RunOptions options{
            .on_statement = [&](std::string_view sql) { scripted.statements.emplace_back(sql); }};
        if (step.direction == Direction::Upgrade) {
            upgrade(engine, library, library[step.revision].info.id, options);
        } else {
            downgrade(engine,
                      library,
                      step.rows_after.empty() ? "base" : step.rows_after.front(),
                      options);
        }
    }
    return result;
}

std::string script_for(const RevisionLibrary& library,
                       const dialects::Dialect& dialect,
                       std::string_view from,
                       std::string_view to,
                       Direction direction,
                       RunTransaction transaction) {
    const Statements rows = rows_at(library, from);
    const std::vector<MigrationStep> steps = direction == Direction::Upgrade
                                                 ? upgrade_path(library.graph(), rows, to)
                                                 : downgrade_path(library.graph(), rows, to);
    const std::vector<ScriptedStep> scripted = dialect.scratch_support("any").memory_url.empty()
                                                   ? compiled(library, dialect, steps, transaction)
                                                   : replayed(library, dialect, steps, from);
    return Script{library, dialect, transaction}.run(starts_with_nothing(rows, direction),
                                                     scripted);
}

}  // namespace

std::string upgrade_script(const RevisionLibrary& library,
                           const dialects::Dialect& dialect,
                           std::string_view from,
                           std::string_view to,
                           RunTransaction transaction) {
    return script_for(library, dialect, from, to, Direction::Upgrade, transaction);
}

std::string downgrade_script(const RevisionLibrary& library,
                             const dialects::Dialect& dialect,
                             std::string_view from,
                             std::string_view to,
                             RunTransaction transaction) {
    return script_for(library, dialect, from, to, Direction::Downgrade, transaction);
}

}  // namespace azoth::migrate
