// SPDX-License-Identifier: MIT
#include <azoth/engine/to_sql.hpp>
#include <azoth/orm.hpp>
#include <azoth/types/chrono.hpp>

#include "integration/drivers/temporary_folder.hpp"
#include "integration/server.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using namespace azoth;
using namespace std::chrono;
using Lines = std::vector<std::string>;

struct Moment {
    std::int64_t id = 0;
    DateTime at{};
    Time time{};
    std::optional<DateTimeTz> seen{};
    Date day{};
};

struct Shared {
    std::int64_t id = 0;
    DateTime at{};
    std::optional<Time> time{};
};

struct Price {
    std::int64_t id = 0;
    Decimal amount{};
    Decimal tax{};
    std::int64_t pieces = 1;
};

struct Length {
    std::int64_t id = 0;
    double metres = 0;
};

DeclarativeBase base;
const auto moments = base.map<Moment>("moment");
const auto shared_rows = base.map<Shared>("shared",
                                          column(&Shared::at, stored_as(StoredForm::SqlAlchemy)),
                                          column(&Shared::time, stored_as(StoredForm::SqlAlchemy)));
const auto prices = base.map<Price>(
    "price", column(&Price::amount, Numeric(10, 2)), column(&Price::tax, Numeric(10, 3)));
const auto lengths = base.map<Length>("length");

constexpr DateTime noon{sys_days{2024y / 1 / 1} + 12h};

Engine fresh(const EngineOptions& options = {}, const std::string& url = "sqlite://") {
    Engine engine = create_engine(url, options);
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    return engine;
}

Lines texts(const Engine& engine, std::string_view sql) {
    Connection connection = engine.connect();
    Lines lines;
    for (const Row& row : connection.execute(text(sql)).all()) {
        lines.push_back(row[0].kind() == ValueKind::Text ? std::string{row[0].as_text()}
                                                         : row[0].to_string());
    }
    return lines;
}

void run(const Engine& engine, std::string_view sql) {
    engine.begin([&](Connection& connection) { connection.run_script(sql); });
}

template <class Condition>
std::int64_t count_where(const Engine& engine, Condition&& condition) {
    return engine.connect().execute(select(func::count(&Moment::id)).where(condition)).scalar_one();
}

void add(const Engine& engine, std::vector<Price> rows) {
    engine.begin([&](Connection& connection) { connection.execute(insert<Price>(), rows); });
}

std::string code_of(auto&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

}  // namespace

TEST_CASE("SQLite: times without fraction are stored as SQLite's own functions write them") {
    const Engine engine = fresh();
    SessionMaker{engine}.begin([](Session& session) {
        session.add(Moment{.at = noon, .time = Time{12h}, .seen = DateTimeTz{noon}});
    });
    engine.begin([](Connection& connection) {
        connection.execute(insert<Moment>().values(set(&Moment::at, noon + 500ms),
                                                   set(&Moment::time, Time{12h + 1us}),
                                                   set(&Moment::day, sys_days{2024y / 1 / 1})));
        connection.execute(insert<Moment>(), std::vector<Moment>(20, Moment{.at = noon}));
    });

    CHECK(texts(engine, "SELECT DISTINCT at FROM moment ORDER BY at") ==
          Lines{"2024-01-01 12:00:00", "2024-01-01 12:00:00.500000"});
    CHECK(texts(engine, "SELECT DISTINCT time FROM moment ORDER BY time") ==
          Lines{"00:00:00", "12:00:00", "12:00:00.000001"});
    CHECK(texts(engine, "SELECT seen FROM moment WHERE seen IS NOT NULL") ==
          Lines{"2024-01-01 12:00:00"});
    CHECK(texts(engine, "SELECT count(*) FROM moment WHERE at = datetime('2024-01-01 12:00')") ==
          Lines{"21"});
}

TEST_CASE("SQLite: rows that SQLite's own functions wrote are found, and times sort") {
    const Engine engine = fresh();
    run(engine,
        "INSERT INTO moment (at, time, day) VALUES (datetime('2024-01-01 12:00:00'), "
        "time('12:00:00'), "
        "date('2024-01-01'))");
    engine.begin([](Connection& connection) {
        for (const microseconds more : {1us, microseconds{1s}, -1us, microseconds{500ms}}) {
            connection.execute(insert<Moment>(),
                               std::vector{Moment{.at = noon + more, .time = Time{12h + more}}});
        }
    });

    CHECK(count_where(engine, col(&Moment::at) == noon) == 1);
    CHECK(count_where(engine, col(&Moment::at) >= noon) == 4);
    CHECK(count_where(engine, col(&Moment::at) < noon) == 1);
    CHECK(count_where(engine, col(&Moment::at).between(noon, noon + 500ms)) == 3);
    CHECK(count_where(engine, col(&Moment::time) >= Time{12h}) == 4);
    CHECK(engine.connect().execute(select(&Moment::at).order_by(&Moment::at)).all() ==
          std::vector<DateTime>{noon - 1us, noon, noon + 1us, noon + 500ms, noon + 1s});
}

