// SPDX-License-Identifier: MIT
#pragma once

namespace azoth::migrate {

/// One visitor made of a lambda for each alternative: no alternative can be forgotten.
template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace azoth::migrate
