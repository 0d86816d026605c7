// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/mixed_forms.hpp"
#include "migrate/cli/candidate.hpp"
#include "migrate/cli/database_commands.hpp"
#include "migrate/cli/file_commands.hpp"
#include "migrate/cli/findings_text.hpp"
#include "migrate/cli/interruption.hpp"
#include "migrate/cli/questions.hpp"
#include "migrate/command/clock.hpp"
#include "migrate/command/hooks.hpp"
#include "migrate/command/new_revision.hpp"
#include "migrate/command/revisions_lock.hpp"
#include "migrate/command/safe_output.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include <algorithm>
#include <iterator>
#include <optional>

namespace azoth::migrate {

namespace {

/// What both commands have to know before they compare.
struct Comparing {
    Config config{};
    Engine engine;
    RevisionLibrary library{};
    AutogenerateOptions options{};
};

/// Comparing changes no database but the scratch ones, which a later run clears away.
constexpr std::string_view words_of_comparison =
    "cannot go on: comparing the models with the database was interrupted; neither a file was "
    "written nor the database changed, so run the command again";

void refuse_to_adopt_twice(const RevisionGraph& graph) {
    if (graph.size() != 0) {
        throw MigrationError{
            "adopt-not-first",
            "cannot take over the database: there are revision files already, and the one that is "
            "taken over is the first; set the version of the database to one of them with `azoth "
            "stamp --purge REVISION`, and compare with `azoth check`"};
    }
}

/// The head that another tool left.
std::string adopted_id(std::span<const std::string> rows, const std::string& wanted) {
    if (rows.size() > 1) {
        throw MigrationError{
            "adopt-several-heads",
            "cannot take over the database: its version table holds several heads (" +
                text_utility::join({rows.begin(), rows.end()}, ", ") +
                "), and the revision that is taken over is one; merge them with the tool that made "
                "them"};
    }
    if (!rows.empty() && !wanted.empty() && wanted != rows.front()) {
        throw MigrationError{"adopt-other-id",
                             "cannot take over the database as revision " +
                                 text_utility::quoted(wanted) + ": its version table says " +
                                 text_utility::quoted(rows.front()) + "; leave --rev-id out"};
    }
    return rows.empty() ? wanted : rows.front();
}

std::string adopted_text(const std::string& id, std::span<const std::string> rows) {
    return rows.empty() ? "The database has no version yet: set it with `azoth stamp " + id + "`\n"
                        : "The database is at " + id +
                              " already: see `azoth status`, and compare "
                              "it with the models by `azoth check`\n";
}

class ModelCommands {
public:
    explicit ModelCommands(const DatabaseSources& sources) : sources_(sources) {}

    /// `revision --autogenerate`
    ExitCode operator()(const GlobalOptions& global,
                        const RevisionOptions& options,
                        const Streams& streams) const {
        auto comparing = prepare(global, options.renames);
        comparing.options.use_scratch = options.scratch ? ScratchUse::Yes : ScratchUse::No;
        auto& config = comparing.config;
        config.format = options.format.value_or(config.format);
        set_verification(comparing.options, config.format, options.verify);
        if (options.adopt) {
            return adopt(global, comparing, options, streams);
        }
        std::optional<Candidate> candidate;
        try_as_written(comparing, options, candidate, progress_for(global), streams);
        const auto found = compare_and_ask(global, comparing, streams);
        if (found.upgrade.empty()) {
            say_nothing_found(global, found, streams);
            return ExitCode::Done;
        }
        if (!candidate) {
            candidate = candidate_of(comparing, options, found);
        }
        write(comparing, *candidate);
        const auto& info = candidate->info;
        run_hooks(config, info.path);
        if (global.json) {
            streams.out << findings_json(found, info);
        } else if (!global.quiet) {
            streams.out << findings_text(found) << "Created " << info.path << '\n';
        }
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const CheckOptions& options,
                        const Streams& streams) const {
        auto comparing = prepare(global, options.renames);
        comparing.options.use_scratch = options.scratch ? ScratchUse::Yes : ScratchUse::No;
        comparing.options.verify = Verify::No;
        comparing.options.purpose = Purpose::Check;
        const Interruption interruption{
            RunTransaction::EachRevision, last_words(global, streams), words_of_comparison};
        auto found = run(comparing);
        std::ranges::move(mixed_form_warnings(comparing.engine, sources_.target()),
                          std::back_inserter(found.warnings));
        if (found.upgrade.empty()) {
            say_nothing_found(global, found, streams);
            return ExitCode::Done;
        }
        streams.out << (global.json ? findings_json(found, {}) : differences_text(found));
        return ExitCode::Differences;
    }

private:
    /// `revision --adopt`: under the id that the database has already, so that nothing has to run.
    ExitCode adopt(const GlobalOptions& global,
                   const Comparing& comparing,
                   RevisionOptions options,
                   const Streams& streams) const {
        refuse_to_adopt_twice(comparing.library.graph());
        const auto rows = current(comparing.engine);
        options.rev_id = adopted_id(rows, options.rev_id);
        const auto found = first_revision(comparing.engine, sources_.target(), comparing.options);
        const Candidate candidate = candidate_of(comparing, options, found);
        write(comparing, candidate);
        const auto& info = candidate.info;
        run_hooks(comparing.config, info.path);
        if (global.json) {
            streams.out << findings_json(found, info);
        } else if (!global.quiet) {
            streams.out << findings_text(found) << "Created " << info.path << '\n'
                        << adopted_text(info.id, rows);
        }
        return ExitCode::Done;
    }

