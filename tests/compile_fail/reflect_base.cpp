// SPDX-License-Identifier: MIT
// expect: cannot list the members of this struct: it has a base class; list the columns with column
// lines: 16
#include <azoth/mapping/reflect.hpp>

struct Stamp {
    int created_at = 0;
};

struct User : Stamp {
    int id = 0;
};

const auto count = azoth::mapping::field_names<User>().size();
