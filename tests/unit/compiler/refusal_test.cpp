// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("a column whose table is not in FROM is refused, naming both") {
    const auto query = select(&User::id).where(col(&Address::email) == "x");

    CHECK(refusal(query, "sqlite") ==
          Refusal{"column-not-in-from",
                  "cannot compile the statement: it uses column \"address.email\", but \"address\" "
                  "is not in its FROM "
                  "clause; join it along a relationship or with "
                  "join<azoth::test::shop::Address>(condition), or say "
                  "cross_join<azoth::test::shop::Address>()"});
    CHECK(refusal(query, "postgresql") == refusal(query, "sqlite"));
}

TEST_CASE("a query without FROM is told how to get one") {
    const auto query = select(func::count()).where(col(&User::id) > 5);

    CHECK(refusal(query, "sqlite") ==
          Refusal{"column-not-in-from",
                  "cannot compile the statement: it uses column \"user_account.id\", but "
                  "\"user_account\" is not in its "
                  "FROM clause; add select_from<azoth::test::shop::User>()"});
}

TEST_CASE("a column of a subquery that is not in FROM is refused") {
    const auto old = select(&User::id).subquery("old");
    const auto query = select(&Address::id).where(old.c(&User::id) == col(&Address::user_id));

    CHECK(refusal(query, "sqlite") == Refusal{"column-not-in-from",
                                              "cannot compile the statement: it uses a column of "
                                              "\"old\", which is not in its FROM clause; join it, "
                                              "or name it in select_from()"});
}

TEST_CASE("a subquery in FROM sees none of its neighbours") {
    const auto mine =
        select(&Address::id).where(col(&Address::user_id) == col(&User::id)).subquery("mine");
    const auto query = select(&User::id).join(mine, mine.c(&Address::id) == col(&User::id));

    CHECK(refusal(query, "sqlite").first == "column-not-in-from");
}

TEST_CASE("two tables that nothing joins are no silent cross join") {
    const auto query = select(&User::id, &Address::id);

    CHECK(refusal(query, "postgresql") ==
          Refusal{"silent-cross-join",
                  "cannot compile the query: nothing joins \"user_account\" and \"address\"; join "
                  "them along a "
                  "relationship or on a condition, or say cross_join"});
}

TEST_CASE("an item that an outer join may leave out has to say so") {
    const auto column = select(&User::name, &Address::email).outer_join(&User::addresses);
    const auto entity = select<User, Address>().outer_join(&User::addresses);

    CHECK(refusal(column, "sqlite") ==
          Refusal{"missing-row-not-said",
                  "cannot compile the statement: \"email\" is selected from \"address\", which an "
                  "outer join may leave "
                  "out; select nullable(…) of it instead"});
    CHECK(
        refusal(entity, "sqlite") ==
        Refusal{
            "missing-row-not-said",
            "cannot compile the statement: \"azoth::test::shop::Address\" is selected from "
            "\"address\", which an "
            "outer join may leave out; select std::optional<azoth::test::shop::Address> instead"});
}

TEST_CASE("a relationship is not followed from a table that is not there") {
    const auto query = select(&Tag::id).join(&User::addresses);

    CHECK(refusal(query, "sqlite") ==
          Refusal{"join-owner-missing",
                  "cannot compile the query: it joins along a relationship of "
                  "azoth::test::shop::User, but the table of "
                  "azoth::test::shop::User is not in FROM; join that first, or start with "
                  "select_from<azoth::test::shop::User>()"});
}

TEST_CASE("a query that only joins has no starting point") {
    const auto query = select(func::count()).join<Address>(col(&Address::id) == 1);

    CHECK(
        refusal(query, "sqlite") ==
        Refusal{
            "no-starting-point",
            "cannot compile the query: it joins, but nothing says to what; add select_from<…>()"});
}

