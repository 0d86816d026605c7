// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("an insert of single values") {
    const auto query = insert<User>().values(set(&User::name, "x"),
                                             set(&User::fullname, std::nullopt),
                                             set(&User::age, col(&User::age) + 1));

    CHECK(sqlite(query) ==
          "INSERT INTO user_account (name, fullname, age, height, active) VALUES (?, NULL, "
          "user_account.age + ?, ?, ?)");
    CHECK(postgresql(query) ==
          "INSERT INTO user_account (name, fullname, age, height, active) VALUES ($1, NULL, "
          "user_account.age + $2, $3, $4)");
    CHECK(parameters(query) == Values{"x", 1, 0.0, false});
}

struct Job {
    std::int64_t id = 0;
    std::string name{};
    int tries = 5;
    bool open = true;
    std::optional<std::string> note{};
    std::optional<std::string> state{};
    std::optional<int> weight{};
    std::string stamp{};
};

TEST_CASE("members that no set() names are as in a new object") {
    DeclarativeBase jobs;
    jobs.map<Job>("job",
                  column(&Job::state, default_("new")),
                  column(&Job::weight, server_default("7")),
                  column(&Job::stamp, server_default("'now'"), filled));

    const auto query = insert<Job>().values(set(&Job::open, false)).values(set(&Job::name, "x"));
    const auto given = insert<Job>().values(set(&Job::name, "x"),
                                            set(&Job::stamp, "old"),
                                            set(&Job::weight, std::nullopt),
                                            set(&Job::state, std::nullopt));

    CHECK(sqlite(query) == "INSERT INTO job (open, tries, state, name) VALUES (?, ?, ?, ?)");
    CHECK(parameters(query) == Values{false, 5, "new", "x"});
    CHECK(sqlite(given) ==
          "INSERT INTO job (name, stamp, weight, state, tries, open) VALUES (?, ?, NULL, NULL, ?, "
          "?)");
    CHECK(parameters(given) == Values{"x", "old", 5, true});
}

TEST_CASE("a statement that was made before its struct was mapped is refused") {
    const auto query = insert<Job>().values(set(&Job::name, "x"));
    DeclarativeBase jobs;
    jobs.map<Job>("job");

    const auto [code, message] = refusal(query, "sqlite");
    CHECK(code == "statement-too-early");
    CHECK(message.ends_with("Job was mapped; make it in a function"));
}

TEST_CASE("objects that leave different columns to the database are one statement") {
    DeclarativeBase jobs;
    jobs.map<Job>("job", column(&Job::note, server_default("'none'")));
    std::vector<Job> rows{{.id = 7, .name = "a", .note = "x"}, {.name = "b"}};

    const auto query = insert<Job>().values(rows);

    CHECK(sqlite(query) ==
          "INSERT INTO job (id, name, tries, open, note, state, weight, stamp) VALUES (?, ?, ?, ?, "
          "?, NULL, NULL, ?), (NULL, ?, ?, ?, ('none'), NULL, NULL, ?)");
    CHECK(postgresql(query) ==
          "INSERT INTO job (id, name, tries, open, note, state, weight, stamp) VALUES ($1, $2, $3, "
          "$4, $5, NULL, NULL, $6), (DEFAULT, $7, $8, $9, DEFAULT, NULL, NULL, $10)");
    CHECK(parameters(query) == Values{7, "a", 5, true, "x", "", "b", 5, true, ""});
}

TEST_CASE("a required member that is left out, or empty, is refused on every way") {
    DeclarativeBase jobs;
    jobs.map<Job>("job", column(&Job::name, required));
    const auto is_refused = [](const auto& query) {
        const auto [code, message] = refusal(query, "sqlite");
        return code == "invalid-statement" &&
               message.find("Job is empty, and its mapping says `required`") != std::string::npos;
    };

    CHECK(is_refused(insert<Job>().values(set(&Job::tries, 1))));
    CHECK(is_refused(insert<Job>().values(Job{})));
    CHECK(is_refused(insert<Job>().values(std::vector<Job>{{.name = "x"}, {}})));
}

