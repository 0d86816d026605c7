// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include "integration/server.hpp"

#include <unistd.h>
#include <atomic>
#include <cstdlib>
#include <filesystem>

namespace orm_models {

using namespace azoth;

DeclarativeBase Base;

const auto users = Base.map<User>("user_account",
                                  column(&User::name, String(30), unique, required),
                                  relationship(&User::addresses, Cascade::AllDeleteOrphan),
                                  relationship(&User::groups, secondary<Membership>()));
const auto addresses =
    Base.map<Address>("address", column(&Address::user_id, foreign_key(&User::id), indexed));
const auto groups =
    Base.map<Group>("user_group", relationship(&Group::users, secondary<Membership>()));
const auto memberships =
    Base.map<Membership>("membership",
                         column(&Membership::user_id, primary_key, foreign_key(&User::id)),
                         column(&Membership::group_id, primary_key, foreign_key(&Group::id)));
const auto nodes = Base.map<Node>("node",
                                  column(&Node::parent_id, foreign_key(&Node::id)),
                                  relationship(&Node::parent, remote_side(&Node::id)),
                                  relationship(&Node::children, order_by(&Node::name)));
const auto countries = Base.map<Country>("country", column(&Country::code, String(2), primary_key));
const auto rates =
    Base.map<Rate>("rate",
                   column(&Rate::country_code, String(2), primary_key, foreign_key(&Country::code)),
                   column(&Rate::year, primary_key),
                   column(&Rate::note, server_default("'none'")));

const auto people = Base.map<Person>("person");
const auto passports =
    Base.map<Passport>("passport", column(&Passport::person_id, foreign_key(&Person::id), unique));
const auto departments = Base.map<Department>(
    "department",
    column(&Department::head_id, foreign_key(&Employee::id)),
    relationship(&Department::head, foreign_keys(&Department::head_id), post_update),
    relationship(&Department::employees, foreign_keys(&Employee::department_id)));
const auto employees =
    Base.map<Employee>("employee",
                       column(&Employee::department_id, foreign_key(&Department::id)),
                       relationship(&Employee::department,
                                    foreign_keys(&Employee::department_id),
                                    back_populates(&Department::employees)));

}  // namespace orm_models

namespace orm_test {

namespace {

std::string fresh_file() {
    static std::atomic<int> number{0};
    const auto path =
        std::filesystem::temp_directory_path() /
        ("azoth-orm-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".db");
    std::filesystem::remove(path);
    return path.string();
}

azoth::Engine emptied(azoth::Engine engine) {
    orm_models::Base.metadata.drop_all(engine);
    orm_models::Base.metadata.create_all(engine);
    return engine;
}

}  // namespace

Database::Database(azoth::Engine opened)
    : engine(emptied(std::move(opened))), make_session(engine), recorder(engine) {}

void Database::fill(const std::vector<std::string>& names, int addresses) {
    make_session.begin([&](azoth::Session& session) {
        for (const std::string& name : names) {
            auto user = session.add(orm_models::User{.name = name});
            for (int i = 0; i < addresses; ++i) {
                user->addresses.add(
                    orm_models::Address{.email = name + std::to_string(i) + "@example.org"});
            }
        }
    });
    (void)recorder.take();
}

std::vector<std::string> database_urls() {
    std::vector<std::string> urls{"sqlite:///" + fresh_file()};
    if (const std::string url = azoth::test::server_url(); !url.empty()) {
        urls.push_back(url);
    }
    return urls;
}

bool is_sqlite(const Database& database) {
    return database.engine.url().dialect == "sqlite";
}

}  // namespace orm_test
