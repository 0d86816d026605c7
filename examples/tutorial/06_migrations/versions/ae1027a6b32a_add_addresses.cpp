// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

void upgrade(Operations& op) {
    op.create_table("address",
        column("id", BigInteger(), primary_key, autoincrement),
        column("email", String(), not_null),
        column("user_id", BigInteger(), not_null),
        foreign_key_constraint("fk_address_user_id_user_account", {"user_id"}, "user_account", {"id"},
            OnDelete::Cascade));
    op.create_index("ix_address_user_id", "address", {"user_id"});
}

void downgrade(Operations& op) {
    op.drop_table("address");
}

const Revision revision{
    {.id = "ae1027a6b32a", .down = "1975ea83b712", .message = "add addresses", .created = "2026-11-21 09:12:03"},
    upgrade, downgrade};

}  // namespace
