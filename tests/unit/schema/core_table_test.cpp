// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/expression/operators.hpp>
#include <azoth/schema/core_table.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;

template <class Call>
std::string code_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

struct Fixture {
    MetaData metadata;
    Table users{"users",
                metadata,
                column("id", Integer(), primary_key),
                column("name", String(50), not_null),
                column("nick", String(20)),
                unique_constraint({"name"})};
};

TEST_CASE_FIXTURE(Fixture, "a table without struct is in the metadata with its constraints named") {
    CHECK(&users.table() == metadata.find("users"));
    CHECK(users.full_name() == "users");
    CHECK(users.table().columns.size() == 3);
    CHECK(users.table().primary_key->name == "pk_users");
    CHECK(users.table().uniques[0].name == "uq_users_name");
}

TEST_CASE_FIXTURE(Fixture, "a second table of one name is refused") {
    static_cast<void>(metadata.tables());

    CHECK(code_of([&] { const Table again("users", metadata, column("id", Integer())); }) ==
          "duplicate-table");
}

TEST_CASE("an option of columns is none of indexes") {
    CHECK(code_of([] { static_cast<void>(index("ix", {"a"}, primary_key)); }) ==
          "bad-index-option");
}

TEST_CASE("a value has the content of its kind only") {
    CHECK(code_of([] { static_cast<void>(Value{"x"}.as_integer()); }) == "value-kind");
}

TEST_CASE_FIXTURE(Fixture, "columns are named, with any value or with one type") {
    const Expression<Value> any = users.c("name");
    const Expression<std::string> text = users.c<std::string>("name");

    CHECK(any.tree().node->kind == tree::ExpressionKind::TableColumn);
    CHECK(any.tree().node->text() == "name");
    CHECK(any.tree().node->child(0)->kind == tree::SourceKind::Table);
    CHECK(any.tree().node->child(0)->subject == &users.table());
    CHECK(text.tree().node->text() == "name");
    CHECK(text.tree().node->child(0) == any.tree().node->child(0));
    // Whether NULL may be read is part of what the statement asks.
    CHECK(any.tree().node->code == 1);
    CHECK(text.tree().node->code == 0);
}

TEST_CASE_FIXTURE(Fixture, "a column of any value is compared with whatever comes") {
    const auto condition = users.c("name") == "ed" and users.c("id") > 5 and
                           users.c("nick") == std::nullopt and users.c("id") != Value{7};

    CHECK(condition.tree().node->kind == tree::ExpressionKind::Binary);
}

TEST_CASE_FIXTURE(Fixture, "a wrong column is a node that says so") {
    const auto unknown = users.c("nam");
    const auto wrong = users.c<double>("name");
    const auto nullable = users.c<std::string>("nick");

    CHECK(unknown.tree().node->kind == tree::Kind::invalid());
    CHECK(unknown.tree().node->text() ==
          "cannot use column \"nam\" of table \"users\": there is none of that name; did you mean "
          "\"name\"?");
    CHECK(wrong.tree().node->text() ==
          "cannot use column \"name\" of table \"users\" as double: its type is String(50); write "
          "c<T> with a type "
          "that such a column holds, or c(\"name\")");
    CHECK(nullable.tree().node->kind == tree::Kind::invalid());
    CHECK(users.c<std::optional<std::string>>("nick").tree().node->kind ==
          tree::ExpressionKind::TableColumn);
}

TEST_CASE_FIXTURE(Fixture, "an alias is a second look at the table") {
    const auto other = users.alias("other");

    CHECK(other.tree().node->kind == tree::SourceKind::Alias);
    CHECK(other.c("id").tree().node->child(0) == other.tree().node);
    CHECK(other.c("id").tree().node->hash != users.c("id").tree().node->hash);
}

TEST_CASE_FIXTURE(Fixture, "a handle to a table that is there names the same columns") {
    const Table again{*metadata.find("users")};

    CHECK(again.c("id").tree().node->hash == users.c("id").tree().node->hash);
    CHECK(again.full_name() == "users");
}

TEST_CASE("a table of a wrong definition is told at the first look at the metadata") {
    MetaData metadata;
    const Table wrong{"wrong", metadata, column("id", Integer()), column("id", Integer())};

    CHECK(wrong.c("id").tree().node->kind == tree::Kind::invalid());
    CHECK(wrong.alias("w").tree().node->kind == tree::Kind::invalid());
    CHECK(code_of([&] { static_cast<void>(wrong.table()); }) == "unusable-table");
    CHECK(code_of([&] { static_cast<void>(metadata.tables()); }) == "duplicate-column");
    CHECK(code_of([&] { static_cast<void>(metadata.find("x")); }) == "duplicate-column");
}

TEST_CASE("a table of a wrong definition is told at once where somebody has looked") {
    MetaData metadata;
    static_cast<void>(metadata.tables());

    CHECK(code_of([&] {
              const Table wrong("t", metadata, column("a", Integer(), foreign_key("b")));
          }) == "bad-foreign-key-target");
}

}  // namespace
