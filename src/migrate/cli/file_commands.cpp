// SPDX-License-Identifier: MIT
#include "migrate/cli/file_commands.hpp"

#include "migrate/command/clock.hpp"
#include "migrate/command/hooks.hpp"
#include "migrate/command/init.hpp"
#include "migrate/command/new_revision.hpp"
#include "migrate/command/revisions_lock.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

namespace azoth::migrate {

namespace {

Detail detail_of(const bool verbose) {
    return verbose ? Detail::Verbose : Detail::Short;
}

class FileCommands {
public:
    explicit FileCommands(FileSources sources) : sources_(std::move(sources)) {
        if (!sources_.graph) {
            sources_.graph = graph_of_files;
        }
        if (!sources_.config) {
            sources_.config = config_for;
        }
    }

    ExitCode operator()(const GlobalOptions& global,
                        const HistoryOptions& options,
                        const Streams& streams) const {
        const auto graph = sources_.graph(sources_.config(global));
        const auto rows = rows_for(global, Arguments{global, options});
        if (!global.json) {
            streams.out << history_text(graph, options.range, detail_of(options.verbose), rows);
            return ExitCode::Done;
        }
        const auto range =
            parse_range(options.range.empty() ? ":" : options.range).value_or(RevisionRange{});
        const auto current =
            rows ? std::optional{std::span<const std::string>{*rows}} : std::nullopt;
        streams.out << revisions_json(graph, history_range(graph, range, current), rows);
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const HeadsOptions& options,
                        const Streams& streams) const {
        const auto graph = sources_.graph(sources_.config(global));
        const auto shown = options.resolve_dependencies ? HeadsShown::Real : HeadsShown::All;
        const auto heads = shown == HeadsShown::Real ? graph.real_heads() : graph.heads();
        streams.out << (global.json ? revisions_json(graph, heads)
                                    : heads_text(graph, shown, detail_of(options.verbose)));
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const BranchesOptions& options,
                        const Streams& streams) const {
        const auto graph = sources_.graph(sources_.config(global));
        streams.out << (global.json ? revisions_json(graph, graph.branch_points())
                                    : branches_text(graph, detail_of(options.verbose)));
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const ShowOptions& options,
                        const Streams& streams) const {
        const auto graph = sources_.graph(sources_.config(global));
        const auto rows = rows_for(global, Arguments{global, options});
        if (!global.json) {
            streams.out << show_text(graph, options.revision, rows);
            return ExitCode::Done;
        }
        const auto resolver = rows ? Resolver{graph, *rows} : Resolver{graph};
        streams.out << revisions_json(graph, resolver.resolve(options.revision), rows);
        return ExitCode::Done;
    }

    ExitCode operator()(const GlobalOptions& global,
                        const RevisionOptions& options,
                        const Streams& streams) const {
        auto config = sources_.config(global);
        config.format = options.format.value_or(config.format);
        return write(global, config, streams, [&] {
            return plan_revision(config,
                                 sources_.graph(config),
                                 request_for(options),
                                 creation_time(config.timezone));
        });
    }

    ExitCode operator()(const GlobalOptions& global,
                        const MergeOptions& options,
                        const Streams& streams) const {
        const auto config = sources_.config(global);
        RevisionRequest request;
        request.message = options.message.empty()
                              ? "merge " + text_utility::join(options.revisions, " ")
                              : options.message;
        request.rev_id = options.rev_id;
        request.heads = options.revisions;
        request.splice = options.splice ? Splice::Allow : Splice::Refuse;
        request.branch_labels = options.branch_labels;
        return write(global, config, streams, [&] {
            return plan_merge(
                config, sources_.graph(config), request, creation_time(config.timezone));
        });
    }

private:
    [[nodiscard]] CurrentRows rows_for(const GlobalOptions& global,
                                       const Arguments& arguments) const {
        if (needs_of(arguments) == Needs::Files || !sources_.current_rows) {
            return std::nullopt;
        }
        return sources_.current_rows(global);
    }

    template <class Plan>
    static RevisionInfo plan_and_write(const Config& config, const Plan& plan) {
        const RevisionsLock lock{config.script_location};
        const RevisionInfo info = plan();
        write_revision(config, info, render_revision(config, info, {}));
        return info;
    }

    template <class Plan>
    static ExitCode write(const GlobalOptions& global,
                          const Config& config,
                          const Streams& streams,
                          const Plan& plan) {
        const auto info = plan_and_write(config, plan);
        run_hooks(config, info.path);
        if (global.json) {
            streams.out << written_json(info);
        } else if (!global.quiet) {
            streams.out << "Created " << info.path << '\n';
        }
        return ExitCode::Done;
    }

    FileSources sources_;
};

ExitCode run_init(const GlobalOptions& global, const InitOptions& options, const Streams& streams) {
    const auto config = global.config.empty() ? "azoth.toml" : global.config;
    const auto result = init_project(options.folder, options.template_name, config);
    if (global.json) {
        const nlohmann::ordered_json json = {{"created", result.created}, {"kept", result.kept}};
        streams.out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else if (!global.quiet) {
        streams.out << init_text(result);
    }
    return ExitCode::Done;
}

}  // namespace

std::string written_json(const RevisionInfo& info) {
    const nlohmann::ordered_json json = {
        {"created", {info.path}}, {"revision", info.id}, {"down", info.down}};
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

RevisionRequest request_for(const RevisionOptions& options) {
    RevisionRequest request;
    request.message = options.message;
    request.rev_id = options.rev_id;
    request.heads = {options.head};
    request.splice = options.splice ? Splice::Allow : Splice::Refuse;
    request.branch_labels = options.branch_labels;
    request.depends_on = options.depends_on;
    request.version_path = options.version_path;
    return request;
}

Config config_for(const GlobalOptions& global) {
    const auto here = std::filesystem::current_path().string();
    return load_config(find_config(global.config, here), global.environment);
}

RevisionGraph graph_of_files(const Config& config) {
    if (!std::filesystem::is_directory(config.script_location)) {
        throw MigrationError{
            "no-migrations-folder",
            "cannot find the migrations folder " + text_utility::quoted(config.script_location) +
                ": " + config.path +
                " names it as script_location, and there is no such folder; run `azoth init`, or "
                "correct script_location"};
    }
    return graph_of(read_revision_files(config.version_locations, config.recursion()));
}

void add_file_commands(CommandHandlers& handlers, FileSources sources) {
    const FileCommands commands{std::move(sources)};
    handlers.init = run_init;
    handlers.list_templates =
        [](const GlobalOptions&, const ListTemplatesOptions&, const Streams& streams) {
            streams.out << list_templates_text();
            return ExitCode::Done;
        };
    handlers.revision = commands;
    handlers.merge = commands;
    handlers.history = commands;
    handlers.heads = commands;
    handlers.branches = commands;
    handlers.show = commands;
}

}  // namespace azoth::migrate
