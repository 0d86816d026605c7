// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// A session writes what was changed.
#include "check.hpp"
#include "models.hpp"

namespace {

void run(azoth::Engine& engine) {
    Base.metadata.create_all(engine);

    // [session]
    azoth::SessionMaker make_session{engine, {.autoflush = true}};

    {
        auto session = make_session();
        auto ed = session.add(User{.name = "ed", .addresses = {Address{.email = "ed@example.org"}}});
        session.commit();            // two INSERTs, one transaction
        ed->fullname = "Ed Jones";   // tracked: no save() call, no setter
        session.commit();            // UPDATE user_account SET fullname=? WHERE user_account.id = ?
    }
    // [/session]

    // [readme]
    make_session.begin([](azoth::Session& session) {  // commit on return, roll back on throw, always close
        auto ed = session.execute(azoth::select<User>().filter_by(&User::name, "ed")).scalar_one();
        ed->fullname = "Edward Jones";
        ed->addresses.add(session.add(Address{.email = "edward@example.org"}));
        for (azoth::Ref<const Address> address : ed->addresses) {
            std::printf("%s <%s>\n", ed->name.c_str(), address->email.c_str());
        }
    });
    // [/readme]

    auto session = make_session();
    auto ed = session.scalars(azoth::select<User>()).one();
    check(ed->fullname == "Edward Jones" && ed->addresses.size() == 2);
    check(!session.get<User>(99));

    // [rollback]
    ed->name = "somebody else";
    session.flush();
    session.rollback();             // members, links and keys are what the database has
    // [/rollback]
    check(ed->name == "ed");

    // [nested]
    {
        auto savepoint = session.begin_nested();
        session.remove(ed);
        session.flush();
    }                               // rolled back to the savepoint: ed is there again
    // [/nested]
    check(session.state(ed) == azoth::ObjectState::Persistent);

    // [merge]
    User copy = session.value(ed);  // an ordinary value, good for caching; its relationships are not loaded
    copy.fullname = "Ed";
    session.merge(copy);
    session.commit();
    // [/merge]
    check(ed->fullname == "Ed" && ed->addresses.size() == 2);

    session.remove(ed);             // its addresses go with it: Cascade::AllDeleteOrphan
    session.commit();
    check(session.execute(azoth::select(azoth::func::count(&Address::id))).scalar_one() == 0);
}

}  // namespace

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    run(engine);
}
