// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// [models]
// models.hpp
#pragma once
#include <azoth/orm.hpp>

inline azoth::DeclarativeBase Base;

struct Address;

struct User {
    std::int64_t               id = 0;
    std::string                name{};
    std::optional<std::string> fullname{};
    azoth::Many<Address>       addresses{};
};

struct Address {
    std::int64_t     id = 0;
    std::string      email{};
    std::int64_t     user_id = 0;
    azoth::One<User> user{};
};

inline const auto users = Base.map<User>("user_account",
    azoth::column(&User::id, azoth::primary_key),
    azoth::column(&User::name, azoth::String(30), azoth::unique),
    azoth::relationship(&User::addresses, azoth::Cascade::AllDeleteOrphan));

inline const auto addresses = Base.map<Address>("address",
    azoth::column(&Address::user_id, azoth::foreign_key(&User::id, azoth::OnDelete::Cascade), azoth::indexed));
// [/models]
