// SPDX-License-Identifier: MIT
// expect: azoth: the value's type does not fit the column's
// lines: 10
#include "models.hpp"

const auto query = select(func::nullif(&User::name, 5));
