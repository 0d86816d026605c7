// SPDX-License-Identifier: MIT
// expect: cannot list the members of this struct: one is a reference
// lines: 16
#include <azoth/mapping/reflect.hpp>

struct User {
    int id;
    int& other;
};

const auto count = azoth::mapping::field_names<User>().size();
