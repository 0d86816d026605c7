// SPDX-License-Identifier: MIT
// expect: azoth: only texts are searched for other texts
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(col(&User::id).contains("5"));
