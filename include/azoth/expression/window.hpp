// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/expression.hpp>

namespace azoth {

/// What a window function looks at: `partition_by(&User::age).order_by(col(&User::height).desc())`,
/// or `window().order_by(&User::id)`. A later call of the same method replaces the earlier one.
class Window {
public:
    Window() noexcept;

    template <class... Terms>
    [[nodiscard]] Window partition_by(Terms&&... terms) const noexcept {
        Window result{*this};
        tree::Tree trees[] = {detail::order_tree(std::forward<Terms>(terms))...};
        result.partition_ = detail::list_tree(trees);
        return result;
    }
    template <class... Terms>
    [[nodiscard]] Window order_by(Terms&&... terms) const noexcept {
        Window result{*this};
        tree::Tree trees[] = {detail::order_tree(std::forward<Terms>(terms))...};
        result.order_ = detail::list_tree(trees);
        return result;
    }
    [[nodiscard]] const tree::Tree& partition() const noexcept { return partition_; }
    [[nodiscard]] const tree::Tree& order() const noexcept { return order_; }

private:
    tree::Tree partition_;
    tree::Tree order_;
};

/// All rows, in no order.
[[nodiscard]] inline Window window() noexcept {
    return {};
}

/// `PARTITION BY …`
template <class... Terms>
[[nodiscard]] Window partition_by(Terms&&... terms) noexcept {
    return Window{}.partition_by(std::forward<Terms>(terms)...);
}

}  // namespace azoth
