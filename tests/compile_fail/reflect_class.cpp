// SPDX-License-Identifier: MIT
// expect: cannot list the members of this class: it is not an aggregate
// lines: 16
#include <azoth/mapping/reflect.hpp>

class User {
public:
    User() {}
    int id = 0;
};

const auto count = azoth::mapping::field_names<User>().size();
