// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/expression/operators.hpp>
#include <azoth/mapping/declarative_base.hpp>

/// Stand-ins for the links of the session: all the mapping looks at is whether a member is a Many
/// or a One, and of what.
namespace azoth::test {

template <class T>
struct Many {
    using azoth_link_target = T;
    static constexpr mapping::LinkKind azoth_link_kind = mapping::LinkKind::Many;
};

template <class T>
struct One {
    using azoth_link_target = T;
    static constexpr mapping::LinkKind azoth_link_kind = mapping::LinkKind::One;
};

template <class Names>
std::vector<std::string> strings(const Names& names) {
    return {std::begin(names), std::end(names)};
}

/// The code of the error that a call throws, and its message; empty when it throws none.
template <class Call>
std::pair<std::string, std::string> error_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return {std::string{error.code()}, error.message()};
    }
    return {};
}

}  // namespace azoth::test
