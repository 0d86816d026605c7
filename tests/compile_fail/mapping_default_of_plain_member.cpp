// SPDX-License-Identifier: MIT
// expect: azoth: default_() is for std::optional members; write the default as the member's
// initialiser lines: 10
#include <azoth/mapping/declarative_base.hpp>

namespace {

struct Task {
    std::int64_t id = 0;
    bool open = true;
};

azoth::DeclarativeBase base;

const auto tasks = base.map<Task>("task", azoth::column(&Task::open, azoth::default_(true)));

}  // namespace