TEST_CASE("an insert of an object leaves the key to the database") {
    {
        const auto query = insert<Address>().values(Address{.email = "a@b", .user_id = 3});
        CHECK(sqlite(query) == "INSERT INTO address (email, user_id) VALUES (?, ?)");
        CHECK(postgresql(query) == "INSERT INTO address (email, user_id) VALUES ($1, $2)");
        CHECK(parameters(query) == Values{"a@b", 3});
    }
    {
        const auto query = insert<Address>().values(Address{.id = 9, .email = "a@b", .user_id = 3});
        CHECK(sqlite(query) == "INSERT INTO address (id, email, user_id) VALUES (?, ?, ?)");
        CHECK(postgresql(query) == "INSERT INTO address (id, email, user_id) VALUES ($1, $2, $3)");
        CHECK(parameters(query) == Values{9, "a@b", 3});
    }
}

TEST_CASE("an insert of several objects") {
    const std::vector<Address> rows{{.email = "a", .user_id = 1}, {.email = "b", .user_id = 2}};
    const auto query = insert<Address>().values(rows).returning(&Address::id);

    CHECK(sqlite(query) ==
          "INSERT INTO address (email, user_id) VALUES (?, ?), (?, ?) RETURNING id");
    CHECK(postgresql(query) ==
          "INSERT INTO address (email, user_id) VALUES ($1, $2), ($3, $4) RETURNING id");
    CHECK(parameters(query) == Values{"a", 1, "b", 2});
}

TEST_CASE("an insert without values") {
    const auto query = insert<Post>();

    CHECK(sqlite(query) == "INSERT INTO post DEFAULT VALUES");
    CHECK(postgresql(query) == "INSERT INTO post DEFAULT VALUES");
}