TEST_CASE("a table that comes twice needs an alias") {
    const auto query = select<User>().join(&User::addresses).join(&User::addresses);

    CHECK(refusal(query, "sqlite") == Refusal{"duplicate-source",
                                              "cannot compile the query: \"address\" comes twice "
                                              "in its FROM clause; give one of them another name "
                                              "with alias<…>(\"name\")"});
}

TEST_CASE("a column that the subquery does not select is refused") {
    const auto names = select(&User::name).subquery("names");

    CHECK(refusal(select(names.c(&User::id)), "sqlite") ==
          Refusal{"column-not-selected",
                  "cannot compile the statement: query \"names\" does not select column \"id\"; "
                  "add it to the query's "
                  "items"});
}

TEST_CASE("a label that the subquery does not give is refused") {
    const auto names = select(col(&User::name).label("title")).subquery("names");
    const auto known = select(col(&User::name).label("title")).cte("known");

    CHECK(refusal(select(names.c<std::string>("titl")), "postgresql") ==
          Refusal{"column-not-selected",
                  "cannot compile the statement: query \"names\" has no column \"titl\"; did "
                  "you mean \"title\"?"});
    CHECK(refusal(select(known.c<std::string>("name")), "sqlite") ==
          Refusal{"column-not-selected",
                  "cannot compile the statement: query \"known\" has no column \"name\"; known "
                  "are \"title\""});
}

TEST_CASE("a column of a query that an outer join may leave out has to say so") {
    const auto emails =
        select(&Address::user_id, &Address::email, col(&Address::id).label("n")).subquery("emails");
    const auto joined = [&](const auto& items) {
        return items.outer_join(emails, emails.c(&Address::user_id) == col(&User::id));
    };
    const auto refused = [](std::string_view column) {
        return Refusal{"missing-row-not-said",
                       "cannot compile the statement: \"" + std::string{column} +
                           "\" is selected from \"emails\", which an outer join may leave out; "
                           "select nullable(…) of it instead"};
    };
    using Number = std::optional<std::int64_t>;

    CHECK(refusal(joined(select(&User::id, emails.c(&Address::email))), "sqlite") ==
          refused("email"));
    CHECK(refusal(joined(select(&User::id, emails.c<std::int64_t>("n"))), "postgresql") ==
          refused("n"));
    CHECK(sqlite(joined(
              select(&User::id, nullable(emails.c(&Address::email)), emails.c<Number>("n")))) ==
          "SELECT user_account.id, emails.email, emails.n FROM user_account LEFT OUTER JOIN "
          "(SELECT address.user_id, address.email, address.id AS n FROM address) AS emails ON "
          "emails.user_id = user_account.id");
}

TEST_CASE("two different CTEs of one name are refused") {
    const auto first = select(&User::id).cte("same");
    const auto second = select(&User::id).where(col(&User::name) == "x").cte("same");
    const auto query =
        select(first.c(&User::id)).where(col(&User::id).in_(select(second.c(&User::id))));

    CHECK(refusal(query, "sqlite") == Refusal{"duplicate-cte",
                                              "cannot compile the query: two different queries are "
                                              "named \"same\" in it; give each .cte() a name of "
                                              "its own"});
}

TEST_CASE("limit and offset are not negative") {
    const Refusal expected{"invalid-statement",
                           "cannot compile the statement: limit and offset cannot be negative"};

    CHECK(refusal(select<User>().limit(-1), "sqlite") == expected);
    CHECK(refusal(select<User>().offset(-1), "postgresql") == expected);
}

TEST_CASE("an update that sets nothing is refused") {
    CHECK(refusal(update<User>(), "sqlite") ==
          Refusal{"empty-update",
                  "cannot compile the UPDATE: it sets no column; add .set(&User::name, value)"});
}

TEST_CASE("members that are no columns have no value in the database") {
    const Refusal expected{
        "not-a-column",
        "cannot use a member of azoth::test::shop::Order in a statement: it is no column of table "
        "\"order\"; transient members and relationships have no value in the database"};

    CHECK(refusal(select(&Order::note), "sqlite") == expected);
    CHECK(refusal(select(&Order::id).where(col(&Order::note) == 1), "sqlite") == expected);
}

