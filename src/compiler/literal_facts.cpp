// SPDX-License-Identifier: MIT
#include "compiler/literal_facts.hpp"

#include "compiler/scope.hpp"

#include <algorithm>
#include <numeric>

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;

namespace {

bool holds(const Assumption& assumption, const tree::Literals& values) {
    const ValueView& value = *values[assumption.literal];
    const auto fits = [&](std::int64_t most) {
        return value.kind != ValueKind::Integer ||
               (value.payload.integer <= most && value.payload.integer >= -most - 1);
    };
    switch (assumption.kind) {
        case Assumption::Kind::Same:
            return Value::copy_of(value) == Value::copy_of(*values[assumption.other]);
        case Assumption::Kind::FitsSmall:
            return fits(INT16_MAX);
        case Assumption::Kind::FitsInteger:
            return fits(INT32_MAX);
    }
    return false;
}

/// The numbers of a tree's literals.
std::vector<std::uint32_t> literals_in(const Node& node, tree::ShapeMatcher& matcher) {
    std::vector<std::uint32_t> numbers;
    if (matcher.matches(node, node)) {
        std::ranges::transform(
            matcher.literals(), std::back_inserter(numbers), [](const ValueView* value) {
                return static_cast<std::uint32_t>(value->payload.integer);
            });
    }
    return numbers;
}

const Node& without_label(const Node& node) noexcept {
    const Node& value = node.kind == ExpressionKind::Sort ? *node.child(0) : node;
    return value.kind == ExpressionKind::Label ? *value.child(0) : value;
}

/// Expressions that must be the same parameters wherever they stand.
class SharedExpressions {
public:
    explicit SharedExpressions(LiteralFacts& facts) noexcept : facts_(facts) {}

    void add(std::span<const Node* const> nodes) {
        for (const Node* node : nodes) {
            const Node& expression = without_label(*node);
            if (auto literals = literals_in(expression, matcher_); !literals.empty()) {
                known_.push_back({&expression, std::move(literals)});
            }
        }
    }

    void share_in(std::span<const Node* const> nodes) {
        if (known_.empty()) {
            return;
        }
        std::vector<const Node*> pending{nodes.begin(), nodes.end()};
        while (!pending.empty()) {
            const Node* node = pending.back();
            pending.pop_back();
            if (!share(*node)) {
                const auto below = children_of_same_query(*node);
                pending.insert(pending.end(), below.begin(), below.end());
            }
        }
    }

private:
    struct Known {
        const Node* node;
        std::vector<std::uint32_t> literals;
    };

    bool share(const Node& node) {
        return std::ranges::any_of(known_, [&](const Known& known) {
            if (known.node == &node) {
                return true;
            }
            if (known.node->hash != node.hash || !is_same_expression(*known.node, node, facts_)) {
                return false;
            }
            const auto literals = literals_in(node, matcher_);
            for (std::size_t i = 0; i < literals.size(); ++i) {
                facts_.share(known.literals[i], literals[i]);
            }
            return true;
        });
    }

    LiteralFacts& facts_;
    tree::ShapeMatcher matcher_{};
    std::vector<Known> known_{};
};

}  // namespace

LiteralFacts::LiteralFacts(const tree::Literals& values)
    : values_(values), stands_for_(values.size()) {
    std::iota(stands_for_.begin(), stands_for_.end(), 0U);
}

bool LiteralFacts::are_same(std::uint32_t left, std::uint32_t right) {
    return left == right || note({.kind = Assumption::Kind::Same, .literal = left, .other = right});
}

bool LiteralFacts::fits(std::uint32_t literal, IntegerWidth width) {
    return note({.kind = width == IntegerWidth::Small ? Assumption::Kind::FitsSmall
                                                      : Assumption::Kind::FitsInteger,
                 .literal = literal});
}

void LiteralFacts::share(std::uint32_t first, std::uint32_t second) noexcept {
    const std::uint32_t kept = stands_for_[first];
    const std::uint32_t given_up = stands_for_[second];
    std::ranges::replace(stands_for_, given_up, kept);
}

bool LiteralFacts::note(Assumption assumption) {
    assumption.holds = holds(assumption, values_);
    assumptions_.push_back(assumption);
    return assumption.holds;
}

bool is_same_expression(const Node& left, const Node& right, LiteralFacts& facts) {
    tree::ShapeMatcher matcher;
    if (!matcher.matches(left, right)) {
        return false;
    }
    const auto own = literals_in(left, matcher);
    const auto others = literals_in(right, matcher);
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (!facts.are_same(own[i], others[i])) {
            return false;
        }
    }
    return true;
}

void share_literals(const Clauses& clauses, LiteralFacts& facts) {
    const std::span items{clauses.root->children(), clauses.root->child_count};
    SharedExpressions shared{facts};
    shared.add(clauses.group_by);
    if (clauses.distinct) {
        shared.add(items);
    }
    shared.share_in(clauses.group_by);
    shared.share_in(items);
    shared.share_in(clauses.having);
    shared.share_in(clauses.order_by);
}

bool Compiled::serves(const Node& statement, tree::ShapeMatcher& matcher) const {
    return mappings == tree::ended_mappings() && shape.matches(statement, matcher) &&
           std::ranges::all_of(assumptions, [&](const Assumption& assumption) {
               return holds(assumption, matcher.literals()) == assumption.holds;
           });
}

}  // namespace azoth::compiler
