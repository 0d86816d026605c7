// SPDX-License-Identifier: MIT
// expect: azoth: add() takes an object of a mapped struct, or a Ref; of a pointer: add(*pointer)
// lines: 10
#include <azoth/orm.hpp>

struct User {
    std::int64_t id = 0;
};

void run(azoth::Session& session) {
    session.add(std::make_shared<User>());
}
