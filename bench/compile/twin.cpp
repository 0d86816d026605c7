// SPDX-License-Identifier: MIT
// What `program.cpp` does, over the SQLite client, with the standard headers that azoth's headers
// include.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <concepts>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
};

namespace {

void check(sqlite3* database, int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        throw std::runtime_error{sqlite3_errmsg(database)};
    }
}

class Statement {
public:
    Statement(sqlite3* database, const char* sql) : database_(database) {
        check(database, sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr));
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    void bind(int number, std::int64_t value) {
        check(database_, sqlite3_bind_int64(statement_, number, value));
    }
    void bind(int number, const std::string& value) {
        check(database_,
              sqlite3_bind_text(
                  statement_, number, value.data(), static_cast<int>(value.size()), SQLITE_STATIC));
    }
    void bind(int number, const std::optional<std::string>& value) {
        if (value) {
            bind(number, *value);
        } else {
            check(database_, sqlite3_bind_null(statement_, number));
        }
    }
    bool step() {
        const int code = sqlite3_step(statement_);
        check(database_, code);
        return code == SQLITE_ROW;
    }
    std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    std::optional<std::string> optional_text(int column) {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL ? std::nullopt
                                                                      : std::optional{text(column)};
    }

private:
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

void insert(sqlite3* database, const User& user) {
    Statement statement{database, "INSERT INTO user_account (name, fullname) VALUES (?, ?)"};
    statement.bind(1, user.name);
    statement.bind(2, user.fullname);
    statement.step();
}

void insert(sqlite3* database, const Address& address) {
    Statement statement{database, "INSERT INTO address (email, user_id) VALUES (?, ?)"};
    statement.bind(1, address.email);
    statement.bind(2, address.user_id);
    statement.step();
}

std::vector<User> users_named(sqlite3* database, const std::string& name) {
    Statement statement{database, "SELECT id, name, fullname FROM user_account WHERE name = ?"};
    statement.bind(1, name);
    std::vector<User> users;
    while (statement.step()) {
        users.push_back({statement.integer(0), statement.text(1), statement.optional_text(2)});
    }
    return users;
}

std::vector<std::tuple<std::string, std::string>> names_and_emails(sqlite3* database) {
    Statement statement{
        database, "SELECT u.name, a.email FROM user_account u JOIN address a ON u.id = a.user_id"};
    std::vector<std::tuple<std::string, std::string>> rows;
    while (statement.step()) {
        rows.emplace_back(statement.text(0), statement.text(1));
    }
    return rows;
}

}  // namespace

std::size_t work() {
    sqlite3* database = nullptr;
    check(nullptr, sqlite3_open(":memory:", &database));
    check(
        database,
        sqlite3_exec(
            database,
            "CREATE TABLE user_account (id INTEGER PRIMARY KEY, name VARCHAR(30) UNIQUE NOT NULL, "
            "fullname VARCHAR); CREATE TABLE address (id INTEGER PRIMARY KEY, email VARCHAR NOT "
            "NULL, "
            "user_id BIGINT NOT NULL REFERENCES user_account (id))",
            nullptr,
            nullptr,
            nullptr));
    insert(database, User{.name = "ed"});
    insert(database, Address{.email = "ed@example.org", .user_id = 1});
    std::size_t count = users_named(database, "ed").size();
    for (const auto& [name, email] : names_and_emails(database)) {
        count += name.size() + email.size();
    }
    sqlite3_close(database);
    return count;
}
