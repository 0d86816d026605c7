// SPDX-License-Identifier: MIT
// How rows travel in batches, and that their keys are right whatever the table does.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

/// A story on SQLite alone: tables and triggers that other databases do not have.
template <class Story>
void on_sqlite(Story&& story) {
    on_each_database([&](Database& database) {
        if (is_sqlite(database)) {
            story(database);
        }
    });
}

void run(Database& database, std::string_view sql) {
    auto connection = database.engine.connect();
    connection.run_script(sql);
    connection.commit();
    (void)database.recorder.take();
}

std::vector<Ref<Node>> add_nodes(Session& session, int count) {
    std::vector<Ref<Node>> nodes;
    for (int i = 0; i < count; ++i) {
        nodes.push_back(session.add(Node{.name = "n" + std::to_string(i)}));
    }
    return nodes;
}

/// The key of each object leads to the row with its name.
void check_keys(Database& database, const std::vector<Ref<Node>>& nodes) {
    auto connection = database.engine.connect();
    std::map<std::string, std::int64_t> stored;
    for (const auto& [name, id] : connection.execute(select(&Node::name, &Node::id))) {
        stored[name] = id;
    }
    for (const Ref<Node>& node : nodes) {
        CHECK(node->id > 0);
        CHECK(stored[node->name] == node->id);
    }
}

/// Replaces the table `node` by another of the same columns.
void replace_node_table(Database& database, std::string_view definition) {
    run(database, "DROP TABLE node; CREATE " + std::string{definition});
}

constexpr std::string_view read_batch =
    "INSERT INTO node (name, parent_id) SELECT c1, c2 FROM azoth_rows(?)";

std::size_t count_of(const Lines& lines, std::string_view beginning) {
    return static_cast<std::size_t>(std::ranges::count_if(
        lines, [&](const std::string& line) { return line.starts_with(beginning); }));
}

}  // namespace

TEST_CASE("a few new objects go one by one, more of them in one statement") {
    on_sqlite([](Database& database) {
        auto session = database.make_session();
        auto few = add_nodes(session, 7);
        (void)database.recorder.take();
        session.flush();
        CHECK(database.recorder.take_statements() ==
              Lines{"INSERT INTO node (name, parent_id) VALUES (?, ?) ['n0', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n1', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n2', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n3', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n4', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n5', NULL]",
                    "INSERT INTO node (name, parent_id) VALUES (?, ?) ['n6', NULL]"});
        for (int i = 0; i < 8; ++i) {
            few.push_back(session.add(Node{.name = "m" + std::to_string(i)}));
        }
        session.flush();
        CHECK(database.recorder.take() ==
              Lines{"SAVEPOINT azoth_2",
                    std::string{read_batch} +
                        " [['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'], [NULL, NULL, NULL, "
                        "NULL, NULL, NULL, NULL, NULL]]",
                    "SELECT max(id) FROM node",
                    "RELEASE SAVEPOINT azoth_2"});
        session.commit();
        check_keys(database, few);
    });
}

TEST_CASE("changes of one set of columns and removals are batches as well") {
    on_sqlite([](Database& database) {
        auto session = database.make_session();
        auto nodes = add_nodes(session, 40);
        session.commit();
        for (int i = 0; i < 8; ++i) {
            nodes[static_cast<std::size_t>(i)]->name += "!";
        }
        (void)database.recorder.take();
        session.flush();
        CHECK(database.recorder.take_statements() ==
              Lines{"UPDATE node SET name=v.c1 FROM azoth_rows(?) AS v WHERE node.id = v.c2 "
                    "[['n0!', 'n1!', 'n2!', 'n3!', 'n4!', 'n5!', 'n6!', 'n7!'], [1, 2, 3, 4, 5, "
                    "6, 7, 8]]"});
        check_keys(database, {});
        session.commit();
        for (const Ref<Node>& node : nodes) {
            session.remove(node);
        }
        session.flush();
        const Lines lines = database.recorder.take_statements();
        CHECK(count_of(lines,
                       "DELETE FROM node WHERE node.id IN (SELECT c1 FROM azoth_rows(?)) [") == 1);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 0);
    });
}

TEST_CASE("new objects by the thousand get the keys of their rows") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 2'503);
        (void)database.recorder.take();
        session.flush();
        const Lines lines = database.recorder.take_statements();
        CHECK(count_of(lines, "INSERT INTO node") == 3);
        session.commit();
        check_keys(database, nodes);
    });
}

TEST_CASE("gaps in the numbering of AUTOINCREMENT are no part of a batch") {
    on_sqlite([](Database& database) {
        replace_node_table(database,
                           "TABLE node (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, "
                           "parent_id INTEGER)");
        run(database,
            "INSERT INTO node (id, name) VALUES (5, 'a'), (500, 'b'); DELETE FROM node WHERE id = "
            "500");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 20);
        session.commit();

        CHECK(nodes.front()->id == 501);
        CHECK(nodes.back()->id == 520);
        check_keys(database, nodes);
    });
}

