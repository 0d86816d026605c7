// SPDX-License-Identifier: MIT
#include "by_hand_sqlite.hpp"

#include "harness.hpp"

#include <cstdlib>

namespace bench {

namespace {

void require(bool is_fine) {
    if (!is_fine) {
        std::abort();
    }
}

sqlite3_stmt* prepared(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK);
    return statement;
}

void run(sqlite3* database, const char* sql) {
    require(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

void read_text(sqlite3_stmt* statement, int column, std::string& into) {
    into.assign(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

void read_person(sqlite3_stmt* statement, Person& person) {
    person.id = sqlite3_column_int64(statement, 0);
    read_text(statement, 1, person.name);
    read_text(statement, 2, person.email);
    person.age = sqlite3_column_int64(statement, 3);
    person.score = sqlite3_column_double(statement, 4);
    if (sqlite3_column_type(statement, 5) == SQLITE_NULL) {
        person.note.reset();
    } else {
        read_text(statement, 5, person.note ? *person.note : person.note.emplace());
    }
}

void bind_text(sqlite3_stmt* statement, int parameter, const std::string& text) {
    sqlite3_bind_text(
        statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void step_once(sqlite3_stmt* statement) {
    require(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

constexpr const char* select_all = "SELECT id, name, email, age, score, note FROM person";

}  // namespace

SqliteByHand::SqliteByHand(const char* file) {
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI;
    require(sqlite3_open_v2(file, &database_, flags, nullptr) == SQLITE_OK);
}

SqliteByHand::~SqliteByHand() {
    sqlite3_close(database_);
}

void SqliteByHand::read_all(std::vector<Person>& into) const {
    sqlite3_stmt* statement = prepared(database_, select_all);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        read_person(statement, into.emplace_back());
    }
    sqlite3_finalize(statement);
}

void SqliteByHand::sum_all() const {
    sqlite3_stmt* statement = prepared(database_, select_all);
    Person person;
    double sum = 0;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        read_person(statement, person);
        sum += person.score + static_cast<double>(person.name.size());
    }
    keep(sum);
    sqlite3_finalize(statement);
}

void SqliteByHand::get(const std::vector<std::int64_t>& keys, std::vector<Person>* kept) const {
    sqlite3_stmt* statement =
        prepared(database_, "SELECT id, name, email, age, score, note FROM person WHERE id = ?");
    run(database_, "BEGIN");
    double sum = 0;
    for (const std::int64_t key : keys) {
        sqlite3_bind_int64(statement, 1, key);
        require(sqlite3_step(statement) == SQLITE_ROW);
        Person person;
        read_person(statement, person);
        sqlite3_reset(statement);
        sum += person.score;
        if (kept != nullptr) {
            kept->push_back(std::move(person));
        }
    }
    keep(sum);
    run(database_, "COMMIT");
    sqlite3_finalize(statement);
}

void SqliteByHand::insert_one_by_one(const std::vector<Person>& people) const {
    sqlite3_stmt* statement = prepared(
        database_, "INSERT INTO person (name, email, age, score, note) VALUES (?, ?, ?, ?, ?)");
    run(database_, "BEGIN");
    for (const Person& person : people) {
        bind_text(statement, 1, person.name);
        bind_text(statement, 2, person.email);
        sqlite3_bind_int64(statement, 3, person.age);
        sqlite3_bind_double(statement, 4, person.score);
        if (person.note) {
            bind_text(statement, 5, *person.note);
        } else {
            sqlite3_bind_null(statement, 5);
        }
        step_once(statement);
    }
    run(database_, "COMMIT");
    sqlite3_finalize(statement);
}

void SqliteByHand::update_scores(std::int64_t count) const {
    sqlite3_stmt* statement = prepared(database_, "UPDATE person SET score = ? WHERE id = ?");
    run(database_, "BEGIN");
    for (std::int64_t key = 1; key <= count; ++key) {
        sqlite3_bind_double(statement, 1, static_cast<double>(key));
        sqlite3_bind_int64(statement, 2, key);
        step_once(statement);
    }
    run(database_, "COMMIT");
    sqlite3_finalize(statement);
}

void SqliteByHand::remove(std::int64_t count) const {
    sqlite3_stmt* statement = prepared(database_, "DELETE FROM person WHERE id = ?");
    run(database_, "BEGIN");
    for (std::int64_t key = 1; key <= count; ++key) {
        sqlite3_bind_int64(statement, 1, key);
        step_once(statement);
    }
    run(database_, "COMMIT");
    sqlite3_finalize(statement);
}

}  // namespace bench
