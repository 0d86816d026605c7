// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/core.hpp>

#include "integration/server.hpp"

#include <doctest/doctest.h>

namespace azoth::test::books {

struct Book {
    std::int64_t id = 0;
    std::string title{};
    std::optional<std::string> note{};
    int pages = 0;
};

inline DeclarativeBase base;
inline const auto books = base.map<Book>("engine_book", column(&Book::title, unique));

/// `sqlite://`, and the server where the tests have one.
inline std::vector<std::string> urls() {
    std::vector<std::string> found{"sqlite://"};
    if (const std::string server = azoth::test::server_url(); !server.empty()) {
        found.push_back(server);
    }
    return found;
}

/// Runs `check(Engine&)` on each database, with an empty table of books.
template <class Check>
void on_each_database(Check&& check, const EngineOptions& options = {}) {
    for (const std::string& url : urls()) {
        CAPTURE(url);
        Engine engine = create_engine(url, options);
        base.metadata.drop_all(engine);
        base.metadata.create_all(engine);
        check(engine);
        base.metadata.drop_all(engine);
    }
}

inline void add_books(Connection& connection, int count) {
    std::vector<Book> rows;
    for (int i = 1; i <= count; ++i) {
        rows.push_back({.title = "book " + std::to_string(i), .pages = 10 * i});
    }
    connection.execute(insert<Book>(), rows);
}

inline std::int64_t count_of_books(Connection& connection) {
    return connection.execute(select(func::count(&Book::id))).scalar_one();
}

/// The code of what `call` throws; empty when it throws nothing.
template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

}  // namespace azoth::test::books
