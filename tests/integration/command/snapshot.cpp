// SPDX-License-Identifier: MIT
#include "integration/command/snapshot.hpp"

#include "integration/texts.hpp"

namespace azoth::test {

namespace {

namespace filesystem = std::filesystem;

/// Of the test itself, or a side file that comes and goes with a connection.
bool is_passing(const std::string& name) {
    return name == ".out" || name == ".messages" || name.ends_with("-journal") ||
           name.ends_with("-wal") || name.ends_with("-shm");
}

std::map<std::string, std::string> files_in(const filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (auto entry = filesystem::recursive_directory_iterator{folder};
         entry != filesystem::recursive_directory_iterator{};
         ++entry) {
        const auto name = entry->path().lexically_relative(folder).string();
        if (name == ".azoth") {
            entry.disable_recursion_pending();
        } else if (!is_passing(name)) {
            const bool is_text = entry->is_regular_file() && !name.ends_with(".db");
            files[name] = is_text ? text_of(entry->path()) : "";
        }
    }
    return files;
}

std::map<std::string, Rows> tables_of(const Engine& engine) {
    std::map<std::string, Rows> result;
    for (const auto& name : tables(engine)) {
        if (name == "azoth_lock" || name == "azoth_history") {
            continue;
        }
        auto rows = read(engine, "select * from " + name);
        std::ranges::sort(rows);
        if (name != "alembic_version" || !rows.empty()) {
            result[name] = std::move(rows);
        }
    }
    return result;
}

}  // namespace

Snapshot snapshot_of(const filesystem::path& folder, const Engine& engine) {
    const auto& url = engine.url();
    const bool is_absent_file = url.dialect == "sqlite" && !filesystem::exists(url.database);
    return {.files = files_in(folder),
            .tables = is_absent_file ? std::map<std::string, Rows>{} : tables_of(engine)};
}

}  // namespace azoth::test
