// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

#include "dialects/sqlite/tokenizer.hpp"

namespace azoth::dialects::sqlite {

namespace {

constexpr compiler::Capabilities sqlite_capabilities{
    .parameter_style = compiler::ParameterStyle::QuestionMark,
    .insert_returning = true,
    .update_returning = true,
    .delete_returning = true,
    .on_conflict = true,
    .transactional_ddl = true,
    .names_ignore_case = true,
    .references_before_tables = true,
    .sql_rules = sql_rules,
    .max_parameters = 32'766,
    .max_identifier_length = 1'000'000,  // SQLite has no limit but that of a statement's length
};

}  // namespace

const compiler::Capabilities& SqliteDialect::capabilities() const noexcept {
    return sqlite_capabilities;
}

/// A transaction that reads first and then writes is refused (SQLITE_BUSY_SNAPSHOT) when another
/// has written in between, however long it is willing to wait: who is known to write takes the
/// write lock first, and waits for it. Isolation::Serializable asks for that by name.
std::string SqliteDialect::begin(Isolation isolation, Access access) const {
    switch (access) {
        case Access::Default:
            return isolation == Isolation::Serializable ? "BEGIN IMMEDIATE" : "BEGIN";
        case Access::ReadWrite:
            return "BEGIN IMMEDIATE";
        case Access::ReadOnly:
            return "BEGIN; PRAGMA query_only = ON";
    }
    return "BEGIN";
}

std::string SqliteDialect::after_transaction(Access access) const {
    return access == Access::ReadOnly ? "PRAGMA query_only = OFF" : "";
}

std::vector<std::string> SqliteDialect::defer_references() const {
    return {"PRAGMA defer_foreign_keys = ON"};
}

std::vector<std::string> SqliteDialect::on_connect() const {
    // No PRAGMA busy_timeout: it would replace the driver's own waiting, which heeds cancellation,
    // the query timeout and the URL's busy_timeout.
    return {"PRAGMA foreign_keys = ON"};
}

const SqliteDialect& dialect() noexcept {
    static const SqliteDialect instance;
    return instance;
}

// sqlite://  ->  file:/azoth_1?vfs=memdb: one database for all connections of the engine, with the
// locks of a file.
std::optional<Url> SqliteDialect::shared_memory_url(const Url& url,
                                                    std::uint64_t engine_number) const {
    if (!url.database.empty() && url.database != ":memory:") {
        return std::nullopt;
    }
    Url shared = url;
    shared.database = "file:/azoth_" + std::to_string(engine_number) + "?vfs=memdb";
    return shared;
}

// sqlite:///app.db, /project  ->  sqlite:////project/app.db
Url SqliteDialect::rebased_url(const Url& url, std::string_view folder) const {
    const bool is_file = !url.database.empty() && url.database != ":memory:" &&
                         !url.database.starts_with("file:") && url.option("mode") != "memory";
    if (!is_file || url.database.starts_with('/')) {
        return url;
    }
    Url result = url;
    result.database = std::string{folder} + (folder.ends_with('/') ? "" : "/") + url.database;
    return result;
}

}  // namespace azoth::dialects::sqlite
