// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
#include <azoth/core.hpp>
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

// [by_hand]
void upgrade(Operations& op) {
    op.create_table("country",
        column("code", String(2), primary_key),
        column("name", String(60), not_null));
    op.bulk_insert("country", {"code", "name"}, {{"DE", "Germany"}, {"FR", "France"}});

    op.batch_alter_table("user_account", [](BatchOperations& table) {
        table.add_column(column("country", String(2)));
        table.alter_column("fullname", {.type = String(80), .existing_type = String()});
        table.create_foreign_key("fk_user_account_country_country", "country", {"country"}, {"code"});
    });
    op.execute("update user_account set country = 'DE' where name = 'ann'");

    op.run([](Connection& connection) {  // code, with the live connection, at this place among the steps
        const auto unknown = text("select count(*) from user_account where country is null").columns<std::int64_t>();
        if (connection.execute(unknown).one() > 0) {
            connection.execute(text("update user_account set country = :code where country is null"), {{"code", "FR"}});
        }
    });
}

void downgrade(Operations& op) {
    op.batch_alter_table("user_account", [](BatchOperations& table) {
        table.drop_constraint("fk_user_account_country_country");
        table.alter_column("fullname", {.type = String(), .existing_type = String(80)});
        table.drop_column("country");
    });
    op.drop_table("country");
}
// [/by_hand]

const Revision revision{
    {.id = "c0a81e5d2f43", .down = "ae1027a6b32a", .message = "add countries", .created = "2026-11-23 15:02:41"},
    upgrade, downgrade};

}  // namespace
