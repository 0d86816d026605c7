// SPDX-License-Identifier: MIT
// expect: azoth: default_() takes a value, no function; call it in the member's initialiser
// lines: 12
#include <azoth/mapping/declarative_base.hpp>

namespace {

struct Task {
    std::int64_t id = 0;
    std::optional<int> tries{};
};

azoth::DeclarativeBase base;

const auto tasks =
    base.map<Task>("task", azoth::column(&Task::tries, azoth::default_([] { return 5; })));

}  // namespace