TEST_CASE("members that are no columns are not written") {
    const Refusal expected{
        "not-assignable",
        "cannot compile the statement: it writes something that is no column of its table; write "
        "set(&User::name, value) with a mapped member"};
    const auto conflict =
        insert<Order>().values(set(&Order::id, 1)).on_conflict(&Order::note).do_nothing();

    CHECK(refusal(update<Order>().set(&Order::note, 1), "sqlite") == expected);
    CHECK(refusal(insert<Order>().values(set(&Order::note, 1)), "sqlite") == expected);
    CHECK(refusal(conflict, "sqlite") == expected);
}

TEST_CASE("a struct that is not mapped is refused with the way out") {
    const auto [code, message] = refusal(select<Unmapped>(), "sqlite");

    CHECK(code == "not-mapped");
    CHECK(message ==
          "cannot use azoth::test::shop::Unmapped in a statement: it is mapped to no table; call "
          "Base.map<azoth::test::shop::Unmapped>(\"table\", …) before, and see that the unit that "
          "does is linked");
}

TEST_CASE("an insert of no objects is refused") {
    CHECK(refusal(insert<Address>().values(std::vector<Address>{}), "sqlite") ==
          Refusal{"invalid-statement",
                  "cannot compile the statement: there are no objects to insert"});
}

TEST_CASE("row locks are refused where there are none") {
    CHECK(refusal(select<User>().for_update(), "sqlite") ==
          Refusal{"unsupported-clause",
                  "cannot compile the query: SQLite has no row locks, it locks the whole database; "
                  "begin the "
                  "transaction with Isolation::Serializable instead"});
}

TEST_CASE("more parameters than the database takes are refused beforehand") {
    std::vector<std::int64_t> many(40'000, 7);

    CHECK(refusal(select(&User::id).where(col(&User::id).in_(many)), "sqlite") ==
          Refusal{"too-many-parameters",
                  "cannot compile the statement: it has 40000 parameters, and this database takes "
                  "at most 32766; split "
                  "it, or put the values into a table and join that"});
    CHECK(refusal(select(&User::id).where(col(&User::id).in_(many)), "postgresql") == Refusal{});
}

TEST_CASE("a list of more elements than a tree holds is refused") {
    const std::vector<std::int64_t> many(70'000, 7);

    CHECK(refusal(select(&User::id).where(col(&User::id).in_(many)), "postgresql") ==
          Refusal{"invalid-statement",
                  "cannot compile the statement: more than 65,535 elements; split the statement"});
}

TEST_CASE("conditions joined in a loop compile however many they are") {
    auto condition = col(&User::id) == 0;
    for (int i = 1; i < 20'000; ++i) {
        condition = condition or col(&User::id) == i;
    }

    const auto compiled = to_sql(select(&User::id).where(condition), "sqlite");

    CHECK(compiled.parameters.size() == 20'000);
    CHECK(compiled.parameters.back() == Value{19'999});
}

TEST_CASE("expressions too deep for the stack are refused") {
    auto sum = col(&User::age) + 0;
    for (int i = 1; i < 5'000; ++i) {
        sum = 1 - sum;
    }

    CHECK(refusal(select(sum), "sqlite") ==
          Refusal{"too-deep",
                  "cannot compile the statement: its expressions lie more than 1,000 deep inside "
                  "one another; split it, "
                  "or use in_() for a long list of alternatives"});
}

TEST_CASE("a value that cannot be sent is told when the statement is compiled") {
    const auto query =
        select(&User::id).where(literal(Value::array({1, 2})) == Value::array({1, 2}));

    CHECK(refusal(query, "postgresql") ==
          Refusal{"invalid-statement",
                  "cannot compile the statement: an array cannot be a literal of an expression; "
                  "bind it as a named "
                  "parameter of text()"});
}

TEST_CASE("an unknown database is refused with the known ones") {
    CHECK(refusal(select<User>(), "mysq").first == "unknown-scheme");
}

}  // namespace
