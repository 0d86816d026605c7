// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// [revision]
// migrations/versions/1975ea83b712_create_tables.cpp
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.create_table("user_account",
        column("id", BigInteger(), primary_key, autoincrement),
        column("name", String(30), not_null),
        column("fullname", String()),
        unique_constraint("uq_user_account_name", {"name"}));
}

void downgrade(Operations& op) {
    op.drop_table("user_account");
}

const Revision revision{
    {.id = "1975ea83b712", .down = {}, .message = "create tables", .created = "2026-11-20 11:40:27"},
    upgrade, downgrade};

}  // namespace
// [/revision]
