// SPDX-License-Identifier: MIT
// expect: azoth: a scalar subquery selects one value
// lines: 10
#include "models.hpp"

const auto query = select(select(&User::id, &User::name).scalar_subquery());
