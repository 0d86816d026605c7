// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migration.hpp>

using namespace azoth;
namespace steps = azoth::migrate::operations;

namespace {

template <class Body>
std::vector<migrate::Operation> recorded(Body body) {
    migrate::OperationList list{"sqlite"};
    Operations op{list};
    body(op);
    return list.operations();
}

std::vector<std::string> described(const std::vector<migrate::Operation>& list) {
    std::vector<std::string> result;
    for (const migrate::Operation& step : list) {
        result.push_back(migrate::describe(step));
    }
    return result;
}

}  // namespace

TEST_CASE("create_table takes columns, constraints and indexes in any order") {
    const auto list = recorded([](Operations& op) {
        op.create_table("user_account",
                        column("id", BigInteger(), primary_key, autoincrement),
                        column("name", String(30), not_null, unique),
                        column("boss", BigInteger(), indexed, foreign_key("user_account.id")),
                        check("length(name) > 0"),
                        comment("people"));
    });

    REQUIRE(list.size() == 1);
    const schema::Table& table = std::get<steps::CreateTable>(list[0]).table;
    CHECK(table.columns.size() == 3);
    CHECK(table.primary_key->columns == std::vector<std::string>{"id"});
    CHECK(table.primary_key->name == "pk_user_account");
    CHECK(table.uniques[0].name == "uq_user_account_name");
    CHECK(table.indexes[0].name == "ix_user_account_boss");
    CHECK(table.foreign_keys[0].name == "fk_user_account_boss_user_account");
    CHECK(table.checks[0].name.empty());
    CHECK(table.comment == "people");
}

TEST_CASE("each call of a revision is one step") {
    const auto list = recorded([](Operations& op) {
        op.add_column("t", column("a", Integer(), indexed));
        op.drop_column("t", "b");
        op.rename_column("t", "c", "d");
        op.rename_table("t", "u");
        op.create_index("ix", "t", {"a", index_column("b").descending()}, unique);
        op.create_index_concurrently("ix_2", "t", {"a"});
        op.drop_index("ix", "t");
        op.rename_index("ix", "iy", "t");
        op.create_primary_key("pk", "t", {"a"});
        op.create_unique_constraint("uq", "t", {"a"});
        op.create_check_constraint("ck", "t", "a > 0");
        op.create_foreign_key("fk", "t", "u", {"a"}, {"id"}, OnDelete::SetNull);
        op.drop_constraint("uq", "t");
        op.drop_constraint(unique_constraint({"a"}), "t");
        op.rename_constraint("ck", "cl", "t");
        op.create_enum(Enum("mood", {"sad", "glad"}));
        op.execute("update t set a = 1");
        op.bulk_insert(in_schema("shop", "t"), {"a"}, {{1}, {2}});
        op.drop_table("t");
        op.irreversible("rows were merged");
    });

    CHECK(described(list) == std::vector<std::string>{
                                 "add column \"t.a\"",
                                 "add index \"ix_t_a\" on \"t\"",
                                 "drop column \"t.b\"",
                                 "rename column \"t.c\" to \"d\"",
                                 "rename table \"t\" to \"u\"",
                                 "add index \"ix\" on \"t\"",
                                 "add index \"ix_2\" on \"t\"",
                                 "drop index \"ix\" of \"t\"",
                                 "rename index \"ix\" to \"iy\"",
                                 "add primary key \"pk\" to \"t\"",
                                 "add unique constraint \"uq\" to \"t\"",
                                 "add check constraint \"ck\" to \"t\"",
                                 "add foreign key \"fk\" to \"t\"",
                                 "drop constraint \"uq\" of \"t\"",
                                 "drop unique constraint of \"t\"",
                                 "rename constraint \"ck\" to \"cl\"",
                                 "add type \"mood\"",
                                 "execute update t set a = 1",
                                 "insert 2 rows into \"shop.t\"",
                                 "drop table \"t\"",
                                 "irreversible: rows were merged",
                             });
}

TEST_CASE("alter_column changes what is said and nothing else, and renames last") {
    const auto list = recorded([](Operations& op) {
        op.alter_column("t",
                        "c",
                        {.new_name = "d",
                         .type = String(40),
                         .server_default = no_default,
                         .existing_type = String(30),
                         .existing_server_default = "'x'"});
    });

    REQUIRE(list.size() == 2);
    const auto& step = std::get<steps::AlterColumn>(list[0]);
    CHECK((step.modified.type == SqlType{String(40)}));
    CHECK_FALSE(step.modified.nullable);
    REQUIRE(step.modified.server_default);
    CHECK_FALSE(step.modified.server_default->has_value());
    CHECK((*step.existing.server_default == "'x'"));
    CHECK(std::get<steps::RenameColumn>(list[1]).new_name == "d");
}

TEST_CASE("a batch names the table once") {
    const auto list = recorded([](Operations& op) {
        op.batch_alter_table("t", [](BatchOperations& batch) {
            batch.add_column(column("a", Integer()));
            batch.drop_column("b");
            batch.drop_constraint("ck");
            batch.create_index("ix", {"a"});
        });
    });

    CHECK(described(list) == std::vector<std::string>{"add column \"t.a\"",
                                                      "drop column \"t.b\"",
                                                      "drop constraint \"ck\" of \"t\"",
                                                      "add index \"ix\" on \"t\""});
}

TEST_CASE("rows of bulk_insert are as wide as the columns") {
    CHECK_THROWS_WITH_AS(
        (void)recorded([](Operations& op) { op.bulk_insert("t", {"a", "b"}, {{1}}); }),
        "cannot insert into table \"t\": a row has 1 values for 2 columns; give every row one "
        "value for each "
        "column",
        ArgumentError);
}

TEST_CASE("there is no connection where SQL is only listed") {
    CHECK_THROWS_WITH_AS(
        (void)recorded([](Operations& op) { (void)op.get_bind(); }),
        "cannot run code of a revision: there is no connection, because SQL is only printed; "
        "write the step with execute(), or run the revision online",
        MigrationError);
}
