// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// SQLite: files, threads, times, texts.
#include "check.hpp"

#include <azoth/orm.hpp>
#include <azoth/types/chrono.hpp>

#include <cstdio>
#include <thread>
#include <vector>

azoth::DeclarativeBase Base;

struct Account {
    std::int64_t id = 0;
    std::string  owner{};
    std::int64_t balance = 0;
    azoth::DateTime opened{};
};

const auto accounts = Base.map<Account>("account");

static std::string only_text(const azoth::Engine& engine, std::string_view sql) {
    return engine.connect().execute(azoth::text(sql).columns<std::string>()).one();
}

using namespace azoth;
using namespace std::chrono;

static Engine files() {
    for (const char* file : {"accounts.db", "accounts.db-wal", "accounts.db-shm", "old.db"}) {
        std::remove(file);
    }
    // [file]
    Engine engine = create_engine("sqlite:///accounts.db");                           // new: with a write-ahead log
    Engine plain  = create_engine("sqlite:///old.db", {.new_file = NewFile::Plain});  // as SQLite makes it
    Engine asked  = create_engine("sqlite:///accounts.db?journal_mode=wal&busy_timeout=30000");
    // [/file]
    Base.metadata.create_all(engine);
    Base.metadata.create_all(plain);
    check(only_text(engine, "pragma journal_mode") == "wal");
    check(only_text(asked, "pragma journal_mode") == "wal");
    check(only_text(plain, "pragma journal_mode") == "delete");
    return engine;
}

static void turns(const SessionMaker& make_session) {
    // [begin]
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 25; ++round) {
                make_session.begin([](Session& session) {  // BEGIN IMMEDIATE: they take turns
                    Ref<Account> account = session.get<Account>(1);
                    account->balance += 1;
                });
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const auto balance = make_session.begin(read_only, [](Session& session) {  // waits for nobody
        return session.get<Account>(1)->balance;
    });
    // [/begin]
    check(balance == 100);
}

static void conflicts(const Engine& engine, const SessionMaker& make_session) {
    // [stale]
    Session session = make_session();               // begun by hand: reads until it writes
    Ref<Account> account = session.get<Account>(1);
    make_session.begin([](Session& other) { other.get<Account>(1)->balance += 1; });
    account->balance += 1;
    try {
        session.commit();
    } catch (const SerializationError&) {           // what it read is out of date
        session.rollback();
    }
    // [/stale]
    check(account->balance == 101);
    session.commit();

    // [retry]
    make_session.retry([&] {                        // runs it again after a SerializationError
        Session own = make_session();
        Ref<Account> read = own.get<Account>(1);
        read->balance *= 2;
        own.commit();
    });
    engine.retry({.attempts = 5}, [](Connection& connection) {
        connection.execute(update<Account>().set(&Account::balance, col(&Account::balance) + 1));
    });
    // [/retry]
    check(make_session.begin(read_only, [](Session& s) { return s.get<Account>(1)->balance; }) == 203);
}

static void forms(const Engine& engine) {
    // [forms]
    const Engine shared = create_engine("sqlite:///old.db", {.stored_form = StoredForm::SqlAlchemy});
    const Account opened{.id = 2, .owner = "Bob", .opened = sys_days{2024y / 1 / 1} + 12h};
    engine.begin([&](Connection& c) { c.execute(insert<Account>(), std::vector{opened}); });
    shared.begin([&](Connection& c) { c.execute(insert<Account>(), std::vector{opened}); });
    const std::string here  = only_text(engine, "select opened from account where id = 2");
    const std::string there = only_text(shared, "select opened from account where id = 2");
    check(here == "2024-01-01 12:00:00");
    check(there == "2024-01-01 12:00:00.000000");
    // [/forms]

    // [one-form]
    shared.begin([](Connection& c) {
        c.execute(text("update account set opened = substr(opened, 1, 19) where opened like '%.000000'"));
    });
    // [/one-form]
    check(only_text(shared, "select opened from account where id = 2") == here);
}

static void cases(const Engine& engine) {
    // [like]
    const auto matches = [&](const Expression<bool>& condition) {
        return engine.connect().execute(select(func::count(&Account::id)).where(condition)).one();
    };
    check(matches(col(&Account::owner).like("ann")) == 1);      // SQLite; 0 on PostgreSQL
    check(matches(col(&Account::owner).ilike("ANN")) == 1);     // on both
    check(matches(col(&Account::owner) == "ann") == 0);         // on both
    check(matches(col(&Account::owner).op("GLOB")("ann*")) == 0);
    // [/like]
}

int main() {
    const Engine engine = files();
    const SessionMaker make_session{engine};
    make_session.begin([](Session& session) { session.add(Account{.id = 1, .owner = "Ann"}); });
    turns(make_session);
    conflicts(engine, make_session);
    forms(engine);
    cases(engine);
}
