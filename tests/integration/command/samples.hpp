// SPDX-License-Identifier: MIT
#pragma once

#include "integration/command/project.hpp"

/// Revisions and models that many stories begin with.
namespace azoth::test {

inline constexpr auto create_a = "op.create_table(\"a\", column(\"id\", Integer(), primary_key));";
inline constexpr auto drop_a = "op.drop_table(\"a\");";

/// Tables a, b and c, each with a column id, in three SQL revisions.
inline void write_line(const Project& project) {
    project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
    project.sql_revision(
        "bbbb22222222", "aaaa11111111", "create table b (id integer);", "drop table b;");
    project.sql_revision(
        "cccc33333333", "bbbb22222222", "create table c (id integer);", "drop table c;");
}

/// A user with a unique name; addresses that refer to users.
inline constexpr auto models =
    R"cpp(#pragma once
#include <azoth/orm.hpp>

          inline azoth::DeclarativeBase Base;

          struct Address;

          struct User {
              std::int64_t id = 0;
              std::string name{};
              std::optional<std::string> fullname{};
              azoth::Many<Address> addresses{};
          };

          struct Address {
              std::int64_t id = 0;
              std::string email{};
              std::int64_t user_id = 0;
              azoth::One<User> user{};
          };

          inline const auto users = Base.map<User>(
              "user_account",
              azoth::column(&User::name, azoth::String(30), azoth::unique),
              azoth::relationship(&User::addresses, azoth::Cascade::AllDeleteOrphan));

          inline const auto addresses = Base.map<Address>(
              "address",
              azoth::column(&Address::user_id,
                            azoth::foreign_key(&User::id, azoth::OnDelete::Cascade),
                            azoth::indexed));
    )cpp";

}  // namespace azoth::test