TEST_CASE("a trigger that writes elsewhere sends the rows one by one, with the right keys") {
    on_sqlite([](Database& database) {
        run(database,
            "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO note VALUES (900, "
            "'x'); CREATE TRIGGER t AFTER INSERT ON node BEGIN INSERT INTO note (text) VALUES "
            "(new.name); END");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 30);
        (void)database.recorder.take();
        session.flush();
        const Lines lines = database.recorder.take();
        CHECK(count_of(lines, read_batch) == 1);
        CHECK(count_of(lines, "ROLLBACK TO SAVEPOINT") == 1);
        CHECK(count_of(lines, "INSERT INTO node (name, parent_id) VALUES") == 30);
        session.commit();
        check_keys(database, nodes);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 30);
        session.close();
        run(database, "DROP TABLE note");
    });
}

TEST_CASE("a trigger that writes the same table changes no object's key") {
    on_sqlite([](Database& database) {
        run(database,
            "CREATE TRIGGER t AFTER INSERT ON node WHEN new.parent_id IS NULL BEGIN INSERT INTO "
            "node (name, parent_id) VALUES (new.name || ' copy', new.id); END");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 30);
        session.commit();
        check_keys(database, nodes);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 60);
    });
}

TEST_CASE("a trigger that drops a row is told with the object") {
    on_sqlite([](Database& database) {
        run(database,
            "CREATE TRIGGER t BEFORE INSERT ON node WHEN new.name = 'n21' BEGIN SELECT "
            "RAISE(IGNORE); END");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 30);
        CHECK_THROWS_AS(session.flush(), StaleDataError);
        CHECK(session.failed_object<Node>() == nodes[21]);
        session.rollback();
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 0);
    });
}

TEST_CASE("when the greatest key is taken, keys are given at random and found all the same") {
    on_sqlite([](Database& database) {
        run(database, "INSERT INTO node (id, name) VALUES (9223372036854775802, 'last')");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 20);
        session.commit();
        CHECK(nodes.front()->id == 9223372036854775803);
        check_keys(database, nodes);
    });
}

TEST_CASE("conflict clauses of the table do not mix up keys") {
    on_sqlite([](Database& database) {
        replace_node_table(database,
                           "TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE ON "
                           "CONFLICT REPLACE, parent_id INTEGER)");
        run(database, "INSERT INTO node (name) VALUES ('n3'), ('n7')");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 20);
        session.commit();
        check_keys(database, nodes);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 20);
    });
}

TEST_CASE("a table that numbers no keys refuses objects without one") {
    on_sqlite([](Database& database) {
        replace_node_table(
            database,
            "TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER) WITHOUT "
            "ROWID");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 10);
        CHECK_THROWS_AS(session.flush(), IntegrityError);
        CHECK(session.failed_object<Node>() == nodes[0]);
        session.rollback();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            nodes[i]->id = static_cast<std::int64_t>(i) + 1;
            session.add(nodes[i]);
        }
        session.commit();
        check_keys(database, nodes);
    });
}

TEST_CASE("a key that is not the number of its row is looked up, alone and in a batch") {
    on_sqlite([](Database& database) {
        for (const std::string_view key :
             {"BIGINT NOT NULL DEFAULT (abs(random()) | 1) PRIMARY KEY",
              "INTEGER DEFAULT (abs(random()) | 1) PRIMARY KEY DESC"}) {
            replace_node_table(
                database,
                "TABLE node (id " + std::string{key} + ", name TEXT NOT NULL, parent_id INTEGER)");
            auto session = database.make_session();
            auto nodes = add_nodes(session, 1);
            session.flush();
            CHECK(database.recorder.take_statements() ==
                  Lines{"INSERT INTO node (name, parent_id) VALUES (?, ?) ['n0', NULL]",
                        "SELECT id FROM node WHERE rowid = ? [1]"});
            const auto more = add_nodes(session, 20);
            session.commit();
            nodes.insert(nodes.end(), more.begin(), more.end());
            nodes.erase(nodes.begin());  // both are called n0
            check_keys(database, nodes);
        }
    });
}

TEST_CASE("a column that the database does not number is told, and no object gets a wrong key") {
    on_sqlite([](Database& database) {
        for (const int count : {1, 20}) {
            replace_node_table(
                database,
                "TABLE node (id BIGINT PRIMARY KEY, name TEXT NOT NULL, parent_id INTEGER)");
            auto session = database.make_session();
            const auto nodes = add_nodes(session, count);
            try {
                session.flush();
                FAIL("a row without key was taken");
            } catch (const DataError& error) {
                CHECK(error.code() == "no-key");
                CHECK(error.message().find("the table does not number its column \"id\"") !=
                      std::string::npos);
            }
            CHECK(session.failed_object<Node>() == nodes[0]);
            session.rollback();
            CHECK(nodes[0]->id == 0);
        }
    });
}

TEST_CASE("a table that is replaced while its statement is kept is looked at again") {
    on_sqlite([](Database& database) {
        auto session = database.make_session();
        auto before = session.add(Node{.name = "before"});
        session.commit();
        CHECK(before->id == 1);
        session.close();
        replace_node_table(database,
                           "TABLE node (id BIGINT NOT NULL DEFAULT 77 PRIMARY KEY, name TEXT NOT "
                           "NULL, parent_id INTEGER)");
        auto after = session.add(Node{.name = "after"});
        session.commit();
        CHECK(after->id == 77);
    });
}

