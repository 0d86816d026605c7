// SPDX-License-Identifier: MIT
// expect: cannot list the members of this struct: one is a C array; make it a std::array
// lines: 16
#include <azoth/mapping/reflect.hpp>

struct User {
    int id = 0;
    char code[4] = {};
};

const auto count = azoth::mapping::field_names<User>().size();
