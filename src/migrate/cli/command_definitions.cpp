// SPDX-License-Identifier: MIT
#include "migrate/cli/command_definitions.hpp"

namespace azoth::migrate {

namespace {

template <class Options>
CLI::App& define(
    CLI::App& app, CommandSlots& slots, const char* name, const char* summary, Options& options) {
    auto* command = app.add_subcommand(name, summary);
    command->fallthrough();
    command->callback([&slots, &options] { slots.chosen = options; });
    return *command;
}

template <class Value>
CLI::Option* repeatable(CLI::App& app,
                        const char* names,
                        std::vector<Value>& values,
                        const char* summary) {
    return app.add_option(names, values, summary)->allow_extra_args(false);
}

void define_global(CLI::App& app, GlobalOptions& global) {
    app.add_option("-c,--config",
                   global.config,
                   "Configuration (else AZOTH_CONFIG, else azoth.toml here or above)");
    app.add_option(
        "-n,--name", global.environment, "Environment: table [env.NAME] of the configuration");
    repeatable(app, "-x", global.x, "key=value for the environment program; may be repeated");
    app.add_option("--url", global.url, "Database, instead of the url of the configuration");
    app.add_flag("--json", global.json, "Results and errors as JSON");
    app.add_flag("-q,--quiet", global.quiet, "No progress, no messages but errors");
    app.add_flag("-y,--yes", global.yes, "Answer questions with yes");
}

void add_renames(CLI::App& command, CommandSlots& slots) {
    repeatable(command,
               "--rename",
               slots.renames.accepted,
               "table.old=new, or old=new for a table; may be repeated");
    repeatable(command,
               "--no-rename",
               slots.renames.declined,
               "The same, for what is dropped and added instead; may be repeated");
}

void add_lock_timeout(CLI::App& command, std::optional<double>& seconds) {
    command.add_option("--lock-timeout", seconds, "Seconds to wait for another runner")
        ->check(CLI::NonNegativeNumber);
}

void define_init(CLI::App& app, CommandSlots& slots) {
    auto& command = define(
        app, slots, "init", "Begin a project: azoth.toml and a migrations folder", slots.init);
    command.add_option("folder", slots.init.folder, "Folder to make")->required();
    command.add_option(
        "-t,--template", slots.init.template_name, "generic, sql or cmake; see list-templates");
    define(app, slots, "list-templates", "Templates that init knows", slots.list_templates);
}

void define_revision(CLI::App& app, CommandSlots& slots) {
    auto& options = slots.revision;
    auto& command = define(app, slots, "revision", "Write a new revision file", options);
    command.add_option("-m,--message", options.message, "What the revision does");
    auto* autogenerate = command.add_flag(
        "--autogenerate", options.autogenerate, "Compare the models with the database");
    command
        .add_flag("--adopt",
                  options.adopt,
                  "Take over a database: the first revision is the schema that it has")
        ->excludes(autogenerate);
    command.add_option("--head", options.head, "Parent; default head");
    command.add_flag("--splice", options.splice, "The parent may have children already");
    repeatable(
        command, "--branch-label", options.branch_labels, "Name of the branch that begins here");
    repeatable(command,
               "--depends-on",
               options.depends_on,
               "Revision that must be applied before; may be repeated");
    command.add_option(
        "--version-path", options.version_path, "Folder to write to, one of version_locations");
    command.add_option("--rev-id", options.rev_id, "Id, instead of a random one");
    const std::map<std::string, RevisionFormat> formats = {{"cpp", RevisionFormat::Cpp},
                                                           {"sql", RevisionFormat::Sql}};
    command.add_option("--format", options.format, "cpp or sql, instead of the configuration's")
        ->transform(CLI::CheckedTransformer(formats).description(""))
        ->type_name("TEXT");
    add_renames(command, slots);
    command.get_option("--rename")->needs(autogenerate);
    command.get_option("--no-rename")->needs(autogenerate);
    command
        .add_flag_callback(
            "--no-verify",
            [&options] { options.verify = false; },
            "Do not prove the revision on a scratch database")
        ->needs(autogenerate);
    command
        .add_flag_callback(
            "--no-scratch",
            [&options] { options.scratch = false; },
            "Compare without a scratch database")
        ->needs(autogenerate);
}

void define_merge(CLI::App& app, CommandSlots& slots) {
    auto& options = slots.merge;
    auto& command =
        define(app, slots, "merge", "Write a revision that joins several heads", options);
    command.add_option("revisions", options.revisions, "Revisions to join, or heads")->required();
    command.add_option("-m,--message", options.message, "What the revision does");
    repeatable(
        command, "--branch-label", options.branch_labels, "Name of the branch that begins here");
    command.add_option("--rev-id", options.rev_id, "Id, instead of a random one");
    command.add_flag("--splice", options.splice, "The parents may have children already");
}

template <class Options>
void add_run_options(CLI::App& command, Options& options, const char* what) {
    command.add_option("revision", options.revision, what)->required();
    command.add_flag(
        "--sql", options.sql, "Print the SQL, send nothing; START:END says where the database is");
    command.add_option("--tag", options.tag, "Word for the environment program");
    command.add_flag(
        "--allow-edited", options.allow_edited, "Go on though an applied file has changed");
    command.add_flag(
        "--single-transaction", options.single_transaction, "One transaction for the whole run");
    add_lock_timeout(command, options.lock_timeout);
}

void define_runs(CLI::App& app, CommandSlots& slots) {
    add_run_options(define(app, slots, "upgrade", "Apply revisions", slots.upgrade),
                    slots.upgrade,
                    "Target: head, heads, +1, an id, branch@head");
    add_run_options(define(app, slots, "downgrade", "Take revisions back", slots.downgrade),
                    slots.downgrade,
                    "Target: -1, base, an id, branch@base");
    auto& resume = define(app,
                          slots,
                          "resume",
                          "Finish a revision that was cut off outside a transaction",
                          slots.resume);
    auto* done =
        resume.add_flag("--done", slots.resume.done, "The statement that was cut off took effect");
    resume.add_flag("--not-done", slots.resume.not_done, "It did not: send it again")
        ->excludes(done);
    resume.add_option("--tag", slots.resume.tag, "Word for the environment program");
    add_lock_timeout(resume, slots.resume.lock_timeout);
    auto& stamp =
        define(app, slots, "stamp", "Set the version of the database, run nothing", slots.stamp);
    stamp.add_option("revisions", slots.stamp.revisions, "One for each branch")->required();
    stamp.add_flag("--sql", slots.stamp.sql, "Print the SQL, send nothing");
    stamp.add_option("--tag", slots.stamp.tag, "Word for the environment program");
    stamp.add_flag("--purge", slots.stamp.purge, "Delete all version rows before");
    add_lock_timeout(stamp, slots.stamp.lock_timeout);
}

void define_listings(CLI::App& app, CommandSlots& slots) {
    auto& current = define(app, slots, "current", "Revision of the database", slots.current);
    current.add_flag("-v,--verbose", slots.current.verbose, "Whole entries");
    current.add_flag(
        "--check-heads", slots.current.check_heads, "Fail with 7 unless it is at the heads");
    auto& history = define(app, slots, "history", "Revisions, newest first", slots.history);
    history.add_option("-r,--rev-range", slots.history.range, "START:END, START: or :END");
    history.add_flag("-v,--verbose", slots.history.verbose, "Whole entries");
    history.add_flag("-i,--indicate-current",
                     slots.history.indicate_current,
                     "Mark the revision of the database");
    auto& heads = define(app, slots, "heads", "Newest revisions", slots.heads);
    heads.add_flag("-v,--verbose", slots.heads.verbose, "Whole entries");
    heads.add_flag("--resolve-dependencies",
                   slots.heads.resolve_dependencies,
                   "Without heads that others depend on");
    auto& branches =
        define(app, slots, "branches", "Revisions with several children", slots.branches);
    branches.add_flag("-v,--verbose", slots.branches.verbose, "Whole entries");
    auto& show = define(app, slots, "show", "Entry of a revision", slots.show);
    show.add_option("revision", slots.show.revision, "An id, head, current, …")->required();
}

void define_checks(CLI::App& app, CommandSlots& slots) {
    auto& check =
        define(app, slots, "check", "Fail with 3 when models and database differ", slots.check);
    add_renames(check, slots);
    check.add_flag_callback(
        "--no-scratch",
        [&slots] { slots.check.scratch = false; },
        "Compare without a scratch database");
    auto& ensure = define(app,
                          slots,
                          "ensure-version",
                          "Make the version table if it is missing",
                          slots.ensure_version);
    ensure.add_flag("--sql", slots.ensure_version.sql, "Print the SQL, send nothing");
    auto& status = define(
        app, slots, "status", "Where the database is, what is pending, who ran what", slots.status);
    status.add_flag("-v,--verbose", slots.status.verbose, "Whole entries");
}

}  // namespace

void define_commands(CLI::App& app, CommandSlots& slots) {
    define_global(app, slots.global);
    define_init(app, slots);
    define_revision(app, slots);
    define_merge(app, slots);
    define_runs(app, slots);
    define_listings(app, slots);
    define_checks(app, slots);
    app.require_subcommand(1);
}

}  // namespace azoth::migrate
