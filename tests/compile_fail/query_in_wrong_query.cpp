// SPDX-License-Identifier: MIT
// expect: azoth: the values' type does not fit the column's
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(col(&User::id).in_(select(&Address::email)));
