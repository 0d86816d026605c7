// SPDX-License-Identifier: MIT
#include "unit/compiler/models.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

/// Built before main.
const Expression<bool> is_grown_up = col(&User::age) >= 18 and col(&User::name) != "nobody at all";

Expression<bool> named(const std::string& name) {
    return col(&User::name) == name;
}

TEST_CASE("expressions are kept in statics, returned and used in several statements") {
    const auto first = select(&User::id).where(is_grown_up).where(named("ed"));
    const auto second = select(&User::name).where(named("ann") or is_grown_up);

    CHECK(parameters(first) == Values{18, "nobody at all", "ed"});
    CHECK(parameters(second) == Values{"ann", 18, "nobody at all"});
    CHECK(sqlite(select(&User::id).where(is_grown_up)) ==
          "SELECT user_account.id FROM user_account WHERE user_account.age >= ? AND "
          "user_account.name != ?");
}

TEST_CASE("expressions are kept in a vector and joined at run time") {
    std::vector<Expression<bool>> conditions;
    for (int i = 0; i < 5; ++i) {
        conditions.push_back(col(&User::age) == i);
    }
    auto any = conditions.front();
    for (std::size_t i = 1; i < conditions.size(); ++i) {
        any = any or conditions[i];
    }
    conditions.clear();

    CHECK(parameters(select(&User::id).where(any)) == Values{0, 1, 2, 3, 4});
}

TEST_CASE("expressions are extended by several threads at once") {
    const auto shared = col(&User::name) == "a text that lives in the tree";
    std::vector<Values> found(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < found.size(); ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 100; ++round) {
                found[i] = parameters(
                    select(&User::id).where(shared and col(&User::age) == static_cast<int>(i)));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i] == Values{"a text that lives in the tree", static_cast<int>(i)});
    }
}

TEST_CASE("the value types of expressions follow from what they are made of") {
    const auto optional_text = col(&User::name) + col(&User::fullname);
    const auto number = col(&User::age) * 2.5;
    const auto sum = func::sum(&User::age);
    const auto shown = func::coalesce(&User::fullname, &User::name);
    const auto choice = case_(when(col(&User::active), 1));

    static_assert(std::is_same_v<value_of<decltype(optional_text)>, std::optional<std::string>>);
    static_assert(std::is_same_v<value_of<decltype(number)>, double>);
    static_assert(std::is_same_v<value_of<decltype(sum)>, std::optional<std::int64_t>>);
    static_assert(std::is_same_v<value_of<decltype(shown)>, std::string>);
    static_assert(std::is_same_v<value_of<decltype(choice)>, std::optional<int>>);
    static_assert(std::is_same_v<value_of<decltype(choice.else_(2))>, int>);
    static_assert(sizeof(col(&User::id)) == 16 && std::is_trivially_copyable_v<Column<int>>);
    CHECK(shown.tree().node != nullptr);
}

}  // namespace
