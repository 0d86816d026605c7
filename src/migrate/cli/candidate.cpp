// SPDX-License-Identifier: MIT
#include "migrate/cli/candidate.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>

#include <charconv>
#include <cstdlib>
#include <memory>

#include "migrate/runtime/run_steps.hpp"

namespace azoth::migrate {

namespace {

using text_utility::quoted;

constexpr const char* revision_variable = "AZOTH_TRY_REVISION";
constexpr const char* direction_variable = "AZOTH_TRY_DIRECTION";
constexpr const char* url_variable = "AZOTH_TRY_URL";
constexpr char between_parts = '\x1f';
/// The database refused a statement; everything else that goes wrong is 1.
constexpr int status_of_refusal = 3;

/// With the password, which only the child may see.
std::string packed(const Url& url) {
    std::vector<std::string> parts{url.dialect,
                                   url.driver,
                                   url.user,
                                   url.password,
                                   url.host,
                                   url.port ? std::to_string(*url.port) : "",
                                   url.database};
    for (const auto& [key, value] : url.query) {
        parts.push_back(key);
        parts.push_back(value);
    }
    return text_utility::join(parts, std::string{between_parts});
}

Url unpacked(std::string_view text) {
    const auto parts = text_utility::split(text, between_parts);
    const auto part = [&](std::size_t i) { return std::string{parts.at(i)}; };
    Url url{.dialect = part(0),
            .driver = part(1),
            .user = part(2),
            .password = part(3),
            .host = part(4),
            .database = part(6)};
    std::uint16_t port = 0;
    const std::string_view digits = parts.at(5);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), port).ec == std::errc{}) {
        url.port = port;
    }
    for (std::size_t i = 7; i + 1 < parts.size(); i += 2) {
        url.query.emplace_back(part(i), part(i + 1));
    }
    return url;
}

Direction direction_of(ProofDirection direction) {
    return direction == ProofDirection::Upgrade ? Direction::Upgrade : Direction::Downgrade;
}

std::vector<Operation> steps_of(const RunnableRevision& revision,
                                Direction direction,
                                std::string_view dialect) {
    OperationList list{dialect};
    take_steps(revision, direction, list);
    return list.operations();
}

[[noreturn]] void fail_trial(int status, const std::string& said) {
    const std::string words{text_utility::trim(said)};
    if (status == status_of_refusal) {
        throw DatabaseError{"statement-refused", words, {}};
    }
    throw MigrationError{"proof-failed",
                         "cannot offer the revision: its file, compiled and run on a scratch copy, "
                         "failed: " +
                             words + "; write it with --no-verify and correct it, or report it"};
}

void run_program(const std::string& program,
                 const std::string& revision,
                 const Engine& scratch,
                 ProofDirection direction) {
    const std::vector<std::string> words{program};
    const std::vector<std::string> environment{
        std::string{revision_variable} + "=" + revision,
        std::string{direction_variable} + "=" +
            (direction == ProofDirection::Upgrade ? "upgrade" : "downgrade"),
        std::string{url_variable} + "=" + packed(scratch.url())};
    std::string said;
    scratch.dispose();
    const int status = run_child(
        {.words = words, .environment = environment, .on_line = [&](std::string_view line) {
             said += std::string{line} + '\n';
         }});
    if (status != 0) {
        fail_trial(status, said);
    }
}

BuiltEnvironment build(const EnvironmentProject& project,
                       const BuildProgress progress,
                       std::ostream& messages) try {
    return build_environment(project, Linked::Candidate, progress, messages);
} catch (const MigrationError& error) {
    throw MigrationError{"candidate-not-compiled",
                         "cannot offer the revision: the file that would be written does not "
                         "compile; report it, and write the file with --no-verify to correct it: " +
                             error.message()};
}

/// Not through the graph: revisions in SQL, which are no part of the program, may be its parents.
std::vector<Operation> linked_steps(const std::string& id,
                                    Direction direction,
                                    std::string_view dialect) {
    for (const migration::Revision* one : linked_revisions()) {
        if (one->head().id == id) {
            return steps_of(
                {.upgrade = one->upgrade(), .downgrade = one->downgrade()}, direction, dialect);
        }
    }
    throw MigrationError{"revision-not-linked",
                         "cannot try revision " + quoted(id) +
                             ": this program was built without it; run the command again"};
}

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

}  // namespace

CarryOut compiled(const Candidate& candidate,
                  const Config& config,
                  const BuildProgress progress,
                  std::ostream& messages) {
    auto project = environment_project(
        config, read_revision_files(config.version_locations, config.recursion()));
    project.candidate = candidate.text;
    auto built = std::make_shared<BuiltEnvironment>(build(project, progress, messages));
    return [built, id = candidate.info.id](const Engine& scratch, ProofDirection direction) {
        run_program(built->program, id, scratch, direction);
        return std::vector<std::string>{};
    };
}

CarryOut read_back(const Candidate& candidate) {
    RunnableRevision revision{.info = candidate.info};
    revision.sql =
        std::make_shared<SqlRevision>(parse_sql_revision(candidate.text, candidate.info.path));
    return [revision](const Engine& scratch, ProofDirection direction) {
        return run_steps(scratch,
                         steps_of(revision, direction_of(direction), scratch.dialect().name()));
    };
}

bool is_trial_of_candidate() {
    return std::getenv(revision_variable) != nullptr;
}

int run_trial_of_candidate(std::ostream& messages) {
    const Direction direction =
        variable(direction_variable) == "upgrade" ? Direction::Upgrade : Direction::Downgrade;
    try {
        const Engine engine = create_engine(unpacked(variable(url_variable)), {});
        (void)run_steps(
            engine, linked_steps(variable(revision_variable), direction, engine.dialect().name()));
        return 0;
    } catch (const DatabaseError& error) {
        messages << error.message() << " (" << error.statement() << ")\n";
        return status_of_refusal;
    } catch (const std::exception& error) {
        messages << error.what() << '\n';
        return 1;
    }
}

}  // namespace azoth::migrate
