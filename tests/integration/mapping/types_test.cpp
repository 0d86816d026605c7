// SPDX-License-Identifier: MIT
#include <azoth/json.hpp>
#include <azoth/orm.hpp>
#include <azoth/schema/core_table.hpp>
#include <azoth/types/chrono.hpp>

#include "integration/server.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace {

using namespace azoth;
using namespace std::chrono_literals;

enum class Colour { Red, Green, Blue };

struct Everything {
    std::int64_t id = 0;
    bool flag = false;
    std::int16_t small = 0;
    std::int32_t medium = 0;
    std::uint8_t byte = 0;
    std::uint32_t counter = 0;
    float ratio = 0;
    double precise = 0;
    std::string text{};
    Bytes bytes{};
    Decimal price{};
    Uuid token{};
    Colour colour = Colour::Red;
    Date day{};
    Time clock{};
    DateTime moment{};
    DateTimeTz instant{};
    Interval span{};
    nlohmann::json document{};
    std::optional<Decimal> discount{};
    std::optional<Colour> other_colour{};
    std::optional<Uuid> other_token{};
    std::optional<DateTimeTz> seen{};
    std::optional<nlohmann::json> extra{};
};

Everything example() {
    const Date day = std::chrono::year{2026} / 11 / 20;
    return {.flag = true,
            .small = -32768,
            .medium = 2'147'483'647,
            .byte = 255,
            .counter = 4'294'967'295U,
            .ratio = 0.1F,
            .precise = 0.1,
            .text = "Grüße, 'quoted' \\ %_",
            .bytes = {std::byte{0}, std::byte{255}},
            .price = Decimal{"-1234.5678"},
            .token = *Uuid::parse("123e4567-e89b-12d3-a456-426614174000"),
            .colour = Colour::Blue,
            .day = day,
            .clock = Time::of(23, 59, 59, 999'999),
            .moment = day + 12h + 1us,
            .instant = DateTimeTz{day + 13h + 2us},
            .span = {.months = 14, .days = -3, .time = 4500ms},
            .document = {{"list", {1, 2.5, nullptr}}, {"text", "ü"}},
            .discount = Decimal{"0.05"},
            .other_colour = Colour::Green,
            .other_token = Uuid{},
            .seen = DateTimeTz{day},
            .extra = nlohmann::json::array()};
}

void check_equal(const Everything& left, const Everything& right) {
    CHECK(left.flag == right.flag);
    CHECK(left.small == right.small);
    CHECK(left.medium == right.medium);
    CHECK(left.byte == right.byte);
    CHECK(left.counter == right.counter);
    CHECK(left.ratio == right.ratio);
    CHECK(left.precise == right.precise);
    CHECK(left.text == right.text);
    CHECK((left.bytes == right.bytes));
    CHECK(left.price.to_string() == right.price.to_string());
    CHECK(left.token.to_string() == right.token.to_string());
    CHECK((left.colour == right.colour));
    CHECK((left.day == right.day));
    CHECK((left.clock == right.clock));
    CHECK((left.moment == right.moment));
    CHECK((left.instant == right.instant));
    CHECK((left.span == right.span));
    CHECK(left.document.dump() == right.document.dump());
    CHECK((left.discount == right.discount));
    CHECK((left.other_colour == right.other_colour));
    CHECK((left.other_token == right.other_token));
    CHECK((left.seen == right.seen));
    CHECK((left.extra == right.extra));
}

template <class Story>
void on_each_database(Story story) {
    SUBCASE("SQLite") {
        story(create_engine("sqlite://"));
    }
    SUBCASE("PostgreSQL") {
        if (const std::string url = test::server_url(); !url.empty()) {
            story(create_engine(url));
        }
    }
}

struct Models {
    DeclarativeBase base;
    Models() { base.map<Everything>("everything", column(&Everything::text, indexed)); }
};

TEST_CASE("a value of every type comes back as it was sent") {
    on_each_database([](Engine engine) {
        Models models;
        models.base.metadata.drop_all(engine);
        models.base.metadata.create_all(engine);
        SessionMaker make_session{engine};
        std::int64_t id = 0;
        make_session.begin([&](Session& session) {
            auto object = session.add(example());
            session.add(Everything{});
            session.flush();
            id = object->id;
        });

        auto session = make_session();
        const Ref<const Everything> found = session.get<Everything>(id);
        REQUIRE(found);
        check_equal(*found, example());
        const Everything empty =
            *session.scalars(select<const Everything>().where(col(&Everything::id) != id)).one();
        check_equal(empty, Everything{});
        session.close();
        models.base.metadata.drop_all(engine);
    });
}

TEST_CASE("values of every type are compared with in a query") {
    on_each_database([](Engine engine) {
        Models models;
        models.base.metadata.drop_all(engine);
        models.base.metadata.create_all(engine);
        const Everything wanted = example();
        SessionMaker make_session{engine};
        make_session.begin([&](Session& session) { session.add(example()); });
        auto connection = engine.connect();
        const auto counted = [&](auto condition) {
            return connection.execute(select(func::count(&Everything::id)).where(condition))
                .scalar_one();
        };

        CHECK(counted(col(&Everything::colour) == Colour::Blue) == 1);
        CHECK(counted(col(&Everything::colour) == Colour::Red) == 0);
        CHECK(counted(col(&Everything::token) == wanted.token) == 1);
        CHECK(counted(col(&Everything::price) == wanted.price) == 1);
        CHECK(counted(col(&Everything::price) < Decimal{"-1234.5"}) == 1);
        CHECK(counted(col(&Everything::day) >= wanted.day) == 1);
        CHECK(counted(col(&Everything::clock) > Time::of(23, 0)) == 1);
        CHECK(counted(col(&Everything::moment) == wanted.moment) == 1);
        CHECK(counted(col(&Everything::instant) == wanted.instant) == 1);
        CHECK(counted(col(&Everything::bytes) == wanted.bytes) == 1);
        CHECK(counted(col(&Everything::flag) == true) == 1);
        CHECK(counted(col(&Everything::other_colour).in_({Colour::Green, Colour::Red})) == 1);
        CHECK(counted(col(&Everything::seen) == std::nullopt) == 0);
        connection.rollback();
        models.base.metadata.drop_all(engine);
    });
}

struct Lists {
    std::int64_t id = 0;
    std::vector<std::int32_t> numbers{};
    std::vector<std::optional<std::string>> words{};
    std::vector<Uuid> tokens{};
    std::optional<std::vector<double>> ratios{};
};

TEST_CASE("vectors are arrays where the database has them") {
    const std::string url = test::server_url();
    if (url.empty()) {
        return;
    }
    auto engine = create_engine(url);
    DeclarativeBase base;
    base.map<Lists>("lists");
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    const std::vector<Uuid> tokens{Uuid::random(), Uuid{}};
    SessionMaker make_session{engine};
    make_session.begin([&](Session& session) {
        session.add(Lists{.numbers = {1, -2}, .words = {"a,\"b", std::nullopt}, .tokens = tokens});
    });

    auto session = make_session();
    const Lists found = *session.scalars(select<const Lists>()).one();
    session.close();

    CHECK((found.numbers == std::vector<std::int32_t>{1, -2}));
    CHECK((found.words == std::vector<std::optional<std::string>>{"a,\"b", std::nullopt}));
    CHECK((found.tokens == tokens));
    CHECK_FALSE(found.ratios.has_value());
    base.metadata.drop_all(engine);
}

TEST_CASE("columns of a table without struct are read as values and as types") {
    on_each_database([](Engine engine) {
        MetaData metadata;
        const Table notes{"plain_notes",
                          metadata,
                          column("id", Integer(), primary_key),
                          column("title", String(50), not_null),
                          column("weight", Double())};
        metadata.drop_all(engine);
        metadata.create_all(engine);
        engine.begin([](Connection& connection) {
            connection.run_script(
                "insert into plain_notes (id, title, weight) values (1, 'one', 2.5), (2, 'two', "
                "null)");
        });
        auto connection = engine.connect();

        const auto rows =
            connection
                .execute(select(notes.c("id"), notes.c<std::string>("title"), notes.c("weight"))
                             .where(notes.c("title") != "three")
                             .order_by(notes.c("id")))
                .all();

        REQUIRE(rows.size() == 2);
        CHECK(std::get<0>(rows[0]) == Value{1});
        CHECK(std::get<1>(rows[0]) == "one");
        CHECK(std::get<2>(rows[0]) == Value{2.5});
        CHECK(std::get<2>(rows[1]).is_null());
        CHECK_THROWS_AS(static_cast<void>(connection.execute(select(notes.c("titel")))),
                        CompileError);
        connection.rollback();
        metadata.drop_all(engine);
    });
}

}  // namespace
