// SPDX-License-Identifier: MIT
// expect: azoth: order_by() takes columns, expressions and members
// lines: 10
#include "models.hpp"

const auto query = select<User>().order_by("name");