TEST_CASE("SQLite: an engine may store times as SQLAlchemy does, and reads both forms") {
    const Engine engine = fresh({.stored_form = StoredForm::SqlAlchemy});
    engine.begin([](Connection& connection) {
        connection.execute(insert<Moment>(), std::vector{Moment{.at = noon, .time = Time{12h}}});
    });
    SessionMaker{engine}.begin([](Session& session) { session.add(Moment{.at = noon}); });

    CHECK(texts(engine, "SELECT at || ' ' || time FROM moment ORDER BY time DESC") ==
          Lines{"2024-01-01 12:00:00.000000 12:00:00.000000",
                "2024-01-01 12:00:00.000000 00:00:00.000000"});
    CHECK(count_where(engine, col(&Moment::at) == noon) == 2);

    run(engine, "UPDATE moment SET at = '2024-01-01 12:00:00'");
    CHECK(engine.connect().execute(select(&Moment::at)).all() == std::vector<DateTime>{noon, noon});
}

TEST_CASE("SQLite: a column may have a form of its own, however its values are written") {
    const Engine engine = fresh();
    SessionMaker{engine}.begin([](Session& session) {
        const Ref<Shared> shared = session.add(Shared{.at = noon});
        session.flush();
        shared->time = Time{12h};
    });
    engine.begin([](Connection& connection) {
        connection.execute(insert<Shared>(), std::vector<Shared>(20, Shared{.at = noon}));
        connection.execute(insert<Shared>().values(Shared{.at = noon}));
        connection.execute(
            insert<Shared>().values(set(&Shared::at, noon), set(&Shared::time, Time{1h})));
        connection.execute(insert<Shared>().values(set(&Shared::at, DateTime::max())));
        connection.execute(
            update<Shared>().set(&Shared::time, Time{13h}).where(col(&Shared::time) == Time{1h}));
    });
    const auto count = [&](auto&& condition) {
        return engine.connect()
            .execute(select(func::count(&Shared::id)).where(condition))
            .scalar_one();
    };

    CHECK(texts(engine, "SELECT DISTINCT at FROM shared ORDER BY at") ==
          Lines{"2024-01-01 12:00:00.000000", "infinity"});
    CHECK(texts(engine, "SELECT DISTINCT time FROM shared WHERE time IS NOT NULL ORDER BY time") ==
          Lines{"12:00:00.000000", "13:00:00.000000"});
    CHECK(count(col(&Shared::at) == noon) == 23);
    CHECK(count(col(&Shared::at).in_({noon, noon + 1us})) == 23);
    CHECK(count(col(&Shared::at).between(noon, noon)) == 23);
    CHECK(count(col(&Shared::at) < noon) == 0);
    CHECK(count(col(&Shared::at) == DateTime::max()) == 1);
    CHECK(to_sql(select(&Shared::id).where(col(&Shared::at) == noon), engine).sql ==
          "SELECT shared.id FROM shared WHERE shared.at = replace(substr(? || '.000000', 1, "
          "26), 'infinity.000000', 'infinity')");
}

