// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace azoth::migrate::test {

/// A folder of its own for one test, removed at its end.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "azoth-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error{"no temporary folder"};
        }
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string path() const { return path_.string(); }
    [[nodiscard]] std::string path(std::string_view inside) const {
        return (path_ / inside).string();
    }

    /// Makes the folders on the way too; returns the full path.
    std::string write(std::string_view inside, std::string_view text) const {
        const auto target = path_ / inside;
        std::filesystem::create_directories(target.parent_path());
        std::ofstream{target, std::ios::binary} << text;
        return target.string();
    }

    [[nodiscard]] std::string read(std::string_view inside) const {
        std::ifstream file{path_ / inside, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    [[nodiscard]] bool has(std::string_view inside) const {
        return std::filesystem::exists(path_ / inside);
    }

private:
    std::filesystem::path path_;
};

}  // namespace azoth::migrate::test
