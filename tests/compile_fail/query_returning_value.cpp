// SPDX-License-Identifier: MIT
// expect: azoth: returning() takes members, columns, expressions and aliases
// lines: 11
#include "models.hpp"

const auto query = insert<User>().values(set(&User::name, "x")).returning(5);
