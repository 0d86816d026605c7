// SPDX-License-Identifier: MIT
// What an INSERT stores: what the object holds, but for keys and defaults that are unset or filled.
#include "integration/orm/models.hpp"

#include <azoth/types/chrono.hpp>
#include <azoth/types/uuid.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

struct Task {
    std::int64_t id = 0;
    std::string name{};
    bool open = true;
    int tries = 5;
    int sent_rank = 0;
    int filled_rank = 0;
    std::optional<std::string> note{};
    std::optional<std::string> state{};
};

/// The server numbers it, by a sequence or not at all.
struct Token {
    Uuid id{};
    std::string text{};
};

struct Label {
    Uuid id{};
    std::string text{};
};

DeclarativeBase DefaultBase;
const auto tasks = DefaultBase.map<Task>("task",
                                         column(&Task::name, required),
                                         column(&Task::sent_rank, server_default("42"), sent),
                                         column(&Task::filled_rank, server_default("42"), filled),
                                         column(&Task::note, server_default("'none'")),
                                         column(&Task::state, not_null, default_("new")));
const auto tokens = DefaultBase.map<Token>("token", column(&Token::id, primary_key));

DeclarativeBase LabelBase;
const auto labels = LabelBase.map<Label>(
    "label", column(&Label::id, primary_key, server_default("gen_random_uuid()")));

struct Stored {
    std::int64_t id;
    std::string name;
    bool open;
    int tries;
    int sent_rank;
    int filled_rank;
    std::optional<std::string> note;
    std::optional<std::string> state;
    friend bool operator==(const Stored&, const Stored&) = default;
};

std::vector<Stored> stored(const Database& database) {
    std::vector<Stored> all;
    auto connection = database.engine.connect();
    for (const Task& task : connection.execute(select<Task>().order_by(&Task::id))) {
        all.push_back({task.id,
                       task.name,
                       task.open,
                       task.tries,
                       task.sent_rank,
                       task.filled_rank,
                       task.note,
                       task.state});
    }
    return all;
}

template <class Story>
void with_tasks(Story&& story) {
    on_each_database([&](Database& database) {
        DefaultBase.metadata.drop_all(database.engine);
        DefaultBase.metadata.create_all(database.engine);
        (void)database.recorder.take();
        story(database);
        DefaultBase.metadata.drop_all(database.engine);
    });
}

const Task plain{.name = "plain", .open = false, .tries = 0, .filled_rank = 9};
const Task full{.name = "full", .note = "mine", .state = "done"};

std::vector<Stored> expected() {
    return {{1, "plain", false, 0, 0, 42, "none", "new"},
            {2, "full", true, 5, 0, 42, "mine", "done"}};
}

