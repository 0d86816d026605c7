// SPDX-License-Identifier: MIT
// expect: azoth: this is a value, not a condition: compare it with something
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(col(&User::name));
