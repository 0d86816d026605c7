// SPDX-License-Identifier: MIT
#include <azoth/tree/shape.hpp>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <unordered_map>

namespace azoth::tree {

namespace {

// What is named in one place and written in another: columns refer to it, often many of them.
bool is_query(Kind kind) noexcept {
    return kind == SourceKind::Subquery || kind == SourceKind::Cte ||
           kind == SourceKind::CteReference;
}

bool is_object(const Node& node) noexcept {
    return node.kind == ClauseKind::Values &&
           static_cast<ValuesForm>(node.code) == ValuesForm::Object;
}

std::size_t literal_count(const Node& node) noexcept {
    if (node.kind == ExpressionKind::Literal) {
        return 1;
    }
    return is_object(node) ? node.number : 0;
}

const ValueView* literals_of(const Node& node) noexcept {
    return static_cast<const ValueView*>(node.subject);
}

/// The positions of an object's columns, as bytes.
std::string_view positions_of(const Node& object) noexcept {
    return {reinterpret_cast<const char*>(literals_of(object) + object.number),
            object.number * sizeof(std::uint16_t)};
}

// A table that may end before the shape is what its text says; literals count by their type.
bool same_subject(const Node& left, const Node& right) noexcept {
    const bool is_told_by_text = left.kind == SourceKind::Table && left.text_size > 0;
    if (left.kind == ExpressionKind::Literal || is_told_by_text) {
        return true;
    }
    return is_object(left) ? positions_of(left) == positions_of(right)
                           : left.subject == right.subject;
}

bool same_node(const Node& left, const Node& right) noexcept {
    return left.kind == right.kind && left.code == right.code && left.number == right.number &&
           left.child_count == right.child_count && left.text_size == right.text_size &&
           (left.text_size == 0 ||
            std::memcmp(left.text_data, right.text_data, left.text_size) == 0) &&
           same_subject(left, right);
}

/// Copies a statement. Works on a list of its own in place of the stack, which long chains of
/// conditions would use up.
class Copier {
public:
    explicit Copier(Owner& owner) noexcept : owner_(owner) {}

    const Node* copy(const Node& statement) {
        enter(statement);
        for (;;) {
            Frame& frame = frames_.back();
            if (frame.children.size() < frame.original->child_count) {
                enter_or_reuse(*frame.original->child(frame.children.size()));
                continue;
            }
            const Node* made = copied(frame);
            if (is_query(frame.original->kind)) {
                queries_.emplace(frame.original, made);
            }
            frames_.pop_back();
            if (frames_.empty()) {
                return made;
            }
            frames_.back().children.push_back(made);
        }
    }

private:
    struct Frame {
        const Node* original;
        std::size_t first_literal;
        std::vector<const Node*> children{};
    };

    void enter(const Node& node) {
        frames_.push_back({&node, literals_});
        literals_ += literal_count(node);
    }

    void enter_or_reuse(const Node& node) {
        const auto known = queries_.find(&node);
        if (known == queries_.end()) {
            enter(node);
        } else {
            frames_.back().children.push_back(known->second);
        }
    }

    const Node* copied(const Frame& frame) {
        const Node& node = *frame.original;
        Parts parts{.kind = node.kind,
                    .code = node.code,
                    .number = node.number,
                    .subject = node.subject,
                    .text = node.text()};
        if (literal_count(node) > 0) {
            parts.subject = numbered(node, frame.first_literal);
            parts.subject_hash = 1;
        } else if (node.kind == SourceKind::Table) {
            parts.subject_hash = 1;
        }
        return make_node(owner_, parts, std::span<const Node* const>{frame.children});
    }

    // Numbers in the place of values, an object's positions behind them.
    const ValueView* numbered(const Node& node, std::size_t first) {
        const std::size_t count = literal_count(node);
        const std::string_view positions =
            is_object(node) ? positions_of(node) : std::string_view{};
        auto* values =
            static_cast<ValueView*>(owner_.allocate(count * sizeof(ValueView) + positions.size()));
        for (std::size_t i = 0; i < count; ++i) {
            new (values + i) ValueView{literals_of(node)[i].kind,
                                       {.integer = static_cast<std::int64_t>(first + i)}};
        }
        if (!positions.empty()) {
            std::memcpy(static_cast<void*>(values + count), positions.data(), positions.size());
        }
        return values;
    }

    Owner& owner_;
    std::vector<Frame> frames_{};
    std::unordered_map<const Node*, const Node*> queries_{};
    std::size_t literals_ = 0;
};

std::atomic<std::uint64_t> ended{0};

}  // namespace

std::uint64_t ended_mappings() noexcept {
    return ended.load(std::memory_order_acquire);
}

void count_ended_mapping() noexcept {
    ended.fetch_add(1, std::memory_order_acq_rel);
}

Shape::Shape(const Node& statement) : root_(Copier{owner_}.copy(statement)) {}

bool ShapeMatcher::matches(const Node& kept, const Node& other) {
    pending_.clear();
    queries_.clear();
    literals_.clear();
    pending_.emplace_back(&kept, &other);
    while (!pending_.empty()) {
        const auto [left, right] = pending_.back();
        pending_.pop_back();
        if (is_query(left->kind)) {
            const auto met = std::ranges::find(queries_, left, &Pair::first);
            if (met != queries_.end()) {
                if (met->second != right) {
                    return false;
                }
                continue;
            }
            queries_.emplace_back(left, right);
        }
        if (!same_node(*left, *right)) {
            return false;
        }
        add_literals(*right);
        for (std::size_t i = left->child_count; i > 0; --i) {
            pending_.emplace_back(left->child(i - 1), right->child(i - 1));
        }
    }
    return true;
}

void ShapeMatcher::add_literals(const Node& other) {
    const std::size_t count = literal_count(other);
    for (std::size_t i = 0; i < count; ++i) {
        literals_.push_back(literals_of(other) + i);
    }
}

}  // namespace azoth::tree
