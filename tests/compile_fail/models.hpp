// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/core.hpp>

struct Address;

template <class T>
struct Links {
    using azoth_link_target = T;
};

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
    bool active = false;
    Links<Address> addresses{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
};

using azoth::col, azoth::select, azoth::insert, azoth::update, azoth::set, azoth::func;
