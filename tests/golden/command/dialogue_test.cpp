// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

// Dialogues with the command: files *.txt beside this one. A line `$ …` is run by a shell in a
// fresh folder, `azoth` being the one that was built; the lines below it are what must come out,
// errors included, and `[exit 4]` at the end for every exit code but 0. Lines before the first `$`
// are remarks. With AZOTH_WRITE_GOLDEN=1 the files are written instead of compared.

namespace {

namespace filesystem = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) {
        throw std::runtime_error{std::string{name} + " is not set: run the tests through ctest"};
    }
    return value;
}

class Folder {
public:
    Folder() {
        auto pattern = (filesystem::temp_directory_path() / "azoth-dialogue-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error{"cannot make a temporary folder"};
        }
        path_ = filesystem::canonical(pattern);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    filesystem::path path_{};
};

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// Output and exit code of one line; the folder's path reads `/project`.
std::string answer(const Folder& folder, const std::string& line) {
    const auto commands = filesystem::path{variable("AZOTH_COMMAND")}.parent_path().string();
    const auto command = "cd '" + folder.path() + "' && export PATH='" + commands +
                         "':\"$PATH\" && { " + line + "\n} </dev/null 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        text.append(buffer.data(), count);
    }
    const int status = ::pclose(pipe);
    replace_all(text, folder.path(), "/project");
    if (WEXITSTATUS(status) != 0) {
        text += "[exit " + std::to_string(WEXITSTATUS(status)) + "]\n";
    }
    return text;
}

std::vector<std::string> lines_of(const filesystem::path& path) {
    std::ifstream file{path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) {
        text += line + '\n';
    }
    return text;
}

/// The file as it would be written today.
std::string played(const std::vector<std::string>& lines) {
    const Folder folder;
    std::string text;
    bool has_begun = false;
    for (const auto& line : lines) {
        const bool is_command = line.starts_with("$ ");
        if (is_command || !has_begun) {
            text += line + '\n';
        }
        if (is_command) {
            has_begun = true;
            text += answer(folder, line.substr(2));
        }
    }
    return text;
}

}  // namespace

TEST_CASE("dialogues with the command") {
    const auto folder = filesystem::path{variable("AZOTH_SOURCE_DIR")} / "tests/golden/command";
    std::vector<filesystem::path> files;
    for (const auto& entry : filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".txt") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        CAPTURE(file.filename().string());
        const auto expected = lines_of(file);
        const auto actual = played(expected);
        if (std::getenv("AZOTH_WRITE_GOLDEN") != nullptr) {
            std::ofstream{file} << actual;
            continue;
        }
        CHECK(actual == joined(expected));
    }
}
