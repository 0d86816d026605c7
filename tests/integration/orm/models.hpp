// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm.hpp>
#include <azoth/testing/sql_recorder.hpp>

#include <ostream>
#include <string>
#include <vector>

/// Users with addresses, groups (many-to-many), a tree of nodes, and a pair of tables that refer to
/// each other.
namespace orm_models {

struct Address;
struct Group;

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
    azoth::Many<Address> addresses{};
    azoth::Many<Group> groups{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
    azoth::One<User> user{};
};

struct Group {
    std::int64_t id = 0;
    std::string title{};
    azoth::Many<User> users{};
};

struct Membership {
    std::int64_t user_id = 0;
    std::int64_t group_id = 0;
};

/// Children may be without a parent, and lose it when it goes.
struct Node {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::int64_t> parent_id{};
    azoth::One<Node> parent{};
    azoth::Many<Node> children{};
};

/// Keys that the program gives; a key of two columns.
struct Country {
    std::string code{};
    std::string name{};
};
struct Rate {
    std::string country_code{};
    std::int64_t year = 0;
    double value = 0;
    std::optional<std::string> note{};
};

/// One-to-one.
struct Passport;
struct Person {
    std::int64_t id = 0;
    std::string name{};
    azoth::One<Passport> passport{};
};
struct Passport {
    std::int64_t id = 0;
    std::string number{};
    std::optional<std::int64_t> person_id{};
    azoth::One<Person> person{};
};

/// Two tables that refer to each other.
struct Employee;
struct Department {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::int64_t> head_id{};
    azoth::One<Employee> head{};
    azoth::Many<Employee> employees{};
};
struct Employee {
    std::int64_t id = 0;
    std::string name{};
    std::int64_t department_id = 0;
    azoth::One<Department> department{};
};

extern azoth::DeclarativeBase Base;

}  // namespace orm_models

/// Shows lists of texts in failures.
namespace std {
inline ostream& operator<<(ostream& out, const vector<string>& lines) {
    for (const string& line : lines) {
        out << "\n    " << line;
    }
    return out;
}
}  // namespace std

namespace orm_test {

using Lines = std::vector<std::string>;

/// An empty database with the tables of the models, and a recorder of what is sent from then on.
struct Database {
    explicit Database(azoth::Engine opened);
    azoth::Engine engine;
    azoth::SessionMaker make_session;
    azoth::testing::SqlRecorder recorder;
    /// `orm_models::users` with these names, each with that many addresses.
    void fill(const std::vector<std::string>& names, int addresses = 0);
};

/// SQLite always, PostgreSQL where AZOTH_TEST_POSTGRESQL_URL says where one is.
[[nodiscard]] std::vector<std::string> database_urls();

/// The same story on every database.
template <class Story>
void on_each_database(Story&& story, const azoth::EngineOptions& options = {}) {
    for (const std::string& url : database_urls()) {
        Database database{azoth::create_engine(url, options)};
        story(database);
    }
}

[[nodiscard]] bool is_sqlite(const Database& database);

}  // namespace orm_test