TEST_CASE("keys that the program gives and keys that are generated in one flush") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<Node>> nodes;
        for (int i = 0; i < 40; ++i) {
            nodes.push_back(session.add(
                Node{.id = i % 2 == 0 ? 1'000 + i : 0, .name = "n" + std::to_string(i)}));
        }
        session.commit();
        for (std::size_t i = 0; i < nodes.size(); i += 2) {
            CHECK(nodes[i]->id == 1'000 + static_cast<std::int64_t>(i));
        }
        check_keys(database, nodes);
    });
}

TEST_CASE("a value that the database cannot store names its object in a batch") {
    on_sqlite([](Database& database) {
        auto session = database.make_session();
        session.add(Country{.code = "xx"});
        session.flush();
        std::vector<Ref<Rate>> rates;
        for (int year = 0; year < 100; ++year) {
            rates.push_back(session.add(
                Rate{.country_code = "xx", .year = year, .value = 0.0 / (year == 77 ? 0.0 : 1.0)}));
        }
        CHECK_THROWS_AS(session.flush(), DataError);
        CHECK(session.failed_object<Rate>() == rates[77]);
        session.rollback();
    });
}

TEST_CASE("one change of a thousand that violates a constraint names its object") {
    on_each_database([](Database& database) {
        std::vector<std::string> names;
        for (int i = 0; i < 1'000; ++i) {
            names.push_back("u" + std::to_string(i));
        }
        database.fill(names);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        for (const Ref<User>& user : all) {
            user->name += user->id == 801 ? "" : "x";
        }
        all[800]->name = "u5x";
        CHECK_THROWS_AS(session.flush(), IntegrityError);
        CHECK(session.failed_object<User>() == all[800]);
        session.rollback();
        CHECK(all[799]->name == "u799");
    });
}

TEST_CASE("a row that a trigger refuses names its object, alone and in a batch") {
    on_each_database([](Database& database) {
        run(database,
            is_sqlite(database)
                ? "CREATE TRIGGER refuse BEFORE INSERT ON node WHEN new.name = 'n11' BEGIN SELECT "
                  "RAISE(ABORT, 'no eleven'); END"
                : "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
                  "new.name = 'n11' THEN RAISE EXCEPTION 'no eleven'; END IF; RETURN new; END $$; "
                  "CREATE TRIGGER refuse BEFORE INSERT ON node FOR EACH ROW EXECUTE FUNCTION "
                  "refuse()");
        auto session = database.make_session();
        const auto nodes = add_nodes(session, 30);
        CHECK_THROWS_AS(session.flush(), IntegrityError);
        CHECK(session.failed_object<Node>() == nodes[11]);
        session.rollback();
        session.add(nodes[11]);
        CHECK_THROWS_AS(session.flush(), IntegrityError);
        CHECK(session.failed_object<Node>() == nodes[11]);
        session.close();
        run(database,
            is_sqlite(database) ? "DROP TRIGGER refuse"
                                : "DROP TRIGGER refuse ON node; DROP FUNCTION refuse()");
    });
}

TEST_CASE("one removal of a hundred that is still referred to names its object") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<Country>> countries;
        for (int i = 0; i < 100; ++i) {
            const std::string code{static_cast<char>('a' + i / 10),
                                   static_cast<char>('a' + i % 10)};
            countries.push_back(session.add(Country{.code = code}));
        }
        session.add(Rate{.country_code = "ff", .year = 1});
        session.commit();
        for (const Ref<Country>& country : countries) {
            session.remove(country);
        }
        CHECK_THROWS_AS(session.flush(), IntegrityError);
        CHECK(session.failed_object<Country>() == countries[55]);
        session.rollback();
        CHECK(session.scalar_one(select(func::count(&Country::code))) == 100);
    });
}

TEST_CASE("defaults of the server come back for every row of a batch") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        session.add(Country{.code = "xx"});
        std::vector<Ref<Rate>> rates;
        for (int year = 0; year < 100; ++year) {
            rates.push_back(session.add(Rate{.country_code = "xx", .year = 100 - year}));
        }
        session.flush();
        (void)database.recorder.take();
        for (std::size_t i = 0; i < rates.size(); ++i) {
            CHECK(rates[i]->note == "none");
            CHECK(rates[i]->year == 100 - static_cast<std::int64_t>(i));
        }
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("long texts are sent a megabyte at a time where they travel") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<Node>> nodes;
        for (int i = 0; i < 40; ++i) {
            const std::size_t size = i == 39 ? 3'000'000 : 100'000;
            nodes.push_back(session.add(Node{.name = std::to_string(i) + std::string(size, 'x')}));
        }
        (void)database.recorder.take();
        session.flush();
        const Lines lines = database.recorder.take_statements();
        CHECK(count_of(lines, "INSERT INTO node") == (is_sqlite(database) ? 1 : 5));
        session.commit();
        check_keys(database, nodes);
    });
}
