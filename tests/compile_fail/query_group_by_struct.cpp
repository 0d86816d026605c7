// SPDX-License-Identifier: MIT
// expect: azoth: group_by() takes columns, expressions and members; group by the key
// lines: 10
#include "models.hpp"

const auto query = select(func::count()).group_by<User>();
