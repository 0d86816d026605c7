// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

// PostgreSQL takes `a + $1` and `a + $2` for two expressions whatever their values are.
namespace {

using namespace azoth;
using namespace azoth::test::shop;

std::vector<Value> sent(const auto& statement) {
    return to_sql(statement, "postgresql").parameters;
}

bool serves(const auto& compiled_for, const auto& statement) {
    const auto compiled =
        dialects::find_dialect("postgresql").dialect->compiler().compile(*compiled_for.tree().node);
    tree::ShapeMatcher matcher;
    return compiled.serves(*statement.tree().node, matcher);
}

TEST_CASE("an item that the rows are grouped by has the same parameter in both places") {
    const auto query = select(col(&User::age) / 10, func::count()).group_by(col(&User::age) / 10);

    CHECK(postgresql(query) ==
          "SELECT user_account.age / $1 AS anon_1, count(*) AS count_1 FROM user_account GROUP BY "
          "user_account.age / $1");
    CHECK(sent(query) == Values{10});
    CHECK(sqlite(query) ==
          "SELECT user_account.age / ? AS anon_1, count(*) AS count_1 FROM user_account GROUP BY "
          "user_account.age / ?");
    CHECK(parameters(query) == Values{10, 10});
}

TEST_CASE("what a query is grouped by is found inside items, HAVING and ORDER BY") {
    const auto decade = [] { return col(&User::age) / 10; };
    const auto query = select(decade() * 10)
                           .where(col(&User::age) / 10 > 1)
                           .group_by(decade())
                           .having(decade() != 3)
                           .order_by((decade() + 1).desc());

    CHECK(postgresql(query) ==
          "SELECT user_account.age / $1 * $2 AS anon_1 FROM user_account WHERE user_account.age / "
          "$3 > $4 GROUP BY user_account.age / $1 HAVING user_account.age / $1 != $5 ORDER BY "
          "user_account.age / $1 + $6 DESC");
    CHECK(sent(query) == Values{10, 10, 10, 1, 3, 1});
}

TEST_CASE("other values in the same places are another statement") {
    const auto grouped = [](int item, int group) {
        return select(col(&User::age) + item, func::count()).group_by(col(&User::age) + group);
    };

    CHECK(postgresql(grouped(1, 2)).ends_with("GROUP BY user_account.age + $2"));
    CHECK(sent(grouped(1, 2)) == Values{1, 2});
    CHECK(serves(grouped(1, 1), grouped(7, 7)));
    CHECK_FALSE(serves(grouped(1, 1), grouped(7, 8)));
    CHECK_FALSE(serves(grouped(1, 2), grouped(7, 7)));
    CHECK(serves(grouped(1, 2), grouped(3, 4)));
}

TEST_CASE("an item is what DISTINCT rows are sorted by") {
    const auto query =
        select(col(&User::age) + 1).distinct().order_by((col(&User::age) + 1).desc());

    CHECK(postgresql(query) ==
          "SELECT DISTINCT user_account.age + $1 AS anon_1 FROM user_account ORDER BY "
          "user_account.age + $1 DESC");
}

TEST_CASE("a window over groups has the parameters of what they are grouped by") {
    const auto decade = col(&User::age) / 10;
    const auto query =
        select(decade, func::rank().over(partition_by(decade).order_by(func::count().desc())))
            .group_by(col(&User::age) / 10);

    CHECK(postgresql(query) ==
          "SELECT user_account.age / $1 AS anon_1, rank() OVER (PARTITION BY user_account.age / $1 "
          "ORDER BY count(*) DESC) AS anon_2 FROM user_account GROUP BY user_account.age / $1");
}

TEST_CASE("a case_ and a text are grouped by like any expression") {
    const auto kind = [] { return case_(when(col(&User::age) < 18, "child")).else_("grown"); };
    const auto query = select(kind(), func::count()).group_by(kind());

    CHECK(postgresql(query).ends_with(
        "GROUP BY CASE WHEN user_account.age < $1 THEN $2::VARCHAR ELSE $3::VARCHAR END"));
    CHECK(sent(query) == Values{18, "child", "grown"});
}

TEST_CASE("a query inside another keeps its own parameters") {
    const auto inner = select(&Address::user_id).where(col(&Address::id) > 1);
    const auto query =
        select(col(&User::age) + 1).where(col(&User::id).in_(inner)).group_by(col(&User::age) + 1);

    CHECK(sent(query) == Values{1, 1});
}

TEST_CASE("parameters are numbered in the order of the text, through queries in FROM") {
    const auto inner = select(&User::id).where(col(&User::age) > 1).subquery("inner_query");
    const auto middle =
        select(inner.c(&User::id)).where(inner.c(&User::id) > 2).subquery("middle_query");
    const auto query = select(middle.c(&User::id) + 3).where(middle.c(&User::id) > 4);

    CHECK(postgresql(query) ==
          "SELECT middle_query.id + $1 AS anon_1 FROM (SELECT inner_query.id FROM (SELECT "
          "user_account.id FROM user_account WHERE user_account.age > $2) AS inner_query WHERE "
          "inner_query.id > $3) AS middle_query WHERE middle_query.id > $4");
    CHECK(sent(query) == Values{3, 1, 2, 4});
}

TEST_CASE("a query of thirty levels is compiled at once") {
    auto query = select(&User::id).where(col(&User::age) > 0);
    for (int level = 1; level < 30; ++level) {
        const auto source = query.subquery("q" + std::to_string(level));
        query = select(source.c(&User::id)).where(source.c(&User::id) > level);
    }

    CHECK(sent(query).size() == 30);
    CHECK(sent(query).back() == Value{29});
}

TEST_CASE("two queries of one name and shape with other values are refused") {
    const auto recent = [](int least) {
        return select(&User::id).where(col(&User::id) > least).cte("recent");
    };
    const auto one = recent(1);
    const auto other = recent(2);
    const auto query =
        select(one.c(&User::id)).where(one.c(&User::id).in_(select(other.c(&User::id))));

    CHECK(refusal(query, "sqlite").first == "duplicate-cte");
}

TEST_CASE("a label of another value is another expression to sort by") {
    const auto query =
        select((col(&User::age) + 1).label("next")).order_by((col(&User::age) + 2).label("next"));

    CHECK(sqlite(query).ends_with("ORDER BY user_account.age + ?"));
}

TEST_CASE("a number that a column cannot hold is compared as what it is") {
    const auto below = [](std::int64_t most) {
        return select(&User::id).where(col(&User::age) < most);
    };

    CHECK(postgresql(below(5)).ends_with("WHERE user_account.age < $1"));
    CHECK(postgresql(below(5'000'000'000)).ends_with("WHERE user_account.age < $1::BIGINT"));
    CHECK(postgresql(below(-5'000'000'000)).ends_with("WHERE user_account.age < $1::BIGINT"));
    CHECK(sqlite(below(5'000'000'000)).ends_with("WHERE user_account.age < ?"));
    CHECK(serves(below(1), below(2'147'483'647)));
    CHECK_FALSE(serves(below(1), below(2'147'483'648)));
}

TEST_CASE("wide numbers stand in lists, between, on the left and beside expressions") {
    constexpr std::int64_t wide = 5'000'000'000;
    const auto where = [](const auto& condition) {
        const std::string sql = postgresql(select(&User::id).where(condition));
        return sql.substr(sql.find("WHERE ") + 6);
    };

    CHECK(where(col(&User::age).in_({std::int64_t{1}, wide})) ==
          "user_account.age IN ($1, $2::BIGINT)");
    CHECK(where(col(&User::age).between(1, wide)) == "user_account.age BETWEEN $1 AND $2::BIGINT");
    CHECK(where(wide > col(&User::age)) == "user_account.age < $1::BIGINT");
    CHECK(where(col(&User::age) + 1 < wide) == "user_account.age + $1 < $2::BIGINT");
    CHECK(where(col(&User::id) < wide) == "user_account.id < $1");
}

TEST_CASE("thousands of conditions stand in groups, however they were joined") {
    auto any = col(&User::id) == 0;
    auto right = col(&User::id) == 0;
    auto query = select(&User::id);
    for (int i = 1; i < 1'200; ++i) {
        any = any or col(&User::id) == i;
        right = col(&User::id) == i or right;
        query = query.where(col(&User::id) != i);
    }
    const auto groups = [](const std::string& sql) { return std::ranges::count(sql, '('); };

    CHECK(groups(sqlite(select(&User::id).where(any))) == 3);
    CHECK(groups(sqlite(select(&User::id).where(right))) == 3);
    CHECK(groups(sqlite(query)) == 3);
    CHECK(parameters(query).size() == 1'199);
}

TEST_CASE("long lists of different lengths are one statement") {
    const auto among = [](int count) {
        std::vector<int> ids;
        for (int i = 0; i < count; ++i) {
            ids.push_back(i);
        }
        return select(&User::id).where(col(&User::id).in_(ids));
    };

    CHECK(parameters(among(8)).size() == 8);
    CHECK(parameters(among(9)).size() == 16);
    CHECK(parameters(among(9)).back() == Value{8});
    CHECK(parameters(among(1'025)).size() == 1'025);
    CHECK(serves(among(9), among(16)));
    CHECK_FALSE(serves(among(8), among(9)));
}

TEST_CASE("a decimal column is calculated and compared with integers") {
    MetaData metadata;
    const Table item{"item",
                     metadata,
                     column("price", Numeric(10, 2), not_null),
                     column("quantity", Integer(), not_null)};
    const auto price = item.c<Decimal>("price");
    const auto quantity = item.c<int>("quantity");

    const auto total = price * quantity;
    static_assert(std::same_as<decltype(total), const Expression<Decimal>>);
    static_assert(std::same_as<decltype(quantity * price), Expression<Decimal>>);
    static_assert(std::same_as<decltype(2 * price), Expression<Decimal>>);
    CHECK(postgresql(select(total).where(price > 5)) ==
          "SELECT item.price * item.quantity AS anon_1 FROM item WHERE item.price > $1");
    CHECK(parameters(select(price).where(price + 1 > 5)).front() ==
          Value::ranged(ValueKind::Decimal, "1"));
}

TEST_CASE("a case_ of conditions that are known at run time only") {
    std::vector<When<std::string>> kinds;
    kinds.push_back(when(col(&User::age) < 18, "child"));
    kinds.push_back(when(col(&User::age) < 65, "grown"));

    CHECK(
        sqlite(select(case_(kinds).else_("old"))) ==
        "SELECT CASE WHEN user_account.age < ? THEN ? WHEN user_account.age < ? THEN ? ELSE ? END "
        "AS anon_1 FROM user_account");
    CHECK(refusal(select(case_(std::vector<When<int>>{})), "sqlite").first == "invalid-statement");
}

}  // namespace
