// SPDX-License-Identifier: MIT
// expect: azoth: default_() takes a number, a text or a Value; what is computed for each object
// lines: 10
#include "models.hpp"

const auto option = azoth::default_([] { return 1; });
