// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>

#include "integration/command/snapshot.hpp"
#include "integration/migrate/databases.hpp"
#include "integration/texts.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Projects in folders of their own, and the built `azoth` command run in them.
namespace azoth::test {

struct CommandResult {
    int status = -1;
    std::string out{};
    std::string messages{};
};

/// How a command is to be refused.
struct Refusal {
    std::string_view code{};
    std::string message{};  ///< the whole of it; `*` stands for what varies
    int status = 1;
};

/// A folder with azoth.toml, a migrations folder and a database.
class Project {
public:
    /// The folder is empty but for what `azoth init --template` makes, with the URL written in.
    explicit Project(const std::string& url, const std::string& template_name = "generic");
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;
    ~Project();

    /// `words` are split by a shell; `variables` stand in front of the command: `NAME=value`.
    [[nodiscard]] CommandResult azoth(const std::string& words,
                                      const std::string& variables = {}) const;
    /// The same for another program, which runs in the folder too.
    [[nodiscard]] CommandResult run(const std::string& command) const;
    /// Runs the command and requires that it succeeds; gives what it printed.
    std::string must(const std::string& words) const;
    /// Runs the command and checks that it is refused so, and that it changed neither a file nor a
    /// row.
    void must_refuse(const std::string& words, const Refusal& refusal) const;
    /// The same for a command that is a shell's.
    void must_refuse_run(const std::string& command, const Refusal& refusal) const;

    void write(const std::string& name, std::string_view text) const;
    void append(const std::string& name, std::string_view text) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    void replace(const std::string& name, std::string_view from, std::string_view to) const;
    /// Files of migrations/versions, sorted, relative to the folder.
    [[nodiscard]] std::vector<std::string> revisions() const;
    /// The one whose name ends so.
    [[nodiscard]] std::string revision_ending(std::string_view ending) const;
    /// `versions/ID.sql` with these sections.
    void sql_revision(const std::string& id,
                      const std::string& down,
                      const std::string& upgrade,
                      const std::string& downgrade) const;
    /// `versions/ID.cpp` with these statements over `op`.
    void cpp_revision(const std::string& id,
                      const std::string& down,
                      const std::string& upgrade,
                      const std::string& downgrade) const;

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
    [[nodiscard]] Engine engine() const;
    [[nodiscard]] Snapshot snapshot() const { return snapshot_of(folder_, engine()); }

private:
    std::filesystem::path folder_{};
    std::string url_{};
};

/// Runs the story in a project on SQLite (a file named relative to azoth.toml) and, where a server
/// is there, in one on PostgreSQL.
template <class Story>
void in_each_project(Story story, const std::string& template_name = "generic") {
    {
        INFO("on SQLite");
        Project project{"sqlite:///app.db", template_name};
        story(project);
    }
    if (!server_url().empty()) {
        INFO("on PostgreSQL");
        const TemporaryDatabase database;
        Project project{database.engine().url().to_string(), template_name};
        story(project);
    }
}

/// One project, which is built once, on both databases: on its own, and on a PostgreSQL database
/// that is chosen by the options given to the story: `story(options, engine)`.
template <class Story>
void on_each_url(const Project& project, Story story) {
    {
        INFO("on SQLite");
        story(std::string{}, project.engine());
    }
    if (!server_url().empty()) {
        INFO("on PostgreSQL");
        const TemporaryDatabase database;
        const Engine engine = database.engine();
        story("--url '" + engine.url().to_string() + "' ", engine);
    }
}

/// The same in projects whose revisions are SQL, which need no compiler.
template <class Story>
void in_each_sql_project(Story story) {
    in_each_project(story, "sql");
}

/// Runs the story in a project on PostgreSQL, where a server is there.
template <class Story>
void in_postgresql_project(Story story, const std::string& template_name = "sql") {
    if (!server_url().empty()) {
        const TemporaryDatabase database;
        const Project project{database.engine().url().to_string(), template_name};
        story(project);
    }
}

/// Runs the story in a project on SQLite alone: it is about files.
template <class Story>
void in_sqlite_project(Story story, const std::string& template_name = "sql") {
    const Project project{"sqlite:///app.db", template_name};
    story(project);
}

}  // namespace azoth::test
