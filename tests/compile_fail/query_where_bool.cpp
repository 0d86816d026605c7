// SPDX-License-Identifier: MIT
// expect: azoth: where(), having() and on take a condition
// lines: 10
#include "models.hpp"

const auto query = select<User>().where(&User::name == nullptr);
