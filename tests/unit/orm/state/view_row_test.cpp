// SPDX-License-Identifier: MIT
#include "orm/state/view_row.hpp"

#include <azoth/types/codec_of.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace azoth::orm;

TEST_CASE("values are assigned to members of each width, optional or not") {
    std::int32_t number = 0;
    std::optional<std::int64_t> optional = 5;
    std::string text = "before";
    bool truth = false;
    assign_view(codec_of<std::int32_t>, &number, ValueView::integer(7));
    assign_view(codec_of<std::optional<std::int64_t>>, &optional, ValueView::null());
    assign_view(codec_of<std::string>, &text, ValueView::text("after"));
    assign_view(codec_of<bool>, &truth, ValueView::boolean(true));

    CHECK(number == 7);
    CHECK(optional == std::nullopt);
    CHECK(text == "after");
    CHECK(truth);
}

TEST_CASE("a member that nobody set is told by its codec after assign_default") {
    std::int64_t number = 5;
    std::string text = "x";
    std::optional<std::string> optional = "x";
    double real = 1;
    bool truth = true;
    assign_default(codec_of<std::int64_t>, &number);
    assign_default(codec_of<std::string>, &text);
    assign_default(codec_of<std::optional<std::string>>, &optional);
    assign_default(codec_of<double>, &real);
    assign_default(codec_of<bool>, &truth);

    CHECK(codec_of<std::int64_t>.is_default(&number));
    CHECK(codec_of<std::string>.is_default(&text));
    CHECK(codec_of<std::optional<std::string>>.is_default(&optional));
    CHECK(codec_of<double>.is_default(&real));
    CHECK(codec_of<bool>.is_default(&truth));
}

TEST_CASE("views are the same when kind and content are") {
    CHECK(is_same(ValueView::integer(1), ValueView::integer(1)));
    CHECK_FALSE(is_same(ValueView::integer(1), ValueView::integer(2)));
    CHECK_FALSE(is_same(ValueView::integer(1), ValueView::text("1")));
    CHECK(is_same(ValueView::text("a"), ValueView::text("a")));
    CHECK(is_same(ValueView::null(), ValueView::null()));
    CHECK_FALSE(is_same(ValueView::null(), ValueView::integer(0)));
    CHECK(hash_of(ValueView::text("a")) == hash_of(ValueView::text("a")));
    CHECK(hash_of(ValueView::text("a")) != hash_of(ValueView::text("b")));
}

TEST_CASE("decimals are the same by value") {
    const auto decimal = [](std::string_view text) {
        return ValueView::ranged(ValueKind::Decimal, text);
    };
    CHECK(is_same(decimal("1.5"), decimal("1.50")));
    CHECK(hash_of(decimal("1.5")) == hash_of(decimal("1.50")));
    CHECK_FALSE(is_same(decimal("1.5"), decimal("1.05")));
}
