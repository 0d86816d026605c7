// SPDX-License-Identifier: MIT
// expect: azoth: arithmetic takes numbers
// lines: 10
#include "models.hpp"

const auto query = select(col(&User::name) * 2);
