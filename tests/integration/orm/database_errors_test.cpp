// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"
#include "integration/texts.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using orm_test::Database;
using orm_test::on_each_database;
using test::matches;

// What the database does not have or does not take, as a session tells it.
namespace {

struct Owner {
    std::int64_t id = 0;
    std::string name{};
};

struct Item {
    std::int64_t id = 0;
    std::string code{};
    std::optional<std::string> label{};
    std::int64_t price = 0;
    std::optional<std::int64_t> owner_id{};
};

void map_shop(DeclarativeBase& base) {
    base.map<Owner>("refusal_owner");
    base.map<Item>("refusal_item",
                   column(&Item::code, String(20), unique),
                   column(&Item::owner_id, foreign_key(&Owner::id)),
                   check_constraint("ck_refusal_price", "price >= 0"));
}

/// Makes the tables of the base and drops them.
class Tables {
public:
    Tables(DeclarativeBase& base, Engine& engine) : base_{base}, engine_{engine} {
        base_.metadata.drop_all(engine_);
        base_.metadata.create_all(engine_);
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;
    ~Tables() { base_.metadata.drop_all(engine_); }

private:
    DeclarativeBase& base_;
    Engine& engine_;
};

struct Thrown {
    std::string code{};
    std::string message{};
};

template <class Work>
Thrown thrown_by(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        return {std::string{error.code()}, error.message()};
    }
    return {};
}

}  // namespace

TEST_CASE("a wrong mapping is told at first use by session and tables alike, and nothing is sent") {
    on_each_database([](Database& database) {
        DeclarativeBase base;
        base.map<Owner>("refusal_owner");
        base.map<Item>("refusal_item", column(&Item::owner_id, foreign_key("refusal_ownr.id")));
        auto session = database.make_session();

        for (const Thrown& thrown :
             {thrown_by([&] { session.scalars(select<Item>()); }),
              thrown_by([&] {
                  session.add(Item{});
                  session.flush();
              }),
              thrown_by([&] { base.metadata.create_all(database.engine); })}) {
            CHECK(thrown.code == "missing-referred-table");
            CHECK(matches(thrown.message,
                          "cannot map * to table \"refusal_item\": the foreign key of \"owner_id\" "
                          "refers to table \"refusal_ownr\"*; did you mean \"refusal_owner\"?*"));
        }
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("a column that the database does not have is named, with the way to get it") {
    DeclarativeBase base;
    map_shop(base);
    on_each_database([&](Database& database) {
        const Tables tables{base, database.engine};
        database.engine.begin([](Connection& connection) {
            connection.run_script("alter table refusal_item drop column label");
        });
        auto session = database.make_session();

        const auto read = thrown_by([&] { session.scalars(select<Item>()); });
        session.rollback();
        session.add(Item{.code = "x"});
        const auto written = thrown_by([&] { session.flush(); });
        session.rollback();

        CHECK(read.code == "missing-column");
        CHECK(matches(
            read.message,
            "cannot execute \"SELECT *\": *label*; check the name, or bring the database up "
            "to date with its migrations"));
        CHECK(written.code == "missing-column");
        CHECK(matches(
            written.message,
            "cannot execute \"INSERT INTO refusal_item *\": *label*; check the name, or bring "
            "the database up to date with its migrations"));
    });
}

TEST_CASE("each kind of constraint that a flush violates names the object and the way out") {
    DeclarativeBase base;
    map_shop(base);
    on_each_database([&](Database& database) {
        const Tables tables{base, database.engine};
        database.make_session.begin([](Session& session) { session.add(Item{.code = "taken"}); });
        const auto refusal = [&](const Item& item) {
            auto session = database.make_session();
            session.add(Item{.code = "good"});
            session.add(item);
            const auto thrown = thrown_by([&] { session.commit(); });
            session.rollback();
            CHECK(session.scalar_one(select(func::count(&Item::id))) == 1);
            return thrown;
        };

        const auto doubled = refusal({.code = "taken"});
        CHECK(doubled.code == "unique-violation");
        CHECK(matches(doubled.message, "cannot insert a new *Item (2 of 2)*\"code\"*; *"));
        const auto cheap = refusal({.code = "cheap", .price = -1});
        CHECK(cheap.code == "check-violation");
        CHECK(matches(cheap.message, "cannot insert a new *Item (2 of 2)*ck_refusal_price*; *"));
        const auto lost = refusal({.code = "lost", .owner_id = 99});
        CHECK(lost.code == "foreign-key-violation");
        CHECK(matches(lost.message, "cannot insert a new *Item (2 of 2)*; *"));
    });
}

TEST_CASE("a required column that the program leaves NULL names the object") {
    DeclarativeBase base;
    map_shop(base);
    on_each_database([&](Database& database) {
        const Tables tables{base, database.engine};
        database.engine.begin([&](Connection& connection) {
            connection.run_script("drop table refusal_item");
            connection.run_script(
                orm_test::is_sqlite(database)
                    ? "create table refusal_item (id integer primary key, code text, label text "
                      "not null, price integer, owner_id integer)"
                    : "create table refusal_item (id bigserial primary key, code text, label text "
                      "not null, price bigint, owner_id bigint)");
        });
        auto session = database.make_session();
        session.add(Item{.code = "x", .label = "there"});
        auto empty = session.add(Item{.code = "y"});

        const auto thrown = thrown_by([&] { session.commit(); });

        CHECK(thrown.code == "not-null-violation");
        CHECK(matches(thrown.message, "cannot insert a new *Item (2 of 2)*\"label\"*; *"));
        CHECK(session.failed_object<Item>() == empty);
        session.rollback();
        CHECK(session.scalar_one(select(func::count(&Item::id))) == 0);
    });
}

TEST_CASE("a database that may not be written refuses the flush and is read all the same") {
    DeclarativeBase base;
    map_shop(base);
    on_each_database([&](Database& database) {
        const Tables tables{base, database.engine};
        database.make_session.begin([](Session& session) { session.add(Item{.code = "old"}); });
        const Engine reading = create_engine(database.engine.url(), {.read_only = true});
        const SessionMaker make_session{reading};
        auto session = make_session();
        session.scalars(select<Item>()).one()->code = "new";

        const auto thrown = thrown_by([&] { session.commit(); });

        CHECK(thrown.code == "read-only-database");
        CHECK(matches(thrown.message,
                      "cannot execute \"UPDATE refusal_item *\": *read*; *may*write*"));
        session.rollback();
        CHECK(session.scalars(select<Item>()).one()->code == "old");
    });
}
