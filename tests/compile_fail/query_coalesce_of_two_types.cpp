// SPDX-License-Identifier: MIT
// expect: azoth: all arguments of coalesce() have one type
// lines: 10
#include "models.hpp"

const auto query = select(func::coalesce(&User::name, 5));
