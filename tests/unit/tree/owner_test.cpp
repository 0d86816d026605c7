// SPDX-License-Identifier: MIT
#include <azoth/tree/node.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <thread>

namespace {

using namespace azoth;
using tree::ExpressionKind;
using tree::Kind;
using tree::Tree;

Tree integer(std::int64_t value) {
    return tree::make_literal(ValueKind::Integer, ValueView::integer(value));
}

Tree text(std::string_view value) {
    return tree::make_literal(ValueKind::Text, ValueView::text(value));
}

Tree sum(Tree left, Tree right) {
    const auto code = static_cast<std::uint8_t>(tree::Operator::Add);
    return tree::make_tree(
        {.kind = ExpressionKind::Binary, .code = code}, std::move(left), std::move(right));
}

/// Adds up the integers of a chain of sums: reads every node of it.
std::int64_t total(const tree::Node& root) {
    std::int64_t result = 0;
    const tree::Node* node = &root;
    for (; node->kind == ExpressionKind::Binary; node = node->child(0)) {
        result += node->child(1)->literal().payload.integer;
    }
    return result + node->literal().payload.integer;
}

/// Built before main, destroyed after it.
const Tree kept_in_a_static = sum(sum(integer(1), integer(2)), integer(3));

TEST_CASE("a tree lives as long as one of its owners") {
    Tree copy;
    {
        const Tree original = sum(integer(1), integer(2));
        copy = original;
    }

    CHECK(total(*copy.node) == 3);
}

TEST_CASE("an operand passed by value is taken over, a kept one is shared") {
    const Tree kept = sum(integer(1), integer(2));
    const Tree first = sum(kept, integer(3));
    const Tree second = sum(kept, integer(4));

    CHECK(total(*first.node) == 6);
    CHECK(total(*second.node) == 7);
    CHECK(first.node->child(0) == kept.node);
    CHECK(second.node->child(0) == kept.node);
}

TEST_CASE("literals are copied into the tree") {
    Tree kept;
    {
        std::string given(3'000, 'x');
        kept = text(given);
        given.assign(given.size(), 'y');
    }

    CHECK(kept.node->literal().characters() == std::string(3'000, 'x'));
}

TEST_CASE("trees built before main are readable") {
    CHECK(total(*kept_in_a_static.node) == 6);
}

TEST_CASE("trees are copied into containers, moved and assigned over") {
    std::vector<Tree> trees;
    for (int i = 0; i < 100; ++i) {
        trees.push_back(sum(integer(i), trees.empty() ? integer(0) : integer(i)));
    }
    Tree moved = std::move(trees[7]);
    trees[8] = moved;
    moved = trees[9];
    trees.erase(trees.begin(), trees.begin() + 8);

    CHECK(total(*trees[0].node) == 14);
    CHECK(total(*moved.node) == 18);
}

TEST_CASE("a tree is used and extended by other threads") {
    const Tree shared = sum(integer(1), text("a text that stands in the block of the tree"));
    std::array<std::int64_t, 4> totals{};
    std::vector<std::thread> threads;
    for (std::int64_t& result : totals) {
        threads.emplace_back([&shared, &result] {
            for (int i = 0; i < 1'000; ++i) {
                Tree own = sum(sum(integer(i), integer(1)), integer(2));
                const Tree extended = tree::make_tree({.kind = ExpressionKind::List}, shared, own);
                result += total(*extended.node->child(1)) - i;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(totals == std::array<std::int64_t, 4>{3'000, 3'000, 3'000, 3'000});
}

TEST_CASE("a tree outlives the thread that built it") {
    Tree made;
    std::thread{[&made] { made = sum(integer(20), integer(22)); }}.join();

    CHECK(total(*made.node) == 42);
}

TEST_CASE("a chain of 100,000 clauses is extended and freed without using up the stack") {
    Tree extended_in_place = integer(0);
    Tree extended_from_copies = integer(0);
    for (int i = 0; i < 100'000; ++i) {
        extended_in_place = sum(std::move(extended_in_place), integer(1));
        const Tree before = extended_from_copies;
        extended_from_copies = sum(before, integer(1));
    }

    CHECK(total(*extended_in_place.node) == 100'000);
    CHECK(total(*extended_from_copies.node) == 100'000);
}

TEST_CASE("a tree with 65,535 children is made, one with more is marked invalid") {
    std::vector<Tree> children(65'536, integer(1));

    const Tree too_many = tree::make_tree({.kind = ExpressionKind::List}, children);
    std::vector<Tree> fewer(65'535, integer(1));
    const Tree most = tree::make_tree({.kind = ExpressionKind::List}, fewer);

    CHECK(too_many.node->kind == Kind::invalid());
    CHECK(most.node->child_count == 65'535);
}

TEST_CASE("the hash is that of the structure: equal for other values, different for other types") {
    const auto hash = [](const Tree& tree) { return tree.node->hash; };

    CHECK(hash(sum(integer(1), integer(2))) == hash(sum(integer(3), integer(4))));
    CHECK(hash(text("a")) == hash(text("another")));
    CHECK(hash(sum(integer(1), integer(2))) != hash(sum(integer(1), text("2"))));
    CHECK(hash(sum(integer(1), integer(2))) != hash(sum(sum(integer(1), integer(2)), integer(3))));
}

TEST_CASE("the hash covers kind, code, number, text and subject") {
    const int one = 1;
    const int other = 2;
    const std::vector<tree::Parts> different{
        {.kind = ExpressionKind::Function, .text = "a"},
        {.kind = ExpressionKind::Function, .text = "b"},
        {.kind = ExpressionKind::Label, .text = "a"},
        {.kind = ExpressionKind::Function, .code = 1, .text = "a"},
        {.kind = ExpressionKind::Function, .number = 1, .text = "a"},
        {.kind = ExpressionKind::Function, .subject = &one, .text = "a"},
        {.kind = ExpressionKind::Function, .subject = &other, .text = "a"},
        {.kind = ExpressionKind::Function, .text = "a name of more than eight characters"},
        {.kind = ExpressionKind::Function, .text = "a name of more than eight charactersX"},
    };

    for (std::size_t i = 0; i < different.size(); ++i) {
        for (std::size_t j = 0; j < different.size(); ++j) {
            CAPTURE(i);
            CAPTURE(j);
            const bool are_equal = tree::make_leaf(different[i]).node->hash ==
                                   tree::make_leaf(different[j]).node->hash;
            CHECK(are_equal == (i == j));
        }
    }
}

}  // namespace
