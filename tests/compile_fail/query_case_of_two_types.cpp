// SPDX-License-Identifier: MIT
// expect: azoth: all values of a case_ have one type
// lines: 10
#include "models.hpp"

const auto query =
    select(azoth::case_(azoth::when(col(&User::active), 1), azoth::when(col(&User::active), "x")));
