// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <azoth/testing/sql_recorder.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <azoth/azoth.hpp>

using namespace azoth;
using namespace toy;

namespace {

using Names = std::vector<std::string>;

std::string toy_sql(const auto& statement) {
    return to_sql(statement, "toy").sql;
}

Engine company() {
    Engine engine = create_engine("toy://");
    Base.metadata.create_all(engine);
    engine.begin([](Connection& connection) {
        connection.execute(insert<Department>().values(
            std::vector<Department>{{.id = 1, .name = "sales"}, {.id = 2, .name = "works"}}));
        connection.execute(insert<Employee>().values(std::vector<Employee>{
            {.id = 1, .name = "ann", .salary = 9, .department_id = 1},
            {.id = 2, .name = "bob", .boss_id = 1, .department_id = 1},
            {.id = 3, .name = "cyd", .salary = 5, .boss_id = 2, .department_id = 2},
            {.id = 4, .name = "dan", .is_active = false, .boss_id = 1, .department_id = 2}}));
    });
    return engine;
}

Names names(const Engine& engine, const auto& query) {
    Connection connection = engine.connect();
    Names found;
    for (const std::string& name : connection.execute(query).all()) {
        found.push_back(name);
    }
    return found;
}

}  // namespace

TEST_CASE(
    "a join, a filter by a boolean column, an order with NULLs last, and a part of the rows") {
    const Engine engine = company();
    const auto query = select(&Employee::name)
                           .join(&Employee::department)
                           .where(col(&Employee::is_active) and col(&Department::name) != "hr")
                           .order_by(col(&Employee::salary).desc().nulls_last())
                           .limit(2)
                           .offset(1);

    CHECK(toy_sql(query) ==
          "SELECT TOP (?) SKIP (?) employee.name FROM employee JOIN department ON "
          "employee.department_id = department.id WHERE employee.is_active = 1 AND department.name "
          "!= ? ORDER BY CASE WHEN employee.salary IS NULL THEN 1 ELSE 0 END, employee.salary "
          "DESC");
    CHECK(names(engine, query) == Names{"cyd", "bob"});
}

TEST_CASE("a query that names itself") {
    const Engine engine = company();
    const auto below =
        recursive_cte("below",
                      select(&Employee::id, &Employee::name).where(col(&Employee::id) == 2),
                      [](const auto& self) {
                          return select(&Employee::id, &Employee::name)
                              .join(self, col(&Employee::boss_id) == self.c(&Employee::id));
                      });
    const auto query = select(below.c(&Employee::name)).order_by(below.c(&Employee::id));

    CHECK(toy_sql(query) ==
          "WITH below(id, name) AS (SELECT employee.id, employee.name FROM employee WHERE "
          "employee.id = ? UNION SELECT employee.id, employee.name FROM employee JOIN below ON "
          "employee.boss_id = below.id) SELECT below.name FROM below ORDER BY below.id");
    CHECK(names(engine, query) == Names{"bob", "cyd"});
}

TEST_CASE("a condition is no value, and a value is no condition") {
    const Engine engine = company();
    const auto is_rich = (col(&Employee::salary) > 6).label("is_rich");
    const auto boss = alias<Employee>("boss");
    const auto query = select(&Employee::name, is_rich)
                           .join(boss, boss[&Employee::id] == col(&Employee::boss_id))
                           .where(not col(&Employee::is_active) or boss[&Employee::is_active])
                           .order_by(col(&Employee::id));

    CHECK(toy_sql(query) ==
          "SELECT employee.name, CASE WHEN employee.salary > ? THEN 1 ELSE 0 END AS is_rich FROM "
          "employee JOIN employee boss ON boss.id = employee.boss_id WHERE NOT employee.is_active "
          "= 1 OR boss.is_active = 1 ORDER BY employee.id");
    Connection connection = engine.connect();
    CHECK(connection.execute(query).all().size() == 3);
}

TEST_CASE("an aggregate with a filter, a set that is taken away, and nothing to select from") {
    const Engine engine = company();
    const auto counted = select(func::count().filter(col(&Employee::is_active)),
                                func::sum(&Employee::salary).filter(col(&Employee::id) > 1))
                             .select_from<Employee>();
    const auto rest = select(&Employee::name)
                          .where(col(&Employee::is_active))
                          .except_(select(&Employee::name).where(col(&Employee::id) == 1));

    CHECK(toy_sql(counted) ==
          "SELECT count(CASE WHEN employee.is_active = 1 THEN 1 END) AS anon_1, sum(CASE WHEN "
          "employee.id > ? THEN employee.salary END) AS anon_2 FROM employee");
    CHECK(toy_sql(rest) ==
          "SELECT employee.name FROM employee WHERE employee.is_active = 1 MINUS SELECT "
          "employee.name FROM employee WHERE employee.id = ?");
    CHECK(toy_sql(select(literal(1) + 1)) == "SELECT ? + ? AS anon_1 FROM dual");
    CHECK(names(engine, rest).size() == 2);
    Connection connection = engine.connect();
    CHECK(connection.execute(select(literal(1) + 1)).one() == 2);
}

TEST_CASE("rows are inserted by a query where VALUES takes but one") {
    const auto two = insert<Department>().values(
        std::vector<Department>{{.id = 1, .name = "a"}, {.id = 2, .name = "b"}});

    CHECK(toy_sql(two) ==
          "INSERT INTO department (id, name) SELECT ?, ? FROM dual UNION ALL SELECT ?, ? FROM "
          "dual");
}

TEST_CASE("tables are made outside of transactions, with names that fit") {
    const Engine engine = create_engine("toy://");
    testing::SqlRecorder recorder{engine};

    Base.metadata.create_all(engine);

    const auto lines = recorder.take();
    CHECK(std::ranges::none_of(lines, [](const auto& line) { return line.starts_with("BEGIN"); }));
    CHECK(std::ranges::count(
              lines,
              "CREATE TABLE employee (\n"
              "    id COUNTER NOT NULL,\n"
              "    name VARCHAR(30) NOT NULL,\n"
              "    is_active NUMBER(1) NOT NULL,\n"
              "    salary BIGINT,\n"
              "    boss_id BIGINT,\n"
              "    department_id BIGINT NOT NULL,\n"
              "    CONSTRAINT pk_employee PRIMARY KEY (id),\n"
              "    CONSTRAINT fk_employee_boss_id_employee FOREIGN KEY(boss_id) "
              "REFERENCES employee (id),\n"
              "    CONSTRAINT fk_employee_departmen_9a9cc413 FOREIGN KEY(department_id) "
              "REFERENCES department (id)\n"
              ")") == 1);
}
