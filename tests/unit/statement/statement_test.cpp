// SPDX-License-Identifier: MIT
#include "unit/compiler/models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE(
    "a query composed at run time keeps its type, and a kept one is extended again and again") {
    auto query = select<User>();
    const auto all = query;
    for (const int age : {18, 65}) {
        query = query.where(col(&User::age) != age);
    }
    const auto sorted = query.order_by(&User::name);

    static_assert(std::is_same_v<decltype(query), Select<User>>);
    CHECK(parameters(all).empty());
    CHECK(parameters(query) == Values{18, 65});
    CHECK(sqlite(sorted) == sqlite(query) + " ORDER BY user_account.name");
}

TEST_CASE("a query extended by 100,000 clauses compiles") {
    auto query = select(&User::id);
    for (int i = 0; i < 100'000; ++i) {
        query = std::move(query).where(col(&User::active));
    }

    CHECK(sqlite(query).size() > 2'000'000);
}

TEST_CASE("statements of one shape have one hash, whatever their values") {
    const auto hash = [](const auto& statement) { return statement.tree().node->hash; };
    const auto by_id = [](int id) { return select<User>().where(col(&User::id) == id); };

    CHECK(hash(by_id(1)) == hash(by_id(2)));
    CHECK(hash(by_id(1)) != hash(by_id(1).limit(1)));
    CHECK(hash(select<User>()) != hash(select<Address>()));
    CHECK(hash(select(&User::id)) != hash(select(&User::name)));
    CHECK(hash(update<User>().set(&User::age, 1)) !=
          hash(update<User>().set(&User::age, col(&User::age))));
}

TEST_CASE("one selected item gives the item itself, several a tuple") {
    using Row = engine::RowType<std::string>::type;
    using Pair = engine::RowType<std::string, std::int64_t>::type;

    static_assert(std::is_same_v<Row, std::string>);
    static_assert(std::is_same_v<Pair, std::tuple<std::string, std::int64_t>>);
    static_assert(std::is_same_v<decltype(select(&User::name, func::count(&User::id))),
                                 Select<std::string, std::int64_t>>);
    static_assert(std::is_same_v<decltype(select(alias<User>("u"), nullable(&Address::email))),
                                 Select<User, std::optional<std::string>>>);
    CHECK(true);
}

}  // namespace
