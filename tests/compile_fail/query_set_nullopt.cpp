// SPDX-License-Identifier: MIT
// expect: azoth: the column is NOT NULL, so it is never std::nullopt
// lines: 10
#include "models.hpp"

const auto query = insert<User>().values(set(&User::name, std::nullopt));
