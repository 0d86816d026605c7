// SPDX-License-Identifier: MIT
// expect: azoth: select() takes members, columns, expressions and aliases
// lines: 10
#include "models.hpp"

const auto query = select(5);
