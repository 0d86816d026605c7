// SPDX-License-Identifier: MIT
#include "migrate/cli/database_commands.hpp"

#include "migrate/cli/interruption.hpp"
#include "migrate/cli/script.hpp"
#include "migrate/cli/status.hpp"
#include "migrate/cli/step_text.hpp"
#include "migrate/command/history.hpp"
#include "migrate/command/safe_output.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/dialects/registry.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <nlohmann/json.hpp>
#include <utility>

namespace azoth::migrate {

namespace {

constexpr double default_lock_timeout = 10.0;

void print_json(const Streams& streams, const nlohmann::ordered_json& json) {
    streams.out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

std::int64_t lock_timeout(const std::optional<double>& given, const Config& config) {
    const double seconds =
        given.value_or(config.safety.lock_timeout.value_or(default_lock_timeout));
    return static_cast<std::int64_t>(seconds * 1000.0);
}

/// A script is to be exact where it goes to a file or a program.
std::ostream& script_stream(const Streams& streams) {
    return output_goes_to_terminal() ? streams.out : SafeOutput::behind(streams.out);
}

/// A script needs no database, but the kind of one.
const dialects::Dialect& dialect_for(const GlobalOptions& global, const Config& config) {
    const auto url = Url::parse(global.url.empty() ? config.database_url() : global.url);
    return *dialects::find_dialect(url.dialect).dialect;
}

/// Where the database is, it says itself.
void refuse_range(const std::string& revision, const Direction direction) {
    const auto range = parse_range(revision);
    if (range) {
        const std::string verb = direction == Direction::Upgrade ? "upgrade" : "downgrade";
        throw MigrationError{
            "range-online",
            "cannot " + verb + " by the range " + text_utility::quoted(revision) +
                ": where the database is, it says itself; give the target alone, " +
                text_utility::quoted(range->to.empty() ? "head" : range->to) +
                ", or print the SQL with --sql"};
    }
}

constexpr std::string_view words_without_connection =
    "cannot go on: the run was interrupted before it had a connection, so nothing was changed; run "
    "the command again";

enum class Progress : unsigned char { Hidden, Shown };

RunOptions watched_by(Interruption& interruption, const Streams& streams, Progress progress) {
    const bool is_shown = progress == Progress::Shown;
    RunOptions options;
    options.on_connection = [&interruption](Connection* connection) {
        interruption.watch(connection);
    };
    options.on_statement = [&interruption](std::string_view) { interruption.check(); };
    options.on_wait =
        [&interruption, streams, is_said = !is_shown](std::string_view holder) mutable {
            interruption.check();
            if (!std::exchange(is_said, true)) {
                streams.messages << "waiting for the migration lock: " << holder << " has it\n"
                                 << std::flush;
            }
        };
    options.on_step = [&interruption, streams, is_shown](const MigrationStep& step,
                                                         const RevisionInfo& revision) {
        interruption.begin_revision();
        if (is_shown) {
            streams.out << step_text(step, revision) << std::flush;
        }
    };
    return options;
}

template <class Work>
RunReport run_or_say_interrupted(const Interruption& interruption, const Work& work) {
    try {
        return work();
    } catch (const Error&) {
        interruption.check();  // a statement that was cancelled is no failure of the revision
        throw;
    }
}

class DatabaseCommands {
public:
    explicit DatabaseCommands(const DatabaseSources& sources) : sources_(sources) {}

    ExitCode operator()(const GlobalOptions& global,
                        const UpgradeOptions& options,
                        const Streams& streams) const {
        return run(global, options, streams, Direction::Upgrade);
    }

    ExitCode operator()(const GlobalOptions& global,
                        const DowngradeOptions& options,
                        const Streams& streams) const {
        return run(global, options, streams, Direction::Downgrade);
    }

    ExitCode operator()(const GlobalOptions& global,
                        const ResumeOptions& options,
                        const Streams& streams) const {
        const auto config = sources_.config(global);
        static_cast<void>(environment_for(global, config, options.tag, sources_));
        const auto library = sources_.library(config);
        const auto engine = engine_for(global, config);
        Interruption interruption{
            RunTransaction::EachRevision, last_words(global, streams), words_without_connection};
        auto run_options = watched_by(interruption, streams, progress_of(global));
        run_options.lock_timeout_milliseconds = lock_timeout(options.lock_timeout, config);
        const auto settled = options.done       ? Settled::Done
                             : options.not_done ? Settled::NotDone
                                                : Settled::Ask;
        const auto report = run_or_say_interrupted(
            interruption, [&] { return resume(engine, library, settled, run_options); });
        print_report(global, streams, report);
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const StampOptions& options,
                        const Streams& streams) const {
        const auto config = sources_.config(global);
        const auto library = sources_.library(config);
        if (options.sql) {
            script_stream(streams) << stamp_sql(library, options.revisions);
            return ExitCode::Done;
        }
        const auto engine = engine_for(global, config);
        RunOptions run_options;
        run_options.lock_timeout_milliseconds = lock_timeout(options.lock_timeout, config);
        const auto report = stamp(engine,
                                  library,
                                  options.revisions,
                                  options.purge ? Purge::Yes : Purge::No,
                                  run_options);
        if (global.json) {
            print_json(streams, report_json(report));
        } else if (!global.quiet) {
            streams.out << stamp_text(report);
        }
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const CurrentOptions& options,
                        const Streams& streams) const {
        const auto config = sources_.config(global);
        const auto library = sources_.library(config);
        const auto& graph = library.graph();
        const auto rows = current(engine_for(global, config));
        if (global.json) {
            streams.out << revisions_json(graph, all_current(graph, rows), rows);
        } else {
            const auto detail = options.verbose ? Detail::Verbose : Detail::Short;
            streams.out << current_text(graph, rows, detail);
        }
        const bool is_behind = options.check_heads && !upgrade_path(graph, rows, "heads").empty();
        return is_behind ? ExitCode::NotAtHead : ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const EnsureVersionOptions& options,
                        const Streams& streams) const {
        if (options.sql) {
            script_stream(streams) << ensure_version_sql();
            return ExitCode::Done;
        }
        const auto config = sources_.config(global);
        ensure_version(engine_for(global, config));
        if (global.json) {
            print_json(streams, {{"version_table", "alembic_version"}});
        }
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const StatusOptions& options,
                        const Streams& streams) const {
        const auto config = sources_.config(global);
        const auto library = sources_.library(config);
        const auto status = read_status(engine_for(global, config), library);
        const auto detail = options.verbose ? Detail::Verbose : Detail::Short;
        streams.out << (global.json ? status_json(status) : status_text(status, library, detail));
        return ExitCode::Done;
    }

private:
    template <class Options>
    ExitCode run(const GlobalOptions& global,
                 const Options& options,
                 const Streams& streams,
                 const Direction direction) const {
        const auto config = sources_.config(global);
        static_cast<void>(environment_for(global, config, options.tag, sources_));
        const auto library = sources_.library(config);
        const auto transaction =
            options.single_transaction ? RunTransaction::WholeRun : RunTransaction::EachRevision;
        if (options.sql) {
            const auto& dialect = dialect_for(global, config);
            script_stream(streams)
                << (direction == Direction::Upgrade
                        ? upgrade_sql(dialect, library, options.revision, transaction)
                        : downgrade_sql(dialect, library, options.revision, transaction));
            return ExitCode::Done;
        }
        refuse_range(options.revision, direction);
        const auto engine = engine_for(global, config);
        Interruption interruption{
            transaction, last_words(global, streams), words_without_connection};
        auto run_options = watched_by(interruption, streams, progress_of(global));
        run_options.lock_timeout_milliseconds = lock_timeout(options.lock_timeout, config);
        run_options.edited =
            options.allow_edited ? EditedRevisions::Allow : EditedRevisions::Refuse;
        run_options.transaction = transaction;
        const auto report = run_or_say_interrupted(interruption, [&] {
            return direction == Direction::Upgrade
                       ? upgrade(engine, library, options.revision, run_options)
                       : downgrade(engine, library, options.revision, run_options);
        });
        print_report(global, streams, report);
        return ExitCode::Done;
    }

    static Progress progress_of(const GlobalOptions& global) {
        return global.json || global.quiet ? Progress::Hidden : Progress::Shown;
    }

    static void print_report(const GlobalOptions& global,
                             const Streams& streams,
                             const RunReport& report) {
        if (global.json) {
            print_json(streams, report_json(report));
        } else if (!global.quiet && report.revisions.empty()) {
            streams.out << nothing_to_do_text(report);
        }
    }

    DatabaseSources sources_;
};

}  // namespace

namespace {

/// What was written for the folder it was built in names a developer's database.
void refuse_built_in_url(const Config& config) {
    const bool is_of_surroundings =
        config.url.find("${") != std::string::npos || !config.url_file.empty();
    if (!config.is_built_in || config.url.empty() || is_of_surroundings) {
        return;
    }
    throw MigrationError{
        "built-in-url",
        "cannot tell which database is meant: there is no azoth.toml here, and the one this "
        "program "
        "was built with names " +
            Url::parse(config.url).to_string() +
            "; give the database with --url or beside an azoth.toml, build the program with url = "
            "\"${DATABASE_URL}\", or say --yes to take that one"};
}

}  // namespace

Engine engine_for(const GlobalOptions& global, const Config& config) {
    const bool is_given = !global.url.empty();
    if (!is_given && !global.yes) {
        refuse_built_in_url(config);
    }
    const auto url = Url::parse(is_given ? global.url : config.database_url());
    EngineOptions options;
    options.pool.size = 2;
    options.new_file = NewFile::Plain;  // the mode of a database is its programs' choice
    if (is_given) {
        return create_engine(url, options);
    }
    const auto& dialect = *dialects::find_dialect(url.dialect).dialect;
    return create_engine(dialect.rebased_url(url, config.folder), options);
}

Environment environment_for(const GlobalOptions& global,
                            const Config& config,
                            const std::string& tag,
                            const DatabaseSources& sources) {
    Environment environment;
    environment.name = global.environment;
    environment.x = parse_x_arguments(global.x);
    environment.tag = tag;
    environment.filter.include = config.autogenerate.include;
    environment.filter.exclude = config.autogenerate.exclude;
    if (sources.configure != nullptr) {
        sources.configure(environment);
    }
    return environment;
}

void add_database_commands(CommandHandlers& handlers, const DatabaseSources& sources) {
    const DatabaseCommands commands{sources};
    handlers.upgrade = commands;
    handlers.downgrade = commands;
    handlers.stamp = commands;
    handlers.current = commands;
    handlers.ensure_version = commands;
    handlers.status = commands;
    handlers.resume = commands;
}

}  // namespace azoth::migrate
