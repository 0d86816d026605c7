// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>
#include <random>

// Statements of equal shape share one compiled text, so the parameters of each must find their
// places in the text that was compiled for another.
namespace {

using namespace azoth;
using namespace azoth::test::shop;

struct Bound {
    std::string sql{};
    Values values{};
    friend bool operator==(const Bound&, const Bound&) = default;
};

/// What is sent for `statement` when the text compiled for `other` is taken from the cache.
Bound bound_by(const tree::Tree& other, const tree::Tree& statement, std::string_view dialect) {
    const auto compiled = dialects::find_dialect(dialect).dialect->compiler().compile(*other.node);
    tree::ShapeMatcher matcher;
    REQUIRE(compiled.serves(*statement.node, matcher));
    Bound bound{.sql = compiled.sql};
    for (std::size_t i = 0; i < compiled.parameters.size(); ++i) {
        bound.values.push_back(Value::copy_of(compiled.value(matcher.literals(), i)));
    }
    return bound;
}

Bound bound(const tree::Tree& statement, std::string_view dialect) {
    return bound_by(statement, statement, dialect);
}

template <class Left, class Right>
void check_share(const Left& left, const Right& right) {
    REQUIRE(left.tree().node->hash == right.tree().node->hash);
    for (const std::string_view dialect : {"sqlite", "postgresql"}) {
        CHECK(bound_by(left.tree(), right.tree(), dialect) == bound(right.tree(), dialect));
        CHECK(bound_by(right.tree(), left.tree(), dialect) == bound(left.tree(), dialect));
    }
}

TEST_CASE("a shared part and equal parts built twice find the same places") {
    const auto shared = col(&User::age) + 1;
    const auto once = select(shared).where(shared > 2).order_by(shared);
    const auto twice =
        select(col(&User::age) + 3).where(col(&User::age) + 4 > 5).order_by(col(&User::age) + 6);

    check_share(once, twice);
    CHECK(bound(twice.tree(), "sqlite").values == Values{3, 4, 5, 6});
    CHECK(bound_by(once.tree(), twice.tree(), "sqlite").values == Values{3, 4, 5, 6});
}

TEST_CASE("a subquery used twice and one built twice find the same places") {
    const auto ids = [](int least) {
        return select(&Address::user_id).where(col(&Address::id) > least);
    };
    const auto one = ids(1);
    const auto shared =
        select(&User::id).where(col(&User::id).in_(one)).where(col(&User::age).not_in(one));
    const auto apart =
        select(&User::id).where(col(&User::id).in_(ids(2))).where(col(&User::age).not_in(ids(3)));

    check_share(shared, apart);
    CHECK(bound_by(shared.tree(), apart.tree(), "postgresql").values == Values{2, 3});
}

TEST_CASE("a CTE that is named often is bound once") {
    const auto make = [](int least, const char* name) {
        const auto recent =
            select(&User::id, &User::name).where(col(&User::id) > least).cte("recent");
        return select(recent.c(&User::id))
            .where(recent.c(&User::name) == name)
            .where(recent.c(&User::id).in_(select(recent.c(&User::id))));
    };

    check_share(make(1, "a"), make(2, "b"));
    CHECK(bound(make(2, "b").tree(), "sqlite").values == Values{2, "b"});
}

/// A condition made of random pieces; the shape depends on the first generator alone, the values on
/// the second.
class RandomQuery {
public:
    RandomQuery(std::uint32_t shape, std::uint32_t values) : shape_(shape), values_(values) {}

    Select<std::int64_t> make() {
        auto query = select(&User::id).where(condition(3));
        if (pick(2) == 0) {
            query = query.where(condition(2));
        }
        if (pick(2) == 0) {
            query = query.order_by(col(&User::age) + value());
        }
        return pick(2) == 0 ? query.limit(value()) : query;
    }

private:
    std::uint32_t pick(std::uint32_t count) { return static_cast<std::uint32_t>(shape_() % count); }
    int value() { return static_cast<int>(values_() % 1000); }

    Expression<bool> condition(int depth) {
        switch (pick(depth > 0 ? 7 : 3)) {
            case 0:
                return col(&User::age) > value();
            case 1:
                return col(&User::name) == std::to_string(value());
            case 2:
                return kept();
            case 3:
                return condition(depth - 1) and condition(depth - 1);
            case 4:
                return condition(depth - 1) or condition(depth - 1);
            case 5:
                return col(&User::id).in_(inner(depth - 1));
            default:
                return not condition(depth - 1);
        }
    }

    Select<std::int64_t> inner(int depth) {
        const auto source = select(&User::id).where(condition(depth)).subquery("s");
        return select(source.c(&User::id)).where(source.c(&User::id) < value());
    }

    /// Sometimes the same nodes again, sometimes nodes of the same shape: the shape does not tell.
    Expression<bool> kept() {
        if (kept_.empty() || values_() % 2 == 0) {
            kept_.push_back(col(&User::height) > static_cast<double>(value()));
        }
        return kept_[values_() % kept_.size()];
    }

    std::mt19937 shape_;
    std::mt19937 values_;
    std::vector<Expression<bool>> kept_{};
};

TEST_CASE("random statements of equal shape bind through one another's text") {
    const std::uint32_t seed = 20'261'120;
    CAPTURE(seed);
    for (std::uint32_t round = 0; round < 300; ++round) {
        CAPTURE(round);
        const auto first = RandomQuery{seed + round, 1}.make();
        const auto second = RandomQuery{seed + round, 2 + round}.make();

        check_share(first, second);
    }
}

}  // namespace
