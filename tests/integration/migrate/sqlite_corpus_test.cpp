// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>

#include "integration/migrate/foreign_schema.hpp"

#include <array>
#include <cstdlib>
#include <iostream>

// AZOTH_TEST_SQLITE_SCHEMAS names a folder of SQL scripts, each of which makes a schema. Every kind
// of change is made to every table of each (or to AZOTH_TEST_SQLITE_TABLES of them, spread evenly),
// and taken back: nothing else may be touched.
using namespace azoth;
using namespace azoth::test::foreign;
using test::run_outside;
using test::TemporaryFile;

namespace {

struct Tally {
    std::array<std::size_t, 5> of_kind{};
    void count(Outcome::Kind kind) { ++of_kind.at(static_cast<std::size_t>(kind)); }
    [[nodiscard]] std::string text() const {
        return std::to_string(of_kind[0]) + " done, " + std::to_string(of_kind[2]) + " refused, " +
               std::to_string(of_kind[3]) + " at risk, " + std::to_string(of_kind[4]) + " failed";
    }
};

void report(const std::string& what, const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::Failed) {
        FAIL_CHECK(what << ": " << outcome.why);
    } else if (outcome.kind == Outcome::Kind::Refused || outcome.kind == Outcome::Kind::AtRisk) {
        const bool is_refused = outcome.kind == Outcome::Kind::Refused;
        std::cout << (is_refused ? "    refused: " : "    at risk: ") << what << ": " << outcome.why
                  << "\n";
    }
}

std::vector<schema::Table> some(const std::vector<schema::Table>& tables) {
    const char* given = std::getenv("AZOTH_TEST_SQLITE_TABLES");
    const std::size_t most = given == nullptr ? tables.size() : std::strtoull(given, nullptr, 10);
    const std::size_t count = std::min(most, tables.size());
    std::vector<schema::Table> result;
    for (std::size_t i = 0; i < count; ++i) {
        result.push_back(tables[i * tables.size() / count]);
    }
    return result;
}

/// On a copy of the file.
Outcome try_change(const std::string& path, const schema::Table& table, Change change) {
    const TemporaryFile copy;
    std::filesystem::copy_file(path, copy.path());
    return change_and_back(create_engine("sqlite:///" + copy.path()), table, change);
}

Tally try_schema(const std::string& path, std::array<Tally, change_count>& all) {
    const TemporaryFile file;
    std::vector<schema::Table> tables;
    {
        const Engine engine = create_engine("sqlite:///" + file.path());
        load(engine, path);
        fill(engine);
        tables = some(migrate::reflect_tables(engine));
        run_outside(engine, "PRAGMA journal_mode = DELETE");
    }
    Tally tally;
    const std::string name = std::filesystem::path{path}.stem().string();
    for (const schema::Table& table : tables) {
        for (int number = 0; number < change_count; ++number) {
            const auto change = static_cast<Change>(number);
            const Outcome outcome = try_change(file.path(), table, change);
            report(name + ", " + std::string{name_of(change)} + " of " + table.name, outcome);
            tally.count(outcome.kind);
            all.at(static_cast<std::size_t>(number)).count(outcome.kind);
        }
    }
    return tally;
}

}  // namespace

TEST_CASE("a change to one table of a schema that others wrote touches nothing else") {
    const char* folder = std::getenv("AZOTH_TEST_SQLITE_SCHEMAS");
    if (folder == nullptr) {
        return;
    }
    std::array<Tally, change_count> all{};
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".sql") {
            paths.push_back(entry.path());
        }
    }
    std::ranges::sort(paths);
    for (const auto& path : paths) {
        CAPTURE(path.string());
        try {
            std::cout << path.stem().string() << ": " << try_schema(path.string(), all).text()
                      << std::endl;
        } catch (const Error& error) {
            FAIL_CHECK(path.string() << ": " << error.message() << "\n" << error.statement());
        }
    }
    for (int number = 0; number < change_count; ++number) {
        std::cout << name_of(static_cast<Change>(number)) << ": "
                  << all.at(static_cast<std::size_t>(number)).text() << std::endl;
    }
}
