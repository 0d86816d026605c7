// SPDX-License-Identifier: MIT
#include "integration/command/project.hpp"

#include <sys/wait.h>

#include <azoth/base/text.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace azoth::test {

namespace {

namespace filesystem = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error{std::string{name} + " is not set: run the tests through ctest"};
    }
    return value;
}

std::string quoted(const std::string& text) {
    return "'" + text_utility::replace_all(text, "'", "'\\''") + "'";
}

/// Many stories begin with the same models, in folders of other names.
constexpr const char* ccache = "/usr/bin/ccache";

/// Programs are linked with this build's libraries: compiled like it, sanitizers included.
std::string build_section() {
    std::string flags;
    std::ifstream cache{variable("AZOTH_BUILD_DIR") + "/CMakeCache.txt"};
    constexpr std::string_view key = "CMAKE_CXX_FLAGS:STRING=";
    for (std::string line; std::getline(cache, line);) {
        if (line.starts_with(key)) {
            flags = line.substr(key.size());
        }
    }
    std::string arguments;
    if (!flags.empty()) {
        arguments = "\"-DCMAKE_CXX_FLAGS=" + flags + "\", ";
    }
    if (filesystem::exists(ccache)) {
        arguments += "\"-DCMAKE_CXX_COMPILER_LAUNCHER=" + std::string{ccache} + "\"";
    }
    const std::string text = "\n[build]\ncompiler = \"" + variable("AZOTH_CXX") +
                             "\"\ncmake_args = [" + arguments + "]\n";
    return text;
}

}  // namespace

Project::Project(const std::string& url, const std::string& template_name) : url_{url} {
    auto pattern = (filesystem::temp_directory_path() / "azoth-command-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make a temporary folder"};
    }
    folder_ = filesystem::canonical(pattern);
    ::setenv("CCACHE_BASEDIR", folder_.c_str(), 1);
    ::setenv("CCACHE_NOHASHDIR", "1", 1);
    must("init --template " + template_name + " migrations");
    replace("azoth.toml", "\"${DATABASE_URL}\"", '"' + url + '"');
    if (template_name == "generic") {
        append("azoth.toml", build_section());
    }
}

Project::~Project() {
    std::error_code ignored;
    filesystem::permissions(folder_, filesystem::perms::owner_all, ignored);
    filesystem::remove_all(folder_, ignored);
}

CommandResult Project::azoth(const std::string& words, const std::string& variables) const {
    return run(variables + ' ' + quoted(variable("AZOTH_COMMAND")) + ' ' + words);
}

CommandResult Project::run(const std::string& command) const {
    const auto folder = quoted(folder_.string());
    const auto line = "cd " + folder + " && { " + command + " ; } >.out 2>.messages </dev/null";
    const int status = std::system(line.c_str());
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = text_of(folder_ / ".out"),
            .messages = text_of(folder_ / ".messages")};
}

std::string Project::must(const std::string& words) const {
    const auto result = azoth(words);
    INFO("azoth " << words << '\n' << result.messages);
    REQUIRE(result.status == 0);
    return result.out;
}

void Project::must_refuse(const std::string& words, const Refusal& refusal) const {
    must_refuse_run("\"$AZOTH_COMMAND\" " + words, refusal);
}

void Project::must_refuse_run(const std::string& command, const Refusal& refusal) const {
    const auto before = snapshot();
    const auto result = run(command);
    INFO(command << '\n' << result.out << result.messages);
    CHECK(result.status == refusal.status);
    const auto message =
        result.messages.substr(std::min(result.messages.find("error: "), result.messages.size()));
    CHECK(matches(message,
                  "error: " + refusal.message + "\n       (" + std::string{refusal.code} +
                      ", see docs/errors.md)\n"));
    const auto after = snapshot();
    CHECK((after.files == before.files));
    CHECK((after.tables == before.tables));
}

void Project::write(const std::string& name, std::string_view text) const {
    std::ofstream{folder_ / name, std::ios::binary | std::ios::trunc} << text;
}

void Project::append(const std::string& name, std::string_view text) const {
    std::ofstream{folder_ / name, std::ios::binary | std::ios::app} << text;
}

std::string Project::read(const std::string& name) const {
    return text_of(folder_ / name);
}

void Project::replace(const std::string& name, std::string_view from, std::string_view to) const {
    write(name, text_utility::replace_all(read(name), from, to));
}

std::vector<std::string> Project::revisions() const {
    std::vector<std::string> names;
    for (const auto& entry : filesystem::directory_iterator{folder_ / "migrations/versions"}) {
        names.push_back("migrations/versions/" + entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

std::string Project::revision_ending(std::string_view ending) const {
    for (const auto& name : revisions()) {
        if (name.ends_with(ending)) {
            return name;
        }
    }
    throw std::runtime_error{"no revision file ends in " + std::string{ending}};
}

void Project::sql_revision(const std::string& id,
                           const std::string& down,
                           const std::string& upgrade,
                           const std::string& downgrade) const {
    write("migrations/versions/" + id + ".sql",
          "-- azoth: revision " + id + '\n' +
              (down.empty() ? "" : "-- azoth: down " + down + '\n') + "-- azoth: message step " +
              id + "\n-- azoth: upgrade\n" + upgrade + "\n-- azoth: downgrade\n" + downgrade +
              '\n');
}

void Project::cpp_revision(const std::string& id,
                           const std::string& down,
                           const std::string& upgrade,
                           const std::string& downgrade) const {
    write("migrations/versions/" + id + ".cpp",
          "#include <azoth/migration.hpp>\n\nnamespace {\n\nusing namespace azoth;\n\n"
          "void upgrade([[maybe_unused]] Operations& op) {\n    " +
              upgrade + "\n}\n\nvoid downgrade([[maybe_unused]] Operations& op) {\n    " +
              downgrade + "\n}\n\nconst Revision revision{\n    {.id = \"" + id + "\", .down = {" +
              (down.empty() ? "" : '"' + down + '"') + "}, .message = \"step " + id +
              "\", .created = \"2026-11-20 11:40:27\"},\n    upgrade, downgrade};\n\n"
              "}  // namespace\n");
}

Engine Project::engine() const {
    auto url = Url::parse(url_);
    if (url.dialect == "sqlite" && !url.database.empty()) {
        url.database = (folder_ / url.database).string();
    }
    return create_engine(url, {});
}

}  // namespace azoth::test