TEST_CASE("SQLite: dates that would not sort among the others are refused") {
    const Engine engine = fresh();
    const auto store = [&](Moment moment) {
        return code_of([&] {
            engine.begin([&](Connection& connection) {
                connection.execute(insert<Moment>(), std::vector{moment});
            });
        });
    };
    const auto in_batch = [&](Moment moment) {
        return code_of([&] {
            engine.begin([&](Connection& connection) {
                connection.execute(insert<Moment>(), std::vector<Moment>(20, moment));
            });
        });
    };

    for (const year far : {-43y, 0y, 10'000y}) {
        CHECK(store({.day = sys_days{far / 1 / 2}}) == "unsupported-value");
        CHECK(store({.at = sys_days{far / 1 / 2}}) == "unsupported-value");
        CHECK(in_batch({.day = sys_days{far / 1 / 2}}) == "unsupported-value");
        CHECK(code_of([&] {
                  (void)count_where(engine, col(&Moment::day) < sys_days{far / 1 / 2});
              }) == "unsupported-value");
    }
    CHECK(store({.day = sys_days{1y / 1 / 1}}) == "");
    CHECK(store({.at = sys_days{10'000y / 1 / 1} - 1us, .day = sys_days{9999y / 12 / 31}}) == "");
    CHECK(store({.at = DateTime::max(), .day = Date{days{INT32_MAX}}}) == "");
    CHECK(texts(engine, "SELECT day FROM moment ORDER BY day") ==
          Lines{"0001-01-01", "9999-12-31", "infinity"});
}

TEST_CASE("sums and products of decimals have the digits that decimals have") {
    for (const std::string& url : {std::string{"sqlite://"}, test::server_url()}) {
        if (url.empty()) {
            continue;
        }
        CAPTURE(url);
        const Engine engine = fresh({}, url);
        add(engine,
            {{.amount = Decimal{"0.10"}, .tax = Decimal{"0.001"}},
             {.amount = Decimal{"0.20"}, .tax = Decimal{"0.002"}}});
        Connection connection = engine.connect();
        const auto value = [&](auto&& item) {
            return connection.execute(select(item)).first().value().value_or(Decimal{"-1"});
        };

        CHECK(value(func::sum(&Price::amount)) == Decimal{"0.3"});
        CHECK(value(func::sum(col(&Price::amount) + col(&Price::tax))) == Decimal{"0.303"});
        CHECK(connection
                  .execute(select(func::count(&Price::id))
                               .having(func::sum(&Price::amount) == Decimal{"0.3"}))
                  .all() == std::vector<std::int64_t>{2});
        CHECK(connection
                  .execute(select(func::count(&Price::id))
                               .having(func::sum(&Price::amount) > Decimal{"0.3"}))
                  .all()
                  .empty());
        CHECK(connection
                  .execute(select(func::count(&Price::id))
                               .where(col(&Price::amount) + Decimal{"0.2"} == Decimal{"0.3"}))
                  .one() == 1);
        CHECK(connection.execute(select(func::sum(&Price::amount).over())).all() ==
              std::vector<std::optional<Decimal>>(2, Decimal{"0.3"}));
        CHECK(connection.execute(select(func::sum(&Price::amount).filter(col(&Price::pieces) == 1)))
                  .one() == Decimal{"0.3"});
        CHECK(connection.execute(select(func::coalesce(func::sum(&Price::amount), Decimal{"0"})))
                  .one() == Decimal{"0.3"});
        CHECK(connection.execute(select(func::avg(&Price::amount))).one() == 0.15);
        CHECK(connection.execute(select(func::min(&Price::amount))).one() == Decimal{"0.1"});

        connection.execute(update<Price>()
                               .set(&Price::amount, col(&Price::amount) + Decimal{"0.20"})
                               .where(col(&Price::amount) == Decimal{"0.1"}));
        CHECK(connection
                  .execute(
                      select(func::count(&Price::id)).where(col(&Price::amount) == Decimal{"0.3"}))
                  .one() == 1);
        connection.rollback();
        base.metadata.drop_all(const_cast<Engine&>(engine));
    }
}

TEST_CASE("SQLite: a zero has no sign") {
    const Engine engine = fresh();
    engine.begin([](Connection& connection) {
        connection.execute(insert<Length>(), std::vector{Length{.metres = -0.0}});
    });

    const double stored = engine.connect().execute(select(&Length::metres)).one();
    CHECK(stored == -0.0);
    CHECK_FALSE(std::signbit(stored));
}

TEST_CASE("a moment that the database keeps and no DateTime holds is named as such") {
    const Engine sqlite = fresh();
    run(sqlite,
        "INSERT INTO moment (at, time, day) VALUES ('+294276-12-31 00:00:00', '00:00', "
        "'2024-01-01')");
    std::string message;

    try {
        (void)sqlite.connect().execute(select(&Moment::at)).all();
    } catch (const DataError& error) {
        message = error.message();
    }

    CHECK(message ==
          "cannot read column \"at\" as date and time: the moment lies outside of the years "
          "-290307 to "
          "294247, which it can hold; read it as text");
    const std::string server = test::server_url();
    if (!server.empty()) {
        Connection connection = create_engine(server).connect();
        try {
            (void)connection
                .execute(text("SELECT TIMESTAMP '294276-12-31 00:00:00' AS at").columns<DateTime>())
                .all();
            message.clear();
        } catch (const DataError& error) {
            message = error.message();
        }
        CHECK(message ==
              "cannot read column \"at\": the moment lies behind 294247-01-10 04:00:54, the last "
              "that DateTime and DateTimeTz hold; read it as text, by a cast in the statement");
    }
}
