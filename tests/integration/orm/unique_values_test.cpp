// SPDX-License-Identifier: MIT
// Unique values that change hands in one flush.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

struct Slot;
struct Pass;
struct Shelf {
    std::int64_t id = 0;
    Many<Slot> slots{};
    One<Pass> pass{};
};
struct Slot {
    std::int64_t id = 0;
    std::string label{};
    std::optional<std::int64_t> place{};
    std::int64_t shelf_id = 0;
    std::optional<std::int64_t> row{};
    std::int64_t column = 0;
    One<Shelf> shelf{};
};
/// One for each shelf, which it cannot be without.
struct Pass {
    std::int64_t id = 0;
    std::string code{};
    std::int64_t shelf_id = 0;
    One<Shelf> shelf{};
};

struct Player;
struct Team {
    std::int64_t id = 0;
    std::string name{};
    Many<Player> players{};
};
struct Player {
    std::int64_t id = 0;
    std::int64_t team_id = 0;
    One<Team> team{};
};

/// A key of its own.
struct Code {
    std::string code{};
    std::string label{};
};

DeclarativeBase UniqueBase;
const auto shelves = UniqueBase.map<Shelf>("shelf",
                                           relationship(&Shelf::slots, Cascade::AllDeleteOrphan),
                                           relationship(&Shelf::pass, Cascade::AllDeleteOrphan));
const auto slots = UniqueBase.map<Slot>("slot",
                                        column(&Slot::label, unique),
                                        column(&Slot::place, unique),
                                        column(&Slot::shelf_id, foreign_key(&Shelf::id)),
                                        unique_constraint("uq_cell", {&Slot::row, &Slot::column}));
const auto passes =
    UniqueBase.map<Pass>("pass", column(&Pass::shelf_id, foreign_key(&Shelf::id), unique));
const auto teams = UniqueBase.map<Team>("team", column(&Team::name, unique));
const auto players =
    UniqueBase.map<Player>("player", column(&Player::team_id, foreign_key(&Team::id)));
const auto codes = UniqueBase.map<Code>(
    "code", column(&Code::code, primary_key), index("ix_label", {&Code::label}, unique));

template <class Story>
void with_shelf(Story&& story) {
    on_each_database([&](Database& database) {
        UniqueBase.metadata.drop_all(database.engine);
        UniqueBase.metadata.create_all(database.engine);
        {
            auto session = database.make_session();
            auto shelf =
                session.add(Shelf{.slots = {Slot{.label = "x", .place = 1, .row = 1},
                                            Slot{.label = "y", .place = 2, .row = 1, .column = 1}},
                                  .pass = Pass{.code = "old"}});
            session.commit();
            story(session, shelf);
        }
        UniqueBase.metadata.drop_all(database.engine);
    });
}

Lines labels(Session& session) {
    return session.scalars(select(&Slot::label).order_by(&Slot::label)).all();
}

}  // namespace

TEST_CASE("a new object takes the unique values of a removed one") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto x = shelf->slots[0];
        session.remove(x);
        auto fresh = session.add(Slot{.label = "x", .place = 1, .shelf_id = shelf->id, .row = 1});
        session.commit();
        CHECK(labels(session) == Lines{"x", "y"});
        CHECK(session.state(x) == ObjectState::Deleted);
        session.remove(fresh);
        session.add(Slot{.label = "x", .shelf_id = shelf->id});
        session.flush();
        session.rollback();
        CHECK(session.state(fresh) == ObjectState::Persistent);
        CHECK(labels(session) == Lines{"x", "y"});
    });
}

TEST_CASE("members of a collection are replaced by new ones with the same unique values") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto x = shelf->slots[0];
        shelf->slots.remove(x);
        shelf->slots.add(Slot{.label = "x"});
        session.commit();
        CHECK(labels(session) == Lines{"x", "y"});
        shelf->slots = {Slot{.label = "x"}, Slot{.label = "y"}, Slot{.label = "z"}};
        session.commit();
        CHECK(labels(session) == Lines{"x", "y", "z"});
    });
}

TEST_CASE("a one-to-one that cannot be without its owner is replaced") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        shelf->pass = Pass{.code = "new"};
        session.commit();
        CHECK(session.scalars(select<Pass>()).one()->code == "new");
        CHECK(shelf->pass->code == "new");
    });
}

TEST_CASE("a one-to-one is removed and added anew for the same owner") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto pass = session.scalars(select<Pass>()).one();
        session.remove(pass);
        session.add(Pass{.code = "new", .shelf = shelf});
        session.commit();
        CHECK(session.scalars(select<Pass>()).one()->code == "new");
    });
}

TEST_CASE("a child between a removed and a new parent of the same unique values is told about") {
    with_shelf([](Session& session, const Ref<Shelf>&) {
        auto old = session.add(Team{.name = "red", .players = {Player{}}});
        session.commit();
        auto player = old->players[0];
        player->team = Team{.name = "red"};
        session.remove(old);
        try {
            session.flush();
            FAIL("the flush went through");
        } catch (const InvalidRequestError& error) {
            CHECK(error.code() == "unique-circle");
        }
        CHECK(session.failed_object<Player>() == player);
        session.rollback();
        player->team = Team{.name = "blue"};
        session.remove(old);
        session.flush();
        player->team->name = "red";
        session.commit();
        CHECK(session.scalars(select<Team>()).one()->name == "red");
    });
}

