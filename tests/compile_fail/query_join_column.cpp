// SPDX-License-Identifier: MIT
// expect: azoth: join() takes a relationship (&User::addresses), or a source and a condition
// lines: 10
#include "models.hpp"

const auto query = select<User>().join(&User::name);
