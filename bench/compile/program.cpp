// SPDX-License-Identifier: MIT
// Two models: created, inserted, selected, joined. `twin.cpp` does the same by hand.
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

inline const auto users =
    Base.map<User>("user_account", azoth::column(&User::name, azoth::String(30), azoth::unique));
inline const auto addresses =
    Base.map<Address>("address", azoth::column(&Address::user_id, azoth::foreign_key(&User::id)));

std::size_t work() {
    azoth::Engine engine = azoth::create_engine("sqlite://");
    Base.metadata.create_all(engine);
    azoth::Connection connection = engine.connect();
    connection.execute(azoth::insert<User>().values(User{.name = "ed"}));
    connection.execute(
        azoth::insert<Address>().values(Address{.email = "ed@example.org", .user_id = 1}));
    std::size_t count =
        connection.execute(azoth::select<User>().where(azoth::col(&User::name) == "ed"))
            .all()
            .size();
    for (auto [name, email] :
         connection.execute(azoth::select(&User::name, &Address::email).join(&User::addresses))) {
        count += name.size() + email.size();
    }
    return count;
}
