// SPDX-License-Identifier: MIT
// expect: azoth: outer_join() takes a relationship (&User::addresses), or a source and a condition
// lines: 10
#include "models.hpp"

const auto query = select<User>().outer_join(&User::name);
