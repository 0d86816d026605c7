// SPDX-License-Identifier: MIT
// expect: azoth: `and` joins conditions; compare the column with something first
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(col(&User::name) and col(&User::active));
