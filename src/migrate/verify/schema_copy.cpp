// SPDX-License-Identifier: MIT
#include "migrate/verify/schema_copy.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>

#include <charconv>
#include <filesystem>

#include "migrate/environment/child_process.hpp"
#include "migrate/revision/read_file.hpp"

namespace azoth::migrate {
namespace {

/// Only this user may read it; gone at the end.
class PrivateFile {
public:
    PrivateFile()
        : path_{(std::filesystem::temp_directory_path() / "azoth-schema-XXXXXX").string()} {
        const int descriptor = ::mkstemp(path_.data());
        is_there_ = descriptor >= 0;
        if (is_there_) {
            ::close(descriptor);
        }
    }
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;
    ~PrivateFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    [[nodiscard]] bool is_there() const noexcept { return is_there_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
    bool is_there_ = false;
};

/// The first number in a text such as `pg_dump (PostgreSQL) 15.18`; 0 when there is none.
int first_number(std::string_view text) {
    const auto begin = text.find_first_of("0123456789");
    int number = 0;
    if (begin != std::string_view::npos) {
        std::from_chars(text.data() + begin, text.data() + text.size(), number);
    }
    return number;
}

bool is_new_enough(const dialects::SchemaProgram& program) {
    if (program.words.empty() || !is_in_path(program.words.front())) {
        return false;
    }
    std::string said;
    const int status =
        run_child({.words = program.version_words,
                   .on_line = [&](std::string_view line) { said += std::string{line} + ' '; }});
    return status == 0 && first_number(said) >= program.least_version;
}

/// Nothing when the program is not there, is too old, or may not read everything.
std::optional<std::string> output_of(const dialects::SchemaProgram& program) {
    const PrivateFile file;
    if (!file.is_there() || !is_new_enough(program)) {
        return std::nullopt;
    }
    std::vector<std::string> words = program.words;
    words.push_back(file.path());
    const int status = run_child({.words = words, .environment = program.environment});
    return status == 0 ? std::optional{read_file(file.path())} : std::nullopt;
}

bool succeeds(Connection& connection, const std::string& sql) {
    try {
        connection.run_script(sql);
        return true;
    } catch (const DatabaseError&) {
        return false;
    }
}

/// Most copies are made in one go.
bool is_made_at_once(const Engine& scratch, const std::vector<std::string>& statements) {
    Connection connection = scratch.connect();
    try {
        Transaction transaction = connection.begin();
        for (const std::string& sql : statements) {
            connection.run_script(sql);
        }
        transaction.commit();
    } catch (const DatabaseError&) {
        connection.invalidate();
        return false;
    }
    connection.invalidate();  // the statements may have changed its settings
    return true;
}

}  // namespace

std::vector<std::string> copy_of_schema(const Engine& live) {
    dialects::SchemaProgram program;
    std::vector<std::string> left_out;
    {
        Connection connection = live.connect();
        const dialects::LiveSchema& schema = connection.dialect().live_schema();
        program = schema.program(connection.query_callback(), live.url());
        left_out = schema.left_out_by_program(connection.query_callback());
    }
    if (const auto output = output_of(program)) {
        auto statements = live.dialect().live_schema().statements_of(*output);
        statements.insert(statements.end(), left_out.begin(), left_out.end());
        return statements;
    }
    Connection connection = live.connect();
    return connection.dialect().live_schema().copy_statements(connection.query_callback());
}

void run_in_any_order(const Engine& engine, std::vector<std::string> statements) {
    Connection connection = engine.connect();
    connection.set_autocommit(true);
    while (std::erase_if(statements,
                         [&](const std::string& sql) { return succeeds(connection, sql); }) > 0) {
    }
    connection.invalidate();
}

void make_copy(const Engine& scratch, const std::vector<std::string>& statements) {
    if (!statements.empty() && !is_made_at_once(scratch, statements)) {
        run_in_any_order(scratch, statements);
    }
}

std::vector<dialects::LiveObject> objects_of(const Engine& engine) {
    Connection connection = engine.connect();
    return connection.dialect().live_schema().objects(connection.query_callback());
}

}  // namespace azoth::migrate
