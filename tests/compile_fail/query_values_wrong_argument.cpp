// SPDX-License-Identifier: MIT
// expect: azoth: values are given as set(&User::name, value)
// lines: 10
#include "models.hpp"

const auto query = update<User>().values(5);
