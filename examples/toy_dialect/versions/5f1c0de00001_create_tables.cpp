// SPDX-License-Identifier: MIT
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.create_table("department",
                    column("id", BigInteger(), primary_key, autoincrement),
                    column("name", String(30), not_null),
                    unique_constraint("uq_department_name", {"name"}));
    op.create_table(
        "employee",
        column("id", BigInteger(), primary_key, autoincrement),
        column("name", String(30), not_null),
        column("is_active", Boolean(), not_null),
        column("boss_id", BigInteger()),
        column("department_id", BigInteger(), not_null),
        foreign_key_constraint("fk_employee_boss_id_employee", {"boss_id"}, "employee", {"id"}),
        foreign_key_constraint(
            "fk_employee_department_id_department", {"department_id"}, "department", {"id"}));
}

void downgrade(Operations& op) {
    op.drop_table("employee");
    op.drop_table("department");
}

const Revision revision{{.id = "5f1c0de00001",
                         .down = {},
                         .message = "create tables",
                         .created = "2026-11-20 11:40:27"},
                        upgrade,
                        downgrade};

}  // namespace
