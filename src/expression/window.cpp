// SPDX-License-Identifier: MIT
#include <azoth/expression/window.hpp>

namespace azoth {

Window::Window() noexcept : partition_(detail::list_tree({})), order_(detail::list_tree({})) {}

}  // namespace azoth
