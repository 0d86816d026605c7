// SPDX-License-Identifier: MIT
// expect: azoth: the value's type does not fit the column's
// lines: 12
#include "models.hpp"

const auto query = select("x" / col(&User::id));
