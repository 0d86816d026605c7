// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Queries that the compiler checks.
#include "check.hpp"
#include "models.hpp"

#include <span>
#include <vector>

struct Employee {
    std::int64_t                id = 0;
    std::string                 name{};
    std::optional<std::int64_t> manager_id{};
};

inline const auto employees = Base.map<Employee>("employee",
    azoth::column(&Employee::manager_id, azoth::foreign_key(&Employee::id)));

// [using]
using azoth::col, azoth::select, azoth::func, azoth::insert, azoth::update, azoth::delete_from, azoth::set, azoth::excluded;
// [/using]

namespace {

void reading(azoth::Session& session, azoth::Connection& connection) {
    // [select]
    auto by_name = select<User>().where(col(&User::name) == "ed" and col(&User::fullname).is_not_null())
                                 .order_by(col(&User::id).desc())
                                 .limit(10);

    for (azoth::Ref<const User> user : session.scalars(by_name)) {  // reading; Ref<User> to change
        std::printf("%s\n", user->name.c_str());
    }
    auto user  = session.execute(select<User>().filter_by(&User::name, "ed")).scalar_one();
    auto maybe = session.scalars(by_name).first();
    // [/select]
    check(user->name == "ed" && maybe == user);

    // [tuples]
    auto counts = select(&User::name, func::count(&Address::id))  // rows are (std::string, std::int64_t)
                      .join(&User::addresses)
                      .group_by(&User::name)
                      .having(func::count(&Address::id) > 1);
    for (auto [name, n] : session.execute(counts)) {
        std::printf("%s has %lld addresses\n", name.c_str(), static_cast<long long>(n));
    }
    // [/tuples]
    check(session.execute(counts).all().size() == 1);

    // [values]
    for (const User& row : connection.execute(select<User>())) {  // plain values, no session
        std::printf("%s\n", row.name.c_str());
    }
    // [/values]

    // [alias]
    auto manager = azoth::alias<Employee>("manager");
    auto reports = select<Employee>().join(manager, col(&Employee::manager_id) == manager[&Employee::id])
                                     .where(manager[&Employee::name] == "Ann");
    // [/alias]
    check(connection.execute(reports).one().name == "Bob");

    // [loading]
    session.scalars(select<User>().options(azoth::selectin_load(&User::addresses)));
    session.scalars(select<const User>());  // read-only objects: never compared, never written
    // [/loading]

    // [composed]
    auto statement = select<User>();
    const bool only_named = true;
    if (only_named) {
        statement = statement.where(col(&User::fullname).is_not_null());  // keeps its type
    }
    // [/composed]
    check(session.scalars(statement).all().size() == 1);

    // [outer]
    auto everybody = select<User, std::optional<Address>>().outer_join(&User::addresses);
    for (const auto& [person, address] : connection.execute(everybody)) {
        std::printf("%s: %s\n", person.name.c_str(), address ? address->email.c_str() : "no address");
    }
    // [/outer]
}

void expressing(azoth::Connection& connection) {
    // [expressions]
    auto some = select<User>().where(col(&User::name).in_({"ed", "wendy"}) and not col(&User::name).starts_with("x"))
                              .where(func::length(&User::name) * 2 > 3 or col(&User::fullname).ilike("%jones"));

    const auto addresses_of_user = select(&Address::id).where(col(&Address::user_id) == col(&User::id));
    auto without = select<User>().where(not azoth::exists(addresses_of_user));  // correlated: User is outside

    auto kind = azoth::case_(azoth::when(col(&User::fullname).is_null(), "unnamed")).else_("named");
    auto kinds = select(kind.label("kind"), func::count(&User::id)).group_by(kind);
    // [/expressions]
    check(connection.execute(some).all().size() == 2);
    check(connection.execute(without).one().name == "wendy");
    check(connection.execute(kinds).all().size() == 2);

    // [recursive]
    auto top  = select(col(&Employee::id), col(&Employee::name)).where(col(&Employee::manager_id).is_null());
    auto team = azoth::recursive_cte("team", top, [](const auto& self) {
        return select(col(&Employee::id), col(&Employee::name))
            .join(self, col(&Employee::manager_id) == self.c(&Employee::id));
    });
    auto everybody_below = select(team.c(&Employee::name)).select_from(team);  // WITH RECURSIVE team(id, name) AS (…)
    // [/recursive]
    check(connection.execute(everybody_below).all().size() == 2);
}

void changing(azoth::Connection& connection) {
    const std::vector<User> rows{{.name = "ann"}, {.name = "bob"}};
    const User user{.name = "ann", .fullname = "Ann B"};
    // [change]
    auto one  = insert<User>().values(set(&User::name, "x"), set(&User::fullname, "X"));
    connection.execute(insert<User>(), std::span<const User>{rows});  // bulk: one fast path per database
    auto many = insert<User>().values(user).on_conflict(&User::name).do_update(set(&User::fullname, excluded(&User::fullname))).returning(&User::id);
    auto up   = update<User>().set(&User::fullname, func::upper(&User::name)).where(col(&User::id) > 5);
    auto gone = delete_from<User>().where(col(&User::id).in_(select(&Address::user_id)));
    // [/change]
    check(connection.execute(one).rowcount() == 1);
    check(connection.execute(many).one() > 0);
    connection.execute(up);
    check(connection.execute(gone).rowcount() == 1);

    // [to_sql]
    const auto [sql, parameters] = azoth::to_sql(up, "postgresql");
    // UPDATE user_account SET fullname=upper(user_account.name) WHERE user_account.id > $1
    // [/to_sql]
    check(sql == "UPDATE user_account SET fullname=upper(user_account.name) WHERE user_account.id > $1");
    check(parameters == std::vector<azoth::Value>{5});
}

void run(azoth::Engine& engine) {
    Base.metadata.create_all(engine);
    {
        azoth::Session session{engine};
        session.add(User{.name = "ed", .fullname = "Ed", .addresses = {Address{.email = "a"}, Address{.email = "b"}}});
        session.add(User{.name = "wendy"});
        session.add(Employee{.id = 1, .name = "Ann"});
        session.add(Employee{.id = 2, .name = "Bob", .manager_id = 1});
        session.commit();
        auto connection = engine.connect();
        reading(session, connection);
        expressing(connection);
    }
    engine.begin(changing);
}

}  // namespace

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    run(engine);
}
