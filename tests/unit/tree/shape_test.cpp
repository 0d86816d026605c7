// SPDX-License-Identifier: MIT
#include "unit/compiler/models.hpp"

#include <azoth/tree/shape.hpp>

#include <doctest/doctest.h>

// Names chosen for it can give two statements one hash, so a cache asks the shape.
namespace {

using namespace azoth;
using namespace azoth::test::shop;

template <class Left, class Right>
bool have_one_shape(const Left& left, const Right& right) {
    tree::ShapeMatcher matcher;
    return tree::Shape{*left.tree().node}.matches(*right.tree().node, matcher);
}

TEST_CASE("statements have one shape whatever their values") {
    const auto query = [](int least, const char* name) {
        return select(&User::id).where(col(&User::age) > least and col(&User::name) == name);
    };

    CHECK(have_one_shape(query(1, "a"), query(2, "another")));
}

TEST_CASE("statements of another kind, operator, member, number, text or type differ in shape") {
    const auto id = [](auto value) { return select(&User::id).where(col(&User::height) == value); };
    const auto named = [](const char* label) { return select(col(&User::id).label(label)); };

    CHECK_FALSE(have_one_shape(id(1), id(1.5)));
    CHECK_FALSE(have_one_shape(id(1), id(1).limit(1)));
    CHECK_FALSE(have_one_shape(select(&User::id), select(&User::age)));
    CHECK_FALSE(have_one_shape(select<User>(), select<Address>()));
    CHECK_FALSE(have_one_shape(named("a"), named("b")));
    CHECK_FALSE(have_one_shape(select(col(&User::id) + 1), select(col(&User::id) - 1)));
    CHECK_FALSE(have_one_shape(select(&User::id).order_by(&User::id),
                               select(&User::id).order_by(col(&User::id).desc())));
}

TEST_CASE("a shape outlives its statement, and a table of another name or column is another") {
    const auto shape_of = [](const char* name, const char* column_name) {
        MetaData metadata;
        const Table table{name, metadata, column(column_name, Integer(), primary_key)};
        return tree::Shape{*select(table.c<int>(column_name)).tree().node};
    };
    const tree::Shape kept = shape_of("tenant_a", "id");
    MetaData metadata;
    const Table same{"tenant_a", metadata, column("id", Integer(), primary_key)};
    const Table other{"tenant_b", metadata, column("id", Integer(), primary_key)};

    tree::ShapeMatcher matcher;
    CHECK(kept.matches(*select(same.c<int>("id")).tree().node, matcher));
    CHECK_FALSE(kept.matches(*select(other.c<int>("id")).tree().node, matcher));
    CHECK_FALSE(
        shape_of("tenant_a", "key").matches(*select(same.c<int>("id")).tree().node, matcher));
}

TEST_CASE("the values of a statement come in the order in which its shape meets them") {
    const auto query = select(&User::id).where(col(&User::age) > 3).limit(7);
    const tree::Shape shape{*query.tree().node};

    tree::ShapeMatcher matcher;
    REQUIRE(shape.matches(*query.tree().node, matcher));
    REQUIRE(matcher.literals().size() == 2);
    CHECK(matcher.literals()[0]->payload.integer == 3);
    CHECK(matcher.literals()[1]->payload.integer == 7);
}

TEST_CASE("objects that leave other columns to the database differ in shape") {
    const auto with_key = insert<User>().values(User{.id = 1, .name = "a"});
    const auto without = insert<User>().values(User{.name = "a"});

    CHECK(have_one_shape(without, insert<User>().values(User{.name = "b", .age = 3})));
    CHECK_FALSE(have_one_shape(with_key, without));
}

TEST_CASE("a chain of a hundred thousand conditions has a shape") {
    auto query = select(&User::id);
    for (int i = 0; i < 100'000; ++i) {
        query = std::move(query).where(col(&User::id) != i);
    }

    CHECK(have_one_shape(query, query));
}

}  // namespace
