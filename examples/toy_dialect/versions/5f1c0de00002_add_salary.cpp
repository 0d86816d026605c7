// SPDX-License-Identifier: MIT
// What autogenerate writes: migrate_test.cpp compares the steps.
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.add_column("employee", column("salary", BigInteger()));
    op.create_index("ix_employee_department_id", "employee", {"department_id"});
}

void downgrade(Operations& op) {
    op.drop_index("ix_employee_department_id", "employee");
    op.drop_column("employee", "salary");
}

const Revision revision{{.id = "5f1c0de00002",
                         .down = {"5f1c0de00001"},
                         .message = "add salary",
                         .created = "2026-11-20 11:41:27"},
                        upgrade,
                        downgrade};

}  // namespace
