// SPDX-License-Identifier: MIT
// Keys and defaults: what an INSERT stores, and what it leaves to defaults.
// clang-format off: the layout of the documents
#include "check.hpp"

// [mapping]
#include <azoth/orm.hpp>
#include <azoth/types/chrono.hpp>

struct Job {
    std::int64_t               id = 0;
    std::string                name{};
    bool                       active = true;  // a default of the program: the initialiser
    int                        tries = 5;
    std::optional<std::string> note{};
    std::optional<std::string> state{};
    azoth::DateTime            created{};
    int                        priority = 1;
};

inline azoth::DeclarativeBase Jobs;
inline const auto jobs = Jobs.map<Job>("job",
    azoth::column(&Job::name, azoth::required),
    azoth::column(&Job::note, azoth::server_default("'none'")),           // while it is empty
    azoth::column(&Job::state, azoth::default_("new"), azoth::not_null),  // while it is empty
    azoth::column(&Job::created, azoth::server_default("CURRENT_TIMESTAMP"), azoth::filled),
    azoth::column(&Job::priority, azoth::server_default("9"), azoth::sent));
// [/mapping]

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Jobs.metadata.create_all(engine);
    {
        // [session]
        azoth::Session session{engine};
        auto job = session.add(Job{.name = "a", .active = false, .tries = 0});
        session.commit();
        check(!job->active && job->tries == 0);    // what the object holds
        check(job->id == 1);                       // unset: numbered by the database
        check(job->note == "none");                // empty: the server's default
        check(job->state == "new");                // empty: azoth's default
        check(job->created != azoth::DateTime{});  // filled, and read back
        check(job->priority == 1);                 // sent
        // [/session]
    }
    // [statement]
    engine.begin([](azoth::Connection& connection) {
        const std::vector<Job> several{{.name = "b"}, {.name = "c", .note = "mine"}};
        connection.execute(azoth::insert<Job>(), several);
        connection.execute(azoth::insert<Job>().values(azoth::set(&Job::name, "d")));
    });  // active is true, tries is 5, state is "new" in each
    // [/statement]
    auto connection = engine.connect();
    const auto later = azoth::select<Job>().where(azoth::col(&Job::id) > 1);
    for (const Job& job : connection.execute(later)) {
        check(job.active && job.tries == 5 && job.priority == 1 && job.state == "new");
        check(job.note == (job.name == "c" ? "mine" : "none"));
        check(job.created != azoth::DateTime{});
    }
}
