// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm.hpp>

namespace toy {

inline azoth::DeclarativeBase Base;

struct Employee;

struct Department {
    std::int64_t id = 0;
    std::string name{};
    azoth::Many<Employee> employees{};
};

struct Employee {
    std::int64_t id = 0;
    std::string name{};
    bool is_active = true;
    std::optional<std::int64_t> salary{};
    std::optional<std::int64_t> boss_id{};
    std::int64_t department_id = 0;
    azoth::One<Department> department{};
};

inline const auto departments =
    Base.map<Department>("department",
                         azoth::column(&Department::id, azoth::primary_key),
                         azoth::column(&Department::name, azoth::String(30), azoth::unique),
                         azoth::relationship(&Department::employees));

inline const auto employees = Base.map<Employee>(
    "employee",
    azoth::column(&Employee::name, azoth::String(30)),
    azoth::column(&Employee::boss_id, azoth::foreign_key(&Employee::id)),
    azoth::column(&Employee::department_id, azoth::foreign_key(&Department::id), azoth::indexed));

}  // namespace toy
