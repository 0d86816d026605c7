// SPDX-License-Identifier: MIT
// expect: azoth: this is no option of a column
// lines: 10
#include <azoth/mapping/declarative_base.hpp>

namespace {

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> nick{};
};
struct Other {
    std::int64_t id = 0;
    std::string code{};
};

azoth::DeclarativeBase base;

const auto users = base.map<User>("user_account", azoth::column(&User::name, azoth::Cascade::All));

}  // namespace