std::string code_of(auto&& work) {
    try {
        work();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

}  // namespace

TEST_CASE("the same is stored on every way a row is written") {
    with_tasks([](Database& database) {
        const auto way = [&](auto&& write) {
            DefaultBase.metadata.drop_all(database.engine);
            DefaultBase.metadata.create_all(database.engine);
            write();
            CHECK(stored(database) == expected());
        };
        const std::vector<Task> both{plain, full};
        way([&] {
            auto session = database.make_session();
            auto first = session.add(plain);
            auto second = session.add(full);
            session.flush();
            CHECK(first->filled_rank == 42);
            CHECK(first->note == "none");
            CHECK(first->state == "new");
            CHECK(second->filled_rank == 42);
            session.commit();
        });
        way([&] {
            auto session = database.make_session();
            session.merge(plain);
            session.merge(full);
            session.commit();
        });
        way([&] {
            database.engine.begin([&](Connection& c) { c.execute(insert<Task>(), both); });
        });
        way([&] {
            database.engine.begin([&](Connection& c) { c.execute(insert<Task>().values(both)); });
        });
        way([&] {
            database.engine.begin([&](Connection& c) {
                for (const Task& task : both) {
                    c.execute(insert<Task>().values(task));
                }
            });
        });
        way([&] {
            database.engine.begin([&](Connection& c) {
                for (const Task& task : both) {
                    c.execute(insert<Task>().values(task).on_conflict(&Task::id).do_nothing());
                }
            });
        });
        way([&] {
            database.engine.begin([&](Connection& c) {
                c.execute(insert<Task>().values(
                    set(&Task::name, "plain"), set(&Task::open, false), set(&Task::tries, 0)));
                c.execute(insert<Task>().values(
                    set(&Task::name, "full"), set(&Task::note, "mine"), set(&Task::state, "done")));
            });
        });
    });
}

TEST_CASE("what a statement sets is written, default or not") {
    with_tasks([](Database& database) {
        database.engine.begin([](Connection& c) {
            c.execute(insert<Task>().values(
                set(&Task::name, "a"), set(&Task::filled_rank, 7), set(&Task::note, std::nullopt)));
            c.execute(update<Task>().set(&Task::filled_rank, 8));
        });
        CHECK(stored(database) ==
              std::vector<Stored>{{1, "a", true, 5, 0, 8, std::nullopt, "new"}});
    });
}

TEST_CASE("a member that was filled is changed like any other, and may become NULL") {
    with_tasks([](Database& database) {
        auto session = database.make_session();
        auto task = session.add(Task{.name = "a"});
        session.commit();
        task->filled_rank = 3;
        task->note = std::nullopt;
        session.commit();
        CHECK(stored(database) ==
              std::vector<Stored>{{1, "a", true, 5, 0, 3, std::nullopt, "new"}});
    });
}

TEST_CASE("merging a value leaves alone what the value has not set") {
    with_tasks([](Database& database) {
        auto session = database.make_session();
        auto task = session.add(Task{.name = "a", .note = "mine", .state = "done"});
        session.commit();
        task->filled_rank = 3;
        session.commit();
        session.merge(Task{.id = 1, .name = "b"});
        session.commit();
        CHECK(stored(database) == std::vector<Stored>{{1, "b", true, 5, 0, 3, "mine", "done"}});
    });
}

TEST_CASE("a required member that is empty is refused on every way, and when it is emptied") {
    with_tasks([](Database& database) {
        auto connection = database.engine.connect();
        CHECK(code_of([&] { connection.execute(insert<Task>(), std::vector<Task>{plain, {}}); }) ==
              "required-member");
        CHECK(code_of([&] { connection.execute(insert<Task>().values(Task{})); }) ==
              "invalid-statement");
        connection.rollback();
        auto session = database.make_session();
        auto task = session.add(plain);
        session.commit();
        task->name.clear();
        CHECK_THROWS_WITH_AS(session.flush(),
                             doctest::Contains("Task is empty, and its mapping says `required`"),
                             ArgumentError);
        CHECK(session.failed_object<Task>() == task);
        session.rollback();
        CHECK(task->name == "plain");
    });
}

TEST_CASE("what a flush filled in a new object is taken back with it") {
    with_tasks([](Database& database) {
        auto session = database.make_session();
        auto task = session.add(Task{.name = "a", .filled_rank = 9});
        session.flush();
        CHECK(task->id == 1);
        CHECK(task->filled_rank == 42);
        CHECK(task->note == "none");
        CHECK(task->state == "new");
        session.rollback();
        CHECK(task->id == 0);
        CHECK(task->filled_rank == 9);
        CHECK(task->note == std::nullopt);
        CHECK(task->state == std::nullopt);
        session.add(task);
        auto savepoint = session.begin_nested();
        auto other = session.add(Task{.name = "b", .filled_rank = 8});
        session.flush();
        savepoint.rollback();
        CHECK(other->filled_rank == 8);
        CHECK(other->note == std::nullopt);
        CHECK(task->filled_rank == 42);
        session.commit();
        CHECK(stored(database).size() == 1);
    });
}

TEST_CASE("many objects whose keys and defaults are set in some and unset in others") {
    with_tasks([](Database& database) {
        std::vector<Task> rows;
        for (int i = 0; i < 40; ++i) {
            Task task{.name = "n" + std::to_string(i)};
            task.id = i % 3 == 0 ? 1000 + i : 0;
            task.note = i % 2 == 0 ? std::optional<std::string>{"x"} : std::nullopt;
            rows.push_back(task);
        }
        database.engine.begin([&](Connection& c) { c.execute(insert<Task>(), rows); });
        for (Task& task : rows) {
            task.id += task.id == 0 ? 0 : 1000;
        }
        database.engine.begin([&](Connection& c) { c.execute(insert<Task>().values(rows)); });
        auto session = database.make_session();
        CHECK(session.scalar_one(select(func::count(&Task::id))) == 80);
        CHECK(session.scalar_one(
                  select(func::count(&Task::id)).where(col(&Task::note) == "none")) == 40);
    });
}

TEST_CASE("a row with the key 0 is a row like any other") {
    with_tasks([](Database& database) {
        {
            auto connection = database.engine.connect();
            connection.run_script(
                "INSERT INTO task (id, name, open, tries, sent_rank, state) VALUES (0, 'zero', "
                "true, 1, 1, 'new')");
            connection.commit();
        }
        auto session = database.make_session();
        auto zero = session.get<Task>(0);
        REQUIRE(zero);
        zero->tries = 2;
        session.commit();
        CHECK(zero->tries == 2);
        auto fresh = session.merge(Task{.name = "fresh"});
        session.commit();
        CHECK(fresh != zero);
        CHECK(fresh->id == 1);
        session.refresh(zero);
        zero->state = std::nullopt;
        CHECK_THROWS_WITH_AS(session.flush(), doctest::Contains("Task 0 in table"), IntegrityError);
        session.rollback();
        session.remove(zero);
        session.commit();
        CHECK(stored(database).size() == 1);
    });
}

TEST_CASE("a UUID key that nothing gives a value is refused, not stored as zeros") {
    with_tasks([](Database& database) {
        auto session = database.make_session();
        session.add(Token{.text = "a"});
        CHECK_THROWS_WITH_AS(
            session.flush(),
            doctest::Contains("Token is an unset key, and nothing gives it a value; set it "
                              "(azoth::Uuid::random()), or map it with server_default(…)"),
            ArgumentError);
        session.rollback();
        auto connection = database.engine.connect();
        CHECK(code_of([&] { connection.execute(insert<Token>(), std::vector<Token>(1)); }) ==
              "unset-key");
    });
}

TEST_CASE("keys that the database draws come back to their objects") {
    on_each_database([](Database& database) {
        if (is_sqlite(database)) {
            return;  // has no function for it
        }
        LabelBase.metadata.drop_all(database.engine);
        LabelBase.metadata.create_all(database.engine);
        auto session = database.make_session();
        std::vector<Ref<Label>> all;
        for (int i = 0; i < 20; ++i) {
            all.push_back(session.add(Label{.text = "t" + std::to_string(i)}));
        }
        const Uuid own = Uuid::random();
        session.add(Label{.id = own, .text = "own"});
        session.commit();
        auto other = database.make_session();
        for (int i = 0; i < 20; ++i) {
            CHECK(other.get<Label>(all[static_cast<std::size_t>(i)]->id)->text ==
                  "t" + std::to_string(i));
        }
        CHECK(other.get<Label>(own)->text == "own");
        other.close();
        session.close();
        LabelBase.metadata.drop_all(database.engine);
    });
}