    static void say_nothing_found(const GlobalOptions& global,
                                  const Autogenerated& found,
                                  const Streams& streams) {
        if (global.json) {
            streams.out << findings_json(found, {});
        } else if (!global.quiet) {
            streams.out << nothing_found_text(found);
        }
    }

    [[nodiscard]] Comparing prepare(const GlobalOptions& global,
                                    const RenameOptions& renames) const {
        if (sources_.target == nullptr) {
            throw MigrationError{"models-not-linked",
                                 "cannot compare the database with the models: this program was "
                                 "built without them; give MODELS to azoth_add_migrations, or use "
                                 "the azoth command"};
        }
        auto config = sources_.config(global);
        auto engine = engine_for(global, config);
        auto library = sources_.library(config);
        auto environment = environment_for(global, config, {}, sources_);
        AutogenerateOptions options;
        options.filter = std::move(environment.filter);
        options.include_table = std::move(environment.include_table);
        options.renames = renames.accepted;
        options.no_renames = renames.declined;
        options.scratch.url = config.scratch_url();
        options.scratch.production = config.safety.production ? Production::Yes : Production::No;
        return {std::move(config), std::move(engine), std::move(library), std::move(options)};
    }

    /// SQL revisions are the statements of the proof: without rows it is run all the same.
    static void set_verification(AutogenerateOptions& options,
                                 const RevisionFormat format,
                                 const bool verify) {
        if (!verify && format == RevisionFormat::Cpp) {
            options.verify = Verify::No;
        } else if (!verify) {
            options.rows = 0;
        }
    }

    static BuildProgress progress_for(const GlobalOptions& global) {
        const bool is_shown = errors_go_to_terminal() && !global.quiet && !global.json;
        return is_shown ? BuildProgress::Shown : BuildProgress::Hidden;
    }

    /// What is proven is the file: compiled, or, in SQL, read back. A project with a build of its
    /// own would have to build itself anew round a file that may not be kept.
    void try_as_written(Comparing& comparing,
                        const RevisionOptions& options,
                        std::optional<Candidate>& candidate,
                        BuildProgress progress,
                        const Streams& streams) const {
        const bool is_sql = comparing.config.format == RevisionFormat::Sql;
        if (!is_sql && !comparing.config.build.program.empty()) {
            return;
        }
        comparing.options.scratch.place = is_sql ? ScratchPlace::Memory : ScratchPlace::File;
        comparing.options.as_written = [&, progress, is_sql](const Autogenerated& found) {
            candidate = candidate_of(comparing, options, found);
            return is_sql ? read_back(*candidate)
                          : compiled(*candidate,
                                     comparing.config,
                                     progress,
                                     SafeOutput::behind(streams.messages));
        };
    }

    [[nodiscard]] Candidate candidate_of(const Comparing& comparing,
                                         const RevisionOptions& options,
                                         const Autogenerated& found) const {
        const Config& config = comparing.config;
        const auto graph = sources_.graph(config);
        refuse_new_heads(comparing.library.graph(), graph);
        const auto info =
            plan_revision(config, graph, request_for(options), creation_time(config.timezone));
        const auto body = config.format == RevisionFormat::Cpp ? render_cpp_revision(found)
                                                               : render_sql_revision(found);
        return {.info = info,
                .text = render_revision(
                    config, info, {.upgrade = body.upgrade, .downgrade = body.downgrade})};
    }

    [[nodiscard]] Autogenerated run(const Comparing& comparing) const {
        return autogenerate(
            comparing.engine, sources_.target(), comparing.library.graph(), comparing.options);
    }

    Autogenerated compare_and_ask(const GlobalOptions& global,
                                  Comparing& comparing,
                                  const Streams& streams) const {
        const Interruption interruption{
            RunTransaction::EachRevision, last_words(global, streams), words_of_comparison};
        auto found = run(comparing);
        while (!found.questions.empty()) {
            answer(found.questions, global, comparing.options, streams.messages);
            found = run(comparing);
        }
        return found;
    }

    /// What was compared is the database at the heads that were known then.
    static void refuse_new_heads(const RevisionGraph& before, const RevisionGraph& now) {
        const auto heads = now.ids(now.heads());
        if (heads != before.ids(before.heads())) {
            throw MigrationError{
                "revisions-changed",
                "cannot write the revision: while the models were compared with the database, "
                "another one was written, and the heads are now " +
                    text_utility::join(heads, ", ") +
                    "; apply it with `azoth upgrade heads`, then run the command again"};
        }
    }

    void write(const Comparing& comparing, const Candidate& candidate) const {
        const RevisionsLock lock{comparing.config.script_location};
        refuse_new_heads(comparing.library.graph(), sources_.graph(comparing.config));
        write_revision(comparing.config, candidate.info, candidate.text);
    }

    DatabaseSources sources_;
};

}  // namespace

void add_model_commands(CommandHandlers& handlers, const DatabaseSources& sources) {
    const ModelCommands commands{sources};
    handlers.autogenerate = commands;
    handlers.check = commands;
}

}  // namespace azoth::migrate
