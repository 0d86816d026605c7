// SPDX-License-Identifier: MIT
#include "by_hand_postgresql.hpp"

#include "harness.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <endian.h>

namespace bench {

namespace {

struct Clearing {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clearing>;

Result checked(PGconn* connection, PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        std::fprintf(stderr, "by hand: %s\n", PQerrorMessage(connection));
        std::abort();
    }
    return Result{result};
}

void run(PGconn* connection, const char* sql) {
    checked(connection, PQexec(connection, sql));
}

std::uint64_t big_endian_bits(const char* data) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, data, sizeof(bits));
    return be64toh(bits);
}

double to_double(std::uint64_t bits) {
    double value = 0;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
}

std::uint64_t bits_of(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    return bits;
}

void read_text(const PGresult* result, int row, int column, std::string& into) {
    into.assign(PQgetvalue(result, row, column),
                static_cast<std::size_t>(PQgetlength(result, row, column)));
}

void read_person(const PGresult* result, int row, Person& person) {
    person.id = static_cast<std::int64_t>(big_endian_bits(PQgetvalue(result, row, 0)));
    read_text(result, row, 1, person.name);
    read_text(result, row, 2, person.email);
    person.age = static_cast<std::int64_t>(big_endian_bits(PQgetvalue(result, row, 3)));
    person.score = to_double(big_endian_bits(PQgetvalue(result, row, 4)));
    if (PQgetisnull(result, row, 5) != 0) {
        person.note.reset();
    } else {
        read_text(result, row, 5, person.note ? *person.note : person.note.emplace());
    }
}

/// A prepared statement with binary parameters of eight bytes and texts.
class Prepared {
public:
    Prepared(PGconn* connection, const char* sql, int parameters)
        : connection_(connection), count_(parameters) {
        checked(connection_, PQprepare(connection_, "by_hand", sql, 0, nullptr));
    }
    ~Prepared() { run(connection_, "DEALLOCATE by_hand"); }
    Prepared(const Prepared&) = delete;
    Prepared& operator=(const Prepared&) = delete;

    void set(int parameter, std::uint64_t bits) {
        numbers_[parameter] = htobe64(bits);
        set_bytes(
            parameter, reinterpret_cast<const char*>(&numbers_[parameter]), sizeof(std::uint64_t));
    }
    void set(int parameter, const std::string& text) {
        set_bytes(parameter, text.data(), text.size());
    }
    void set_null(int parameter) { values_[parameter] = nullptr; }
    Result execute() {
        return checked(
            connection_,
            PQexecPrepared(connection_, "by_hand", count_, values_, lengths_, formats_, 1));
    }

private:
    void set_bytes(int parameter, const char* data, std::size_t size) {
        values_[parameter] = data;
        lengths_[parameter] = static_cast<int>(size);
        formats_[parameter] = 1;
    }
    static constexpr int most = 8;
    PGconn* connection_;
    int count_;
    std::uint64_t numbers_[most]{};
    const char* values_[most]{};
    int lengths_[most]{};
    int formats_[most]{};
};

constexpr const char* select_all = "SELECT id, name, email, age, score, note FROM person";

}  // namespace

PostgresqlByHand::PostgresqlByHand(const char* url) : connection_(PQconnectdb(url)) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        std::fprintf(stderr, "by hand: %s\n", PQerrorMessage(connection_));
        std::abort();
    }
}

PostgresqlByHand::~PostgresqlByHand() {
    PQfinish(connection_);
}

void PostgresqlByHand::read_all(std::vector<Person>& into) const {
    const Result result =
        checked(connection_,
                PQexecParams(connection_, select_all, 0, nullptr, nullptr, nullptr, nullptr, 1));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        read_person(result.get(), row, into.emplace_back());
    }
}

void PostgresqlByHand::sum_all() const {
    const Result result =
        checked(connection_,
                PQexecParams(connection_, select_all, 0, nullptr, nullptr, nullptr, nullptr, 1));
    Person person;
    double sum = 0;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        read_person(result.get(), row, person);
        sum += person.score + static_cast<double>(person.name.size());
    }
    keep(sum);
}

void PostgresqlByHand::get(const std::vector<std::int64_t>& keys, std::vector<Person>* kept) const {
    Prepared statement{
        connection_, "SELECT id, name, email, age, score, note FROM person WHERE id = $1", 1};
    double sum = 0;
    for (const std::int64_t key : keys) {
        statement.set(0, static_cast<std::uint64_t>(key));
        Person person;
        read_person(statement.execute().get(), 0, person);
        sum += person.score;
        if (kept != nullptr) {
            kept->push_back(std::move(person));
        }
    }
    keep(sum);
}

void PostgresqlByHand::insert_one_by_one(const std::vector<Person>& people) const {
    Prepared statement{
        connection_,
        "INSERT INTO person (name, email, age, score, note) VALUES ($1, $2, $3, $4, $5)",
        5};
    run(connection_, "BEGIN");
    for (const Person& person : people) {
        statement.set(0, person.name);
        statement.set(1, person.email);
        statement.set(2, static_cast<std::uint64_t>(person.age));
        statement.set(3, bits_of(person.score));
        if (person.note) {
            statement.set(4, *person.note);
        } else {
            statement.set_null(4);
        }
        statement.execute();
    }
    run(connection_, "COMMIT");
}

void PostgresqlByHand::update_scores(std::int64_t count) const {
    Prepared statement{connection_, "UPDATE person SET score = $1 WHERE id = $2", 2};
    run(connection_, "BEGIN");
    for (std::int64_t key = 1; key <= count; ++key) {
        statement.set(0, bits_of(static_cast<double>(key)));
        statement.set(1, static_cast<std::uint64_t>(key));
        statement.execute();
    }
    run(connection_, "COMMIT");
}

void PostgresqlByHand::remove(std::int64_t count) const {
    Prepared statement{connection_, "DELETE FROM person WHERE id = $1", 1};
    run(connection_, "BEGIN");
    for (std::int64_t key = 1; key <= count; ++key) {
        statement.set(0, static_cast<std::uint64_t>(key));
        statement.execute();
    }
    run(connection_, "COMMIT");
}

}  // namespace bench
