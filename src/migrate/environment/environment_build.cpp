// SPDX-License-Identifier: MIT
#include "migrate/environment/environment_build.hpp"

#include "migrate/environment/build_output.hpp"
#include "migrate/revision/read_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

void write_file(const filesystem::path& path, const std::string& text) {
    const auto fresh = path.string() + ".new";
    std::ofstream file{fresh, std::ios::binary | std::ios::trunc};
    file << text;
    file.close();
    std::error_code error;
    if (file) {
        filesystem::rename(fresh, path, error);
    }
    if (!file || error) {
        throw MigrationError{"file-not-written",
                             "cannot write " + text_utility::quoted(path.string()) + ": " +
                                 (error ? error.message() : "the disk is full or write-protected") +
                                 "; check who may write to its folder, and the room left"};
    }
}

std::string text_of(const filesystem::path& path) {
    return filesystem::is_regular_file(path) ? read_file(path.string()) : std::string{};
}

void make_folder(const filesystem::path& path) {
    std::error_code error;
    filesystem::create_directories(path, error);
    if (error) {
        throw MigrationError{"file-not-written",
                             "cannot make the folder " + text_utility::quoted(path.string()) +
                                 ": " + error.message() +
                                 "; the environment program is built "
                                 "there: check who may write beside azoth.toml"};
    }
}

std::string target_for(const Linked linked) {
    switch (linked) {
        case Linked::Revisions:
            return "environment";
        case Linked::RevisionsAndModels:
            return "environment-models";
        case Linked::Candidate:
            return "environment-candidate";
    }
    return {};
}

class EnvironmentBuilder {
public:
    EnvironmentBuilder(const EnvironmentProject& project,
                       const Linked linked,
                       const BuildProgress progress,
                       std::ostream& messages)
        : project_(project),
          target_(target_for(linked)),
          progress_(progress),
          messages_(messages),
          lock_((make_folder(project.source_folder), project.source_folder + ".lock")) {}

    BuiltEnvironment run() {
        write_ignore_file();
        write_candidate();
        write_lists();
        configure_if_needed();
        if (!build()) {
            // Not a step that failed but the build folder itself, as after a crash: begin anew.
            clear();
            configure_if_needed();
            if (!build()) {
                fail();
            }
        }
        return {.program = project_.build_folder + '/' + target_, .lock = std::move(lock_)};
    }

private:
    void write_ignore_file() const {
        const auto path = filesystem::path{project_.source_folder}.parent_path() / ".gitignore";
        if (!filesystem::exists(path)) {
            write_file(path, "*\n");
        }
    }

    /// The file is always there: CMake looks for it. What it held last does no harm.
    void write_candidate() const {
        const auto path = filesystem::path{project_.source_folder} / "candidate.cpp";
        const bool is_wanted = !project_.candidate.empty() && text_of(path) != project_.candidate;
        if (is_wanted || !filesystem::exists(path)) {
            write_file(path, project_.candidate);
        }
    }

    void write_lists() {
        lists_ = cmake_lists(project_);
        const auto path = filesystem::path{project_.source_folder} / "CMakeLists.txt";
        if (text_of(path) != lists_) {
            write_file(path, lists_);
        }
    }

    [[nodiscard]] std::string fingerprint() const {
        const auto text = lists_ + '\n' + project_.compiler + '\n' +
                          text_utility::join(project_.cmake_args, "\n") + '\n' + generator();
        return fmt::format("{:016x}", text_utility::stable_hash(text));
    }

    static std::string generator() { return is_in_path("ninja") ? "Ninja" : "Unix Makefiles"; }

    [[nodiscard]] filesystem::path mark() const {
        return filesystem::path{project_.build_folder} / "configured";
    }

    void clear() const {
        std::error_code ignored;
        filesystem::remove_all(project_.build_folder, ignored);
    }

    void configure_if_needed() {
        if (text_of(mark()) == fingerprint()) {
            return;
        }
        std::error_code ignored;
        filesystem::remove(mark(), ignored);
        std::string words;
        if (configure(words) != 0) {
            clear();
            words.clear();
            if (configure(words) != 0) {
                fail_configuring(words);
            }
        }
        write_file(mark(), fingerprint());
    }

    int configure(std::string& words) {
        std::vector<std::string> command = {"cmake",
                                            "-S",
                                            project_.source_folder,
                                            "-B",
                                            project_.build_folder,
                                            "-G",
                                            generator(),
                                            "-DCMAKE_BUILD_TYPE="};
        if (!project_.compiler.empty()) {
            command.push_back("-DCMAKE_CXX_COMPILER=" + project_.compiler);
        }
        command.insert(command.end(), project_.cmake_args.begin(), project_.cmake_args.end());
        return run_child(
            {.words = command,
             .folder = project_.source_folder,
             .lock = &lock_,
             .on_line = [&words](std::string_view line) { words += std::string{line} + '\n'; }});
    }

    [[noreturn]] void fail_configuring(const std::string& words) const {
        if (words.find("provided by \"azoth\"") != std::string::npos) {
            throw MigrationError{
                "azoth-package-not-found",
                "cannot build the environment program: CMake does not find the package of azoth; "
                "install the development files of azoth, or set AZOTH_PACKAGE_FOLDER to the folder "
                "that holds azothConfig.cmake"};
        }
        throw MigrationError{"environment-build-failed",
                             "cannot build the environment program: CMake failed; correct [build] "
                             "in azoth.toml, or install what is missing\n\n" +
                                 std::string{text_utility::trim(words)}};
    }

    /// False when no step failed and yet there is no program.
    bool build() {
        const auto begin = std::chrono::steady_clock::now();
        output_ = {};
        const auto workers = std::max(1U, std::thread::hardware_concurrency());
        const std::vector<std::string> command = {"cmake",
                                                  "--build",
                                                  project_.build_folder,
                                                  "--target",
                                                  target_,
                                                  "--parallel",
                                                  std::to_string(workers)};
        const int status = run_child({.words = command,
                                      .folder = project_.source_folder,
                                      .lock = &lock_,
                                      .on_line = [this](std::string_view line) {
                                          output_.add_line(line);
                                          show_step();
                                      }});
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        show_end(taken.count());
        if (status != 0 && output_.has_failed_step()) {
            fail();
        }
        return status == 0;
    }

    [[noreturn]] void fail() const {
        throw MigrationError{"environment-build-failed", build_failure(project_, output_)};
    }

    void show_step() {
        if (progress_ == BuildProgress::Shown && output_.compiled() > 0) {
            messages_ << "\rbuilding the environment program: " << output_.progress() << "\x1b[K"
                      << std::flush;
        }
    }

    void show_end(const double seconds) {
        if (progress_ == BuildProgress::Shown && output_.compiled() > 0) {
            messages_ << fmt::format(
                             "\rbuilding the environment program: {} file{} … {:.1f} s\x1b[K\n",
                             output_.compiled(),
                             output_.compiled() == 1 ? "" : "s",
                             seconds)
                      << std::flush;
        }
    }

    const EnvironmentProject& project_;
    std::string target_;
    BuildProgress progress_;
    std::ostream& messages_;
    FileLock lock_;
    std::string lists_{};
    BuildOutput output_{};
};

}  // namespace

BuiltEnvironment build_environment(const EnvironmentProject& project,
                                   const Linked linked,
                                   const BuildProgress progress,
                                   std::ostream& messages) {
    return EnvironmentBuilder{project, linked, progress, messages}.run();
}

}  // namespace azoth::migrate
