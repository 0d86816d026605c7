// SPDX-License-Identifier: MIT
// expect: azoth: this member is no column
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(col(&User::addresses) == 5);
