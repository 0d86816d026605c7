// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <azoth/testing/sql_recorder.hpp>

#include <doctest/doctest.h>
#include <azoth/azoth.hpp>

using namespace azoth;
using namespace toy;

namespace {

using Lines = std::vector<std::string>;

/// What the database makes of a row by itself.
struct Note {
    std::int64_t id = 0;
    std::string text{};
    std::string author{};
};

DeclarativeBase note_base;
const auto notes =
    note_base.map<Note>("note",
                        column(&Note::text, String(30)),
                        column(&Note::author, String(30), filled, server_default("'nobody'")));

}  // namespace

TEST_CASE("objects get the keys that the database numbers, one statement for each") {
    const Engine engine = create_engine("toy://");
    Base.metadata.create_all(engine);
    Session session{engine};
    testing::SqlRecorder recorder{engine};

    const auto sales = session.add(
        Department{.name = "sales",
                   .employees = {Employee{.name = "ann", .salary = 9}, Employee{.name = "bob"}}});
    session.commit();

    CHECK(recorder.take() ==
          Lines{"BEGIN TRANSACTION",
                "INSERT INTO department (name) VALUES (?) ['sales']",
                "INSERT INTO employee (name, is_active, salary, boss_id, department_id) VALUES (?, "
                "?, ?, ?, ?) ['ann', true, 9, NULL, 1]",
                "INSERT INTO employee (name, is_active, salary, boss_id, department_id) VALUES (?, "
                "?, ?, ?, ?) ['bob', true, NULL, NULL, 1]",
                "COMMIT"});
    CHECK(sales->id == 1);
    CHECK(sales->employees.size() == 2);
}

TEST_CASE("objects are changed, removed, and as they were when a savepoint is taken back") {
    const Engine engine = create_engine("toy://");
    Base.metadata.create_all(engine);
    Session session{engine};
    const auto sales =
        session.add(Department{.name = "sales", .employees = {Employee{.name = "ann"}}});
    const auto bob = session.add(Employee{.name = "bob", .department = sales});
    session.commit();
    const auto ann = session.get<Employee>(1);
    testing::SqlRecorder recorder{engine};

    {
        auto savepoint = session.begin_nested();
        ann->is_active = false;
        session.flush();
        savepoint.rollback();
    }
    CHECK(ann->is_active);
    ann->salary = 7;
    session.remove(bob);
    session.commit();

    CHECK(recorder.take() ==
          Lines{"SAVE TRANSACTION azoth_2",
                "UPDATE employee SET is_active=? WHERE employee.id = ? [false, 1]",
                "ROLLBACK TRANSACTION azoth_2",
                "SELECT employee.id, employee.name, employee.is_active, employee.salary, "
                "employee.boss_id, employee.department_id FROM employee WHERE employee.id IN (?, "
                "?) [1, 2]",
                "UPDATE employee SET salary=? WHERE employee.id = ? [7, 1]",
                "DELETE FROM employee WHERE employee.id = ? [2]",
                "COMMIT"});
    CHECK(session.execute(select(func::count()).select_from<Employee>()).one() == 1);
}

TEST_CASE("what the database gives a row by itself is fetched by its key") {
    const Engine engine = create_engine("toy://");
    note_base.metadata.create_all(engine);
    Session session{engine};
    testing::SqlRecorder recorder{engine};

    const auto note = session.add(Note{.text = "hello"});
    session.commit();

    CHECK(recorder.take_statements() == Lines{"INSERT INTO note (text) VALUES (?) ['hello']",
                                              "SELECT id, author FROM note WHERE note.id = ? [1]"});
    CHECK(note->author == "nobody");
}

TEST_CASE("more objects than a statement has parameters are inserted and found") {
    const Engine engine = create_engine("toy://");
    Base.metadata.create_all(engine);
    Session session{engine};
    constexpr std::int64_t many = 2'500;
    const auto sales = session.add(Department{.name = "sales"});
    for (std::int64_t i = 0; i < many; ++i) {
        session.add(Employee{.name = "e", .department = sales});
    }
    session.commit();

    for (const auto& employee : session.scalars(select<Employee>()).all()) {
        session.remove(employee);
    }
    session.commit();

    CHECK(session.execute(select(func::count()).select_from<Employee>()).one() == 0);
}
