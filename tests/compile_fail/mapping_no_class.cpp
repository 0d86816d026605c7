// SPDX-License-Identifier: MIT
// expect: azoth: only structs and classes can be mapped
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

const auto users = base.map<int>("user_account");

}  // namespace
