// SPDX-License-Identifier: MIT
// expect: azoth: a relationship has no value; join along it: join(&User::followers
// lines: 10
#include "models.hpp"

const azoth::Alias<User> other{"other"};
const auto query = select(other[&User::addresses]);
