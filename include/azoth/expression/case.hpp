// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/functions.hpp>

namespace azoth {

namespace detail {
[[nodiscard]] tree::Tree case_tree(std::span<tree::Tree> conditions_and_values) noexcept;
[[nodiscard]] tree::Tree case_else_tree(const tree::Tree& without_else,
                                        tree::Tree otherwise) noexcept;
}  // namespace detail

/// `CASE WHEN … THEN …` without ELSE: NULL where no condition holds.
template <class T>
class Case : public Expression<optional_of<T>> {
public:
    using Expression<optional_of<T>>::Expression;
    /// `… ELSE otherwise END`
    [[nodiscard]] Expression<T> else_(Operand<T> otherwise) const noexcept {
        return Expression<T>{detail::case_else_tree(this->tree(), std::move(otherwise).take())};
    }
};

template <class T>
struct When {
    tree::Tree condition;
    tree::Tree value;
};

template <class V>
[[nodiscard]] auto when(Operand<bool> condition, V&& value) noexcept {
    using Held = detail::argument_value<V>;
    return When<Held>{std::move(condition).take(), detail::argument_tree(std::forward<V>(value))};
}

/// `case_(when(col(&User::id) < 10, "early"), when(…)).else_("late")`
template <class T, class... More>
[[nodiscard]] Case<T> case_(When<T> first, When<More>... more) noexcept {
    constexpr bool has_one_type = (detail::fits<T, More>() && ...);
    static_assert(has_one_type, "azoth: all values of a case_ have one type");
    tree::Tree trees[] = {std::move(first.condition), std::move(first.value)};
    std::vector<tree::Tree> all{std::make_move_iterator(std::begin(trees)),
                                std::make_move_iterator(std::end(trees))};
    ((all.push_back(std::move(more.condition)), all.push_back(std::move(more.value))), ...);
    return Case<T>{detail::case_tree(all)};
}

/// The same of conditions that are known at run time only. Without any it is refused when it is
/// compiled.
template <class T>
[[nodiscard]] Case<T> case_(std::vector<When<T>> conditions) noexcept {
    std::vector<tree::Tree> all;
    for (When<T>& each : conditions) {
        all.push_back(std::move(each.condition));
        all.push_back(std::move(each.value));
    }
    return Case<T>{detail::case_tree(all)};
}

}  // namespace azoth
