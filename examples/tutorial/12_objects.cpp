// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// When objects are loaded again, and what leaves a session.
#include "check.hpp"
#include "models.hpp"

using azoth::select;

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Base.metadata.create_all(engine);
    azoth::SessionMaker make_session{engine};
    auto session = make_session();
    auto ed = session.add(User{.name = "ed"});
    session.commit();

    // [stale]
    engine.begin([](azoth::Connection& c) { c.execute(azoth::text("update user_account set fullname = 'Ed'")); });
    std::printf("%s\n", ed->fullname->c_str());  // Ed: after a commit an object is loaded again when it is looked at

    session.refresh(ed);     // loads it now; changes are lost
    session.expire(ed);      // loads it when it is looked at
    session.expire_all();    // the same for every object
    // [/stale]
    check(ed->fullname == "Ed");
    session.rollback();

    // [keep]
    azoth::SessionMaker keeps{engine, {.expire_on_commit = false}};
    auto reader = keeps();
    auto user = reader.execute(select<User>()).scalar_one();
    reader.commit();
    std::printf("%s\n", user->name.c_str());  // no SQL: as it was loaded
    // [/keep]
    check(reader.stats().reloads == 0);

    // [expunge]
    User copy = reader.value(user);  // a plain value: the way to keep one
    reader.expunge(user);            // the session forgets it; access is a DetachedInstanceError
    reader.expunge_all();
    // [/expunge]
    check(copy.name == "ed" && reader.state(user) == azoth::ObjectState::Detached);

    // [statistics]
    const azoth::SessionStatistics& stats = session.stats();
    for (const azoth::LazyLoad& load : stats.lazy_loads) {  // the lines of your program that load one by one
        std::printf("%s:%u: %s, %llu times\n", load.file.c_str(), load.line, load.member.c_str(),
                    static_cast<unsigned long long>(load.count));
    }
    // [/statistics]
    check(stats.flushes == 1);
}
