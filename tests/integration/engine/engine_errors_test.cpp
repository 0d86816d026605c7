// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/engine/engine.hpp>
#include <azoth/engine/result.hpp>
#include <azoth/statement/text.hpp>

#include "integration/server.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

using azoth::text;

namespace {

std::vector<std::string> urls() {
    std::vector<std::string> found{"sqlite://"};
    if (const std::string server = azoth::test::server_url(); !server.empty()) {
        found.push_back(server);
    }
    return found;
}

/// Runs `check(Connection&)` on each database.
template <class Check>
void on_each_database(Check&& check) {
    for (const std::string& url : urls()) {
        CAPTURE(url);
        const azoth::Engine engine = azoth::create_engine(url);
        azoth::Connection connection = engine.connect();
        check(connection);
    }
}

/// The code and the message of what `call` throws; empty when it throws nothing.
struct Thrown {
    std::string code{};
    std::string message{};
};
template <class Call>
Thrown thrown_by(Call&& call) {
    try {
        call();
    } catch (const azoth::Error& error) {
        return {std::string{error.code()}, error.message()};
    }
    return {};
}

}  // namespace

TEST_CASE("one() of no row and of several rows says which it was") {
    on_each_database([](azoth::Connection& connection) {
        const auto none = text("select 1 where 1 = 0").columns<std::int64_t>();
        const auto two = text("select 1 union all select 2").columns<std::int64_t>();

        CHECK(thrown_by([&] { (void)connection.execute(none).one(); }).code == "no-row");
        CHECK(thrown_by([&] { (void)connection.execute(two).one(); }).code == "many-rows");
        CHECK(thrown_by([&] { (void)connection.execute(two).one_or_none(); }).code == "many-rows");
        CHECK_FALSE(connection.execute(none).one_or_none().has_value());
    });
}

TEST_CASE("a row type with more columns than the statement is refused") {
    on_each_database([](azoth::Connection& connection) {
        const auto statement = text("select 1").columns<std::int64_t, std::int64_t>();

        const Thrown thrown = thrown_by([&] { (void)connection.execute(statement).all(); });

        CHECK(thrown.code == "column-count");
        CHECK(thrown.message ==
              "cannot read the rows: the row type has 2 columns, the statement gives 1; let "
              "the types match the statement's columns");
    });
}

TEST_CASE("a parameter without value and a value without parameter are refused before sending") {
    on_each_database([](azoth::Connection& connection) {
        const auto statement = text("select :first").columns<std::int64_t>();

        const Thrown missing = thrown_by([&] { (void)connection.execute(statement).all(); });
        const Thrown unknown = thrown_by(
            [&] { (void)connection.execute(statement, {{"first", 1}, {"fist", 2}}).all(); });

        CHECK(missing.code == "missing-parameter");
        CHECK(missing.message ==
              "cannot execute the text statement: parameter \":first\" has no value; pass "
              "{{\"first\", value}}");
        CHECK(unknown.code == "unknown-parameter");
        CHECK(unknown.message ==
              "cannot execute the text statement: it has no parameter \":fist\"; did you mean "
              "\"first\"?");
    });
}

TEST_CASE("a transaction ends once, also when the one around it ended it") {
    on_each_database([](azoth::Connection& connection) {
        auto outer = connection.begin();
        auto inner = connection.begin();
        outer.rollback();

        CHECK_FALSE(inner.is_active());
        CHECK(thrown_by([&] { inner.commit(); }).code == "transaction-ended");
        CHECK(thrown_by([&] { outer.commit(); }).code == "transaction-ended");
    });
}

TEST_CASE("autocommit cannot change inside a transaction") {
    on_each_database([](azoth::Connection& connection) {
        auto transaction = connection.begin();

        CHECK(thrown_by([&] { connection.set_autocommit(true); }).code == "transaction-open");

        transaction.rollback();
        CHECK_NOTHROW(connection.set_autocommit(true));
    });
}
