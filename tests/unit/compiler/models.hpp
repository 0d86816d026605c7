// SPDX-License-Identifier: MIT
#pragma once

#include "unit/mapping/models.hpp"

#include <azoth/core.hpp>

/// The models that statements are built from in these tests, and what they compile to.
namespace azoth::test::shop {

struct Address;
struct Post;
struct Tag;

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
    int age = 0;
    double height = 0;
    bool active = false;
    Many<Address> addresses{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
    One<User> user{};
};

struct Employee {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::int64_t> manager_id{};
    One<Employee> manager{};
};

struct Post {
    std::int64_t id = 0;
    std::string title{};
    Many<Tag> tags{};
};

struct Tag {
    std::int64_t id = 0;
    std::string name{};
    Many<Post> posts{};
};

struct PostTag {
    std::int64_t post_id = 0;
    std::int64_t tag_id = 0;
};

/// Everything about it is a word of SQL.
struct Order {
    std::int64_t id = 0;
    std::string select{};
    int note = 0;
};

struct Unmapped {
    std::int64_t id = 0;
};

inline DeclarativeBase base;
inline const auto users = base.map<User>("user_account", column(&User::name, String(30), unique));
inline const auto addresses = base.map<Address>(
    "address", column(&Address::user_id, foreign_key(&User::id, OnDelete::Cascade)));
inline const auto employees =
    base.map<Employee>("employee",
                       column(&Employee::manager_id, foreign_key(&Employee::id)),
                       relationship(&Employee::manager));
inline const auto posts = base.map<Post>("post");
inline const auto tags = base.map<Tag>("tag");
inline const auto post_tags =
    base.map<PostTag>("post_tag",
                      column(&PostTag::post_id, primary_key, foreign_key(&Post::id)),
                      column(&PostTag::tag_id, primary_key, foreign_key(&Tag::id)));
inline const auto orders = base.map<Order>("order", column(&Order::note, transient));

using Values = std::vector<Value>;

template <class Statement>
std::string sqlite(const Statement& statement) {
    return to_sql(statement, "sqlite").sql;
}
template <class Statement>
std::string postgresql(const Statement& statement) {
    return to_sql(statement, "postgresql").sql;
}
template <class Statement>
Values parameters(const Statement& statement) {
    return to_sql(statement, "sqlite").parameters;
}

/// Code and message of the CompileError that a statement is refused with.
using Refusal = std::pair<std::string, std::string>;
template <class Statement>
Refusal refusal(const Statement& statement, std::string_view dialect) {
    return error_of([&] { (void)to_sql(statement, dialect); });
}

}  // namespace azoth::test::shop