TEST_CASE("an upsert") {
    const User user{.name = "ed", .fullname = "Ed"};

    {
        const auto query = insert<User>()
                               .values(user)
                               .on_conflict(&User::name)
                               .do_update(set(&User::fullname, excluded(&User::fullname)),
                                          set(&User::age, col(&User::age) + excluded(&User::age)))
                               .returning(&User::id);
        CHECK(sqlite(query) ==
              "INSERT INTO user_account (name, fullname, age, height, active) VALUES (?, "
              "?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET fullname = excluded.fullname, "
              "age = user_account.age + excluded.age RETURNING id");
        CHECK(postgresql(query) ==
              "INSERT INTO user_account (name, fullname, age, height, active) VALUES ($1, "
              "$2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET fullname = "
              "excluded.fullname, age = user_account.age + excluded.age RETURNING id");
        CHECK(parameters(query) == Values{"ed", "Ed", 0, 0.0, false});
    }
    {
        const auto query = insert<Tag>().values(set(&Tag::name, "x")).on_conflict().do_nothing();
        CHECK(sqlite(query) == "INSERT INTO tag (name) VALUES (?) ON CONFLICT DO NOTHING");
        CHECK(postgresql(query) == "INSERT INTO tag (name) VALUES ($1) ON CONFLICT DO NOTHING");
        CHECK(parameters(query) == Values{"x"});
    }
    {
        const auto query = insert<Tag>()
                               .values(set(&Tag::name, "x"))
                               .on_conflict(&Tag::id, &Tag::name)
                               .do_nothing();
        CHECK(sqlite(query) ==
              "INSERT INTO tag (name) VALUES (?) ON CONFLICT (id, name) DO NOTHING");
        CHECK(postgresql(query) ==
              "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (id, name) DO NOTHING");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("an update") {
    {
        const auto query = update<User>()
                               .set(&User::fullname, func::upper(&User::name))
                               .set(&User::age, 5)
                               .where(col(&User::id) > 5);
        CHECK(sqlite(query) ==
              "UPDATE user_account SET fullname=upper(user_account.name), age=? WHERE "
              "user_account.id > ?");
        CHECK(postgresql(query) ==
              "UPDATE user_account SET fullname=upper(user_account.name), age=$1 WHERE "
              "user_account.id > $2");
        CHECK(parameters(query) == Values{5, 5});
    }
    {
        const auto query =
            update<User>().values(set(&User::name, "x"), set(&User::fullname, std::nullopt));
        CHECK(sqlite(query) == "UPDATE user_account SET name=?, fullname=NULL");
        CHECK(postgresql(query) == "UPDATE user_account SET name=$1, fullname=NULL");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("a column that is set twice gets the later value") {
    const auto query = update<User>()
                           .set(&User::age, 1)
                           .set(&User::name, "x")
                           .set(&User::age, col(&User::age) + 2);
    const auto added = insert<Tag>()
                           .values(set(&Tag::name, "x"))
                           .values(set(&Tag::name, "y"))
                           .on_conflict(&Tag::name)
                           .do_update(set(&Tag::name, "a"), set(&Tag::name, "b"));

    CHECK(sqlite(query) == "UPDATE user_account SET name=?, age=user_account.age + ?");
    CHECK(parameters(query) == Values{"x", 2});
    CHECK(postgresql(added) ==
          "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = $2");
    CHECK(parameters(added) == Values{"y", "b"});
}

TEST_CASE("an update from a scalar query") {
    const auto query = update<User>().set(&User::age,
                                          select(func::count())
                                              .select_from<Address>()
                                              .where(col(&Address::user_id) == col(&User::id))
                                              .scalar_subquery());

    CHECK(sqlite(query) ==
          "UPDATE user_account SET age=(SELECT count(*) AS count_1 FROM address WHERE "
          "address.user_id = user_account.id)");
    CHECK(postgresql(query) ==
          "UPDATE user_account SET age=(SELECT count(*) AS count_1 FROM address WHERE "
          "address.user_id = user_account.id)");
}

TEST_CASE("an update gives the rows back") {
    const auto query = update<User>()
                           .set(&User::active, true)
                           .where(col(&User::id) == 1)
                           .returning(&User::id, func::upper(&User::name));

    CHECK(sqlite(query) ==
          "UPDATE user_account SET active=? WHERE user_account.id = ? RETURNING id, "
          "upper(name) AS upper_1");
    CHECK(postgresql(query) ==
          "UPDATE user_account SET active=$1 WHERE user_account.id = $2 RETURNING id, "
          "upper(name) AS upper_1");
    CHECK(parameters(query) == Values{true, 1});
}

TEST_CASE("a delete") {
    {
        const auto query = delete_from<User>().where(col(&User::id).in_(select(&Address::user_id)));
        CHECK(sqlite(query) ==
              "DELETE FROM user_account WHERE user_account.id IN (SELECT address.user_id "
              "FROM address)");
        CHECK(postgresql(query) ==
              "DELETE FROM user_account WHERE user_account.id IN (SELECT address.user_id "
              "FROM address)");
    }
    {
        const auto query = delete_from<User>();
        CHECK(sqlite(query) == "DELETE FROM user_account");
        CHECK(postgresql(query) == "DELETE FROM user_account");
    }
    {
        const auto query = delete_from<User>()
                               .where(col(&User::id) == 1)
                               .where(col(&User::age) > 2)
                               .returning(&User::name);
        CHECK(sqlite(query) ==
              "DELETE FROM user_account WHERE user_account.id = ? AND user_account.age > ? "
              "RETURNING name");
        CHECK(postgresql(query) ==
              "DELETE FROM user_account WHERE user_account.id = $1 AND user_account.age > "
              "$2 RETURNING name");
        CHECK(parameters(query) == Values{1, 2});
    }
}

}  // namespace
