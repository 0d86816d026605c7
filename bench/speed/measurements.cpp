// SPDX-License-Identifier: MIT
#include "measurements.hpp"

#include "harness.hpp"

#include <cstdio>

namespace bench {

azoth::DeclarativeBase Base;

namespace {

using azoth::col, azoth::select;

const auto people = Base.map<Person>("person");

constexpr std::int64_t flushed = 100'000;
constexpr std::int64_t keys_asked = 100'000;

std::vector<std::int64_t> scattered_keys(std::int64_t most) {
    std::vector<std::int64_t> keys;
    for (std::int64_t i = 0; i < keys_asked; ++i) {
        keys.push_back(i * 7919 % most + 1);
    }
    return keys;
}

std::vector<Person> new_people(std::int64_t count) {
    std::vector<Person> result;
    for (std::int64_t i = 1; i <= count; ++i) {
        result.push_back(person(i));
        result.back().id = 0;
    }
    return result;
}

class Measurements {
public:
    explicit Measurements(const Setting& setting) : s_(setting) {}

    void run() {
        fill(s_.rows_read);
        reading();
        getting();
        flushing();
    }

private:
    [[nodiscard]] double budget(double embedded, double server) const {
        return s_.is_embedded ? embedded : server;
    }

    void empty() {
        s_.connection.rollback();
        Base.metadata.drop_all(s_.connection);
        Base.metadata.create_all(s_.connection);
        s_.connection.commit();
    }

    void fill(std::int64_t count) {
        empty();
        std::vector<Person> rows;
        for (std::int64_t i = 1; i <= count; ++i) {
            rows.push_back(person(i));
        }
        s_.connection.execute(azoth::insert<Person>(), rows);
        s_.connection.commit();
    }

    void reading() {
        compare({.what = "read rows into plain structs",
                 .budget = budget(1.00, 1.10),
                 .operations = s_.rows_read,
                 .by_hand = [&] { s_.by_hand.sum_all(); },
                 .with_azoth =
                     [&] {
                         double sum = 0;
                         for (const Person& row : s_.connection.execute(select<Person>())) {
                             sum += row.score + static_cast<double>(row.name.size());
                         }
                         s_.connection.rollback();
                         keep(sum);
                     }});
        compare({.what = "read rows into session objects, not touched",
                 .budget = 1.10,
                 .operations = s_.rows_read,
                 .by_hand =
                     [&] {
                         std::vector<Person> into;
                         s_.by_hand.read_all(into);
                     },
                 .with_azoth =
                     [&] {
                         azoth::Session session{s_.engine};
                         double sum = 0;
                         for (azoth::Ref<const Person> row : session.scalars(select<Person>())) {
                             sum += row->score;
                         }
                         keep(sum);
                     }});
    }

    void getting() {
        const auto keys = scattered_keys(s_.rows_read);
        compare({.what = "one row by key as a plain value",
                 .budget = 1.05,
                 .operations = keys_asked,
                 .by_hand = [&] { s_.by_hand.get(keys, nullptr); },
                 .with_azoth =
                     [&] {
                         double sum = 0;
                         for (const std::int64_t key : keys) {
                             sum += s_.connection
                                        .execute(select<Person>().where(col(&Person::id) == key))
                                        .one()
                                        .score;
                         }
                         s_.connection.rollback();
                         keep(sum);
                     }});
        compare({.what = "session.get by key, not there yet",
                 .budget = 1.15,
                 .operations = keys_asked,
                 .by_hand =
                     [&] {
                         std::vector<Person> kept;
                         s_.by_hand.get(keys, &kept);
                     },
                 .with_azoth =
                     [&] {
                         azoth::Session session{s_.engine};
                         for (const std::int64_t key : keys) {
                             keep(session.get<const Person>(key)->score);
                         }
                     }});
        azoth::Session session{s_.engine};
        constexpr std::int64_t few = 1'000;  // as many as a processor's nearest memory holds
        const auto all = session.scalars(select<Person>().where(col(&Person::id) <= few));
        report("session.get by key, already there", 40, keys_asked, [&] {
            for (std::int64_t i = 0; i < keys_asked; ++i) {
                keep(session.get<const Person>(i * 7919 % few + 1)->score);
            }
        });
    }

    void flushing() {
        const auto rows = new_people(flushed);
        compare({.what = "insert one by one, plain API",
                 .budget = 1.10,
                 .operations = flushed,
                 .prepare = [&] { empty(); },
                 .by_hand = [&] { s_.by_hand.insert_one_by_one(rows); },
                 .with_azoth =
                     [&] {
                         for (const Person& row : rows) {
                             s_.connection.execute(azoth::insert<Person>().values(row));
                         }
                         s_.connection.commit();
                     }});
        compare({.what = "flush new objects with generated keys",
                 .budget = budget(.55, .15),
                 .operations = flushed,
                 .prepare = [&] { empty(); },
                 .by_hand = [&] { s_.by_hand.insert_one_by_one(rows); },
                 .with_azoth =
                     [&] {
                         azoth::Session session{s_.engine};
                         session.add_all(rows);
                         session.commit();
                     }});
        compare({.what = "flush one-column changes",
                 .budget = budget(.70, .25),
                 .operations = flushed,
                 .prepare = [&] { fill_anew(); },
                 .prepare_azoth = [&] { change_all(); },
                 .by_hand = [&] { s_.by_hand.update_scores(flushed); },
                 .with_azoth = [&] { session_->commit(); }});
        session_.reset();
        compare({.what = "flush removals",
                 .budget = budget(.80, .10),
                 .operations = flushed,
                 .prepare = [&] { fill_anew(); },
                 .prepare_azoth = [&] { remove_all(); },
                 .by_hand = [&] { s_.by_hand.remove(flushed); },
                 .with_azoth = [&] { session_->commit(); }});
        session_.reset();
    }

    void fill_anew() {
        session_.reset();
        fill(flushed);
    }

    void change_all() {
        session_.emplace(s_.engine);
        for (azoth::Ref<Person> row : session_->scalars(select<Person>())) {
            row->score += 1;
        }
    }

    void remove_all() {
        session_.emplace(s_.engine);
        for (azoth::Ref<Person> row : session_->scalars(select<Person>())) {
            session_->remove(row);
        }
    }

    const Setting& s_;
    std::optional<azoth::Session> session_{};
};

}  // namespace

void measure(const Setting& setting) {
    Measurements{setting}.run();
}

}  // namespace bench
