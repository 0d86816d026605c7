// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/script_directory.hpp>

#include <azoth/migrate/revision/sql_revision.hpp>

#include "migrate/revision/read_file.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

bool is_revision_file(const filesystem::path& path) {
    const auto ending = path.extension();
    return (ending == ".cpp" || ending == ".sql") && !path.filename().string().starts_with('.');
}

template <class Entries>
void collect(const Entries& entries, std::vector<filesystem::path>& files) {
    for (const filesystem::directory_entry& entry : entries) {
        if (is_revision_file(entry.path()) && entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
}

std::vector<filesystem::path> files_in(const std::string& folder, Recursion recursion) {
    std::vector<filesystem::path> files;
    if (!filesystem::is_directory(folder)) {
        return files;
    }
    switch (recursion) {
        case Recursion::None:
            collect(filesystem::directory_iterator{folder}, files);
            break;
        case Recursion::Folders:
            collect(filesystem::recursive_directory_iterator{folder}, files);
            break;
    }
    std::ranges::sort(files);
    return files;
}

RevisionFile read_revision_file(const filesystem::path& path) {
    const auto text = read_file(path.string());
    const auto format = path.extension() == ".sql" ? RevisionFormat::Sql : RevisionFormat::Cpp;
    auto info = format == RevisionFormat::Sql ? parse_sql_revision(text, path.string()).info
                                              : parse_cpp_revision(text, path.string());
    return {.info = std::move(info), .checksum = token_hash(text, format)};
}

}  // namespace

std::vector<RevisionFile> read_revision_files(std::span<const std::string> folders,
                                              Recursion recursion) {
    std::vector<RevisionFile> result;
    std::set<filesystem::path> seen;
    for (const auto& folder : folders) {
        for (const auto& path : files_in(folder, recursion)) {
            if (seen.insert(filesystem::weakly_canonical(path)).second) {
                result.push_back(read_revision_file(path));
            }
        }
    }
    return result;
}

RevisionGraph graph_of(std::span<const RevisionFile> files) {
    std::vector<RevisionInfo> infos;
    infos.reserve(files.size());
    for (const auto& file : files) {
        infos.push_back(file.info);
    }
    return RevisionGraph{std::move(infos)};
}

}  // namespace azoth::migrate