TEST_CASE("an object takes a unique value that another gives up, in whatever order they come") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto x = shelf->slots[0];
        auto y = shelf->slots[1];
        x->label = "y";
        y->label = "free";
        session.commit();
        CHECK(labels(session) == Lines{"free", "y"});
        session.remove(y);
        x->label = "free";
        session.commit();
        CHECK(labels(session) == Lines{"free"});
    });
}

TEST_CASE("a row of objects moves on by one") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        for (int i = 3; i < 20; ++i) {
            shelf->slots.add(Slot{.label = "l" + std::to_string(i), .place = i});
        }
        session.commit();
        for (const Ref<Slot>& slot : shelf->slots) {
            ++*slot->place;
        }
        session.flush();
        for (const Ref<Slot>& slot : shelf->slots) {
            --*slot->place;
        }
        session.commit();
        CHECK(session.scalar_one(select(func::max(&Slot::place))) == 19);
    });
}

TEST_CASE("objects that exchange values that can be NULL go through it") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto x = shelf->slots[0];
        auto y = shelf->slots[1];
        auto z = shelf->slots.add(Slot{.label = "z", .place = 3, .row = 2});
        session.commit();
        x->place = 2;
        y->place = 3;
        z->place = 1;
        y->column = 0;
        x->column = 1;
        session.flush();
        CHECK(x->place == 2);
        session.refresh(x);
        session.refresh(y);
        session.refresh(z);
        CHECK(x->place == 2);
        CHECK(y->place == 3);
        CHECK(z->place == 1);
        CHECK(x->column == 1);
        CHECK(x->row == 1);
        CHECK(y->row == 1);
        session.rollback();
        CHECK(x->place == 1);
        CHECK(y->place == 2);
        CHECK(z->place == 3);
        CHECK(x->column == 0);
    });
}

TEST_CASE("objects that exchange values that cannot be NULL are refused by name, with a way out") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        auto x = shelf->slots[0];
        auto y = shelf->slots[1];
        std::swap(x->label, y->label);
        CHECK_THROWS_WITH_AS(session.flush(),
                             doctest::Contains("take each other's unique values, and no column of "
                                               "them can be NULL meanwhile: give one of them a "
                                               "third value and flush() first"),
                             IntegrityError);
        session.rollback();
        CHECK(x->label == "x");
        x->label = "third";
        session.flush();
        y->label = "x";
        session.flush();
        x->label = "y";
        session.commit();
        CHECK(labels(session) == Lines{"x", "y"});
    });
}

TEST_CASE("unique values pass from removed objects with children to others") {
    with_shelf([](Session& session, const Ref<Shelf>&) {
        auto first = session.add(Code{.code = "a", .label = "one"});
        session.add(Code{.code = "b", .label = "two"});
        session.commit();
        session.remove(first);
        session.get<Code>("b")->label = "one";
        session.add(Code{.code = "c", .label = "two"});
        session.commit();
        session.remove(session.get<Code>("b"));
        session.get<Code>("c")->code = "b";
        session.add(Code{.code = "a", .label = "one"});
        session.commit();
        CHECK(session.scalars(select(&Code::code).order_by(&Code::code)).all() == Lines{"a", "b"});
    });
}

TEST_CASE("the name of a violated unique constraint is known on every database and way") {
    with_shelf([](Session& session, const Ref<Shelf>& shelf) {
        const auto constraint_of = [](auto&& work) {
            try {
                work();
            } catch (const IntegrityError& error) {
                return error.constraint();
            }
            return std::string{"nothing"};
        };
        const auto engine = session.engine();
        const std::int64_t id = shelf->id;
        session.rollback();
        const auto by = [&](auto&& statement) {
            return constraint_of([&] {
                engine.begin([&](Connection& connection) { connection.execute(statement); });
            });
        };
        CHECK(by(insert<Slot>().values(Slot{.label = "x", .shelf_id = id})) == "uq_slot_label");
        CHECK(by(insert<Slot>().values(Slot{.label = "n", .shelf_id = id, .row = 1})) == "uq_cell");
        CHECK(by(update<Slot>().set(&Slot::label, "x")) == "uq_slot_label");
        CHECK(
            by(text(
                "insert into slot (label, shelf_id, \"row\", \"column\") values ('n', 1, 1, 0)")) ==
            "uq_cell");
        CHECK(constraint_of([&] {
                  engine.begin([&](Connection& connection) {
                      connection.execute(insert<Slot>(),
                                         std::vector<Slot>{{.label = "x", .shelf_id = id}});
                  });
              }) == "uq_slot_label");
        CHECK(constraint_of([&] {
                  session.add(Slot{.label = "n", .shelf_id = id, .row = 1});
                  session.flush();
              }) == "uq_cell");
        session.rollback();
        CHECK(constraint_of([&] {
                  session.execute(insert<Code>().values(Code{.code = "a", .label = "one"}));
                  session.execute(insert<Code>().values(Code{.code = "b", .label = "one"}));
              }) == "ix_label");
        session.rollback();
    });
}
