// SPDX-License-Identifier: MIT
// Reads dpkg's status file (deb822 format, see the manual page deb-control(5)).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace demo {

struct Clause {
    std::string kind{};                       // Depends or Pre-Depends
    std::string text{};                       // as written: `libc6 (>= 2.36) | libc6-udeb`
    std::vector<std::string> alternatives{};  // names only, each once
};

struct InstalledPackage {
    std::string name{};
    std::string version{};
    std::string architecture{};
    std::string section{};
    std::string maintainer_name{};
    std::string maintainer_email{};
    std::string summary{};
    std::optional<std::int64_t> installed_size{};
    std::vector<Clause> clauses{};
    std::vector<std::string> provides{};  // names only, each once
};

/// Packages whose status is `install ok installed`, in the file's order. Throws std::runtime_error
/// when the file cannot be read or holds no package.
std::vector<InstalledPackage> read_status(const std::filesystem::path& file);

}  // namespace demo
