// SPDX-License-Identifier: MIT
#include <azoth/orm.hpp>

#include "integration/drivers/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace {

using namespace azoth;

struct Counter {
    std::int64_t id = 0;
    std::int64_t value = 0;
};

DeclarativeBase base;
const auto counters = base.map<Counter>("counter");

constexpr int thread_count = 20;
constexpr int rounds = 200;

/// A file that the engine makes, with one counter.
Engine counting_engine(const test_support::TemporaryFolder& folder) {
    Engine engine = create_engine("sqlite:///" + folder.file("counter.db"));
    base.metadata.create_all(engine);
    SessionMaker{engine}.begin([](Session& session) { session.add(Counter{.id = 1}); });
    return engine;
}

void count(Session& session) {
    const Ref<Counter> counter = session.get<Counter>(1);
    counter->value += 1;
}

std::int64_t counted(const Engine& engine) {
    return Session{engine}.get<Counter>(1)->value;
}

/// The different messages of what failed, one a line.
template <class Work>
std::string in_threads(Work&& work) {
    std::mutex mutex;
    std::set<std::string> failures;
    std::vector<std::thread> threads;
    for (int i = 0; i < thread_count; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                try {
                    work();
                } catch (const Error& error) {
                    const std::lock_guard guard{mutex};
                    failures.insert(error.message());
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::string lines;
    for (const std::string& failure : failures) {
        lines += failure + '\n';
    }
    return lines;
}

}  // namespace

TEST_CASE("threads that read and then write one SQLite file through begin() lose nothing") {
    const test_support::TemporaryFolder folder;
    const Engine engine = counting_engine(folder);
    const SessionMaker make_session{engine};

    const auto failures = in_threads([&] { make_session.begin(count); });

    CHECK(failures == "");
    CHECK(counted(engine) == thread_count * rounds);
}

TEST_CASE("threads whose sessions write what they read before come through by retry()") {
    const test_support::TemporaryFolder folder;
    const Engine engine = counting_engine(folder);
    const SessionMaker make_session{engine};

    const auto failures = in_threads([&] {
        make_session.retry([&] {
            Session session = make_session();
            count(session);
            session.commit();
        });
    });

    CHECK(failures == "");
    CHECK(counted(engine) == thread_count * rounds);
}

TEST_CASE("many threads that open one new SQLite file at once find it with a write-ahead log") {
    const test_support::TemporaryFolder folder;
    std::mutex mutex;
    std::vector<std::string> modes;
    std::vector<std::thread> threads;

    for (int i = 0; i < thread_count; ++i) {
        threads.emplace_back([&] {
            Engine engine = create_engine("sqlite:///" + folder.file("new.db"));
            base.metadata.create_all(engine);
            auto connection = engine.connect();
            const Value mode = connection.execute(text("PRAGMA journal_mode")).scalar();
            const std::lock_guard guard{mutex};
            modes.push_back(mode.as_text());
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    CHECK(modes == std::vector<std::string>(thread_count, "wal"));
    for (const auto& left : std::filesystem::directory_iterator{folder.file("")}) {
        CHECK(left.path().filename().string().starts_with("new.db"));
        CHECK(left.path().filename().string().find("azoth") == std::string::npos);
    }
}
