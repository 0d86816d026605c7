// SPDX-License-Identifier: MIT
#pragma once

#include <doctest/doctest.h>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/metadata.hpp>

#include "integration/server.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

/// Empty databases of each kind, and short ways to look into them.
namespace azoth::test {

using Rows = std::vector<std::vector<std::string>>;

/// A table of columns, constraints and indexes.
template <class... Elements>
void add_table(MetaData& metadata, std::string name, const Elements&... elements) {
    schema::Table table{.name = std::move(name)};
    (schema::append(table, elements), ...);
    metadata.add(std::move(table));
}

inline Rows read(const Engine& engine, std::string_view sql) {
    Connection connection = engine.connect();
    Rows result;
    for (const auto& row : connection.query(sql)) {
        auto& texts = result.emplace_back();
        for (const Value& value : row) {
            const bool is_text = value.kind() == ValueKind::Text;
            texts.push_back(is_text ? value.as_text() : value.to_string());
        }
    }
    return result;
}

inline void run(const Engine& engine, std::string_view sql) {
    engine.begin([&](Connection& connection) { connection.run_script(sql); });
}

/// Outside any transaction, as CREATE DATABASE and the like want it.
inline void run_outside(const Engine& engine, const std::string& sql) {
    Connection connection = engine.connect();
    connection.set_autocommit(true);
    connection.run_script(sql);
    connection.set_autocommit(false);
}

inline std::vector<std::string> tables(const Engine& engine) {
    Connection connection = engine.connect();
    auto names = connection.dialect().catalog().table_names(connection.query_callback(), {});
    std::ranges::sort(names);
    return names;
}

inline bool has_table(const Engine& engine, std::string_view name) {
    return std::ranges::count(tables(engine), name) > 0;
}

inline std::vector<migrate::HistoryEntry> history(const Engine& engine) {
    Connection connection = engine.connect();
    return migrate::History{connection}.entries();
}

/// A file that goes away with its side files.
class TemporaryFile {
public:
    TemporaryFile()
        : path_{(std::filesystem::temp_directory_path() /
                 ("azoth_test_" + std::to_string(std::random_device{}()) + ".db"))
                    .string()} {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
            std::error_code ignored;
            std::filesystem::remove(path_ + suffix, ignored);
        }
    }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
};

/// A database of its own on the test server, dropped at the end.
class TemporaryDatabase {
public:
    TemporaryDatabase()
        : server_{create_engine(server_url())},
          name_{"azoth_test_" + std::to_string(std::random_device{}())} {
        outside("CREATE DATABASE " + name_ + " TEMPLATE template0");
    }
    TemporaryDatabase(const TemporaryDatabase&) = delete;
    TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
    ~TemporaryDatabase() {
        try {
            outside("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } catch (const std::exception& error) {
            MESSAGE("database not dropped: " << error.what());
        }
    }
    [[nodiscard]] Engine engine(const EngineOptions& options = {}) const {
        Url url = server_.url();
        url.database = name_;
        return create_engine(url, options);
    }

private:
    void outside(const std::string& sql) const {
        Connection connection = server_.connect();
        connection.set_autocommit(true);
        connection.run_script(sql);
    }
    Engine server_;
    std::string name_;
};

/// Runs the story on an empty SQLite file and, where a server is there, on an empty PostgreSQL
/// database.
template <class Story>
void on_each_database(Story story) {
    {
        INFO("on SQLite");
        const TemporaryFile file;
        story(create_engine("sqlite:///" + file.path()));
    }
    if (!server_url().empty()) {
        INFO("on PostgreSQL");
        const TemporaryDatabase database;
        story(database.engine());
    }
}

}  // namespace azoth::test
