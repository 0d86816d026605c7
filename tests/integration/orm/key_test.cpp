// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <azoth/types/decimal.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace azoth;
using namespace orm_test;

namespace {

/// A key whose text the database chooses: 1.5 comes back as 1.50.
struct Tariff {
    Decimal rate{};
    std::string name{};
};
struct Reading {
    std::int64_t id = 0;
    double value = 0;
    std::uint64_t serial = 0;
};

/// A key that rows of another table follow.
struct Town;
struct Country {
    std::string code{};
    Many<Town> towns{};
};
struct Town {
    std::int64_t id = 0;
    std::string country_code{};
    One<Country> country{};
};

DeclarativeBase KeyBase;
const auto tariffs =
    KeyBase.map<Tariff>("tariff", column(&Tariff::rate, Numeric(10, 2), primary_key));
const auto readings = KeyBase.map<Reading>("reading");
const auto countries = KeyBase.map<Country>("key_country", column(&Country::code, primary_key));
const auto towns = KeyBase.map<Town>(
    "key_town", column(&Town::country_code, foreign_key(&Country::code, OnUpdate::Cascade)));

template <class Story>
void with_tables(Story&& story) {
    on_each_database([&](Database& database) {
        KeyBase.metadata.drop_all(database.engine);
        KeyBase.metadata.create_all(database.engine);
        (void)database.recorder.take();
        story(database);
        KeyBase.metadata.drop_all(database.engine);
    });
}

}  // namespace

TEST_CASE("a decimal key is the same number however the database writes it") {
    with_tables([](Database& database) {
        auto session = database.make_session();
        auto tariff = session.add(Tariff{.rate = Decimal{"1.5"}, .name = "low"});
        session.commit();
        CHECK(session.scalars(select<Tariff>()).one() == tariff);
        tariff->name = "lower";
        session.commit();
        CHECK(session.get<Tariff>(Decimal{"1.50"}) == tariff);
        CHECK(tariff->name == "lower");
    });
}

TEST_CASE("rows that follow a changed key are shown as the database has them") {
    with_tables([](Database& database) {
        auto session = database.make_session();
        auto country = session.add(Country{.code = "old", .towns = {Town{}, Town{}}});
        session.commit();
        auto town = country->towns[0];
        CHECK(town->country_code == "old");
        country->code = "new";
        session.flush();
        CHECK(town->country_code == "new");
        CHECK(town->country == country);
        session.rollback();
        CHECK(town->country_code == "old");
        CHECK(town->country == country);
    });
}

TEST_CASE("not-a-number that nobody changed is not written") {
    with_tables([](Database& database) {
        if (is_sqlite(database)) {
            return;  // stores it as NULL, and refuses it therefore
        }
        auto session = database.make_session();
        auto reading = session.add(Reading{.value = std::numeric_limits<double>::quiet_NaN()});
        session.commit();
        CHECK(reading->value != reading->value);
        (void)database.recorder.take();
        session.commit();
        CHECK(database.recorder.take() == Lines{"COMMIT"});
    });
}

TEST_CASE("a number that fits no column names its object, alone and in a batch") {
    with_tables([](Database& database) {
        auto session = database.make_session();
        for (const int count : {1, 20}) {
            Ref<Reading> wrong;
            for (int i = 0; i < count; ++i) {
                const bool is_wrong = i == count / 2;
                auto reading = session.add(Reading{.serial = is_wrong ? UINT64_MAX : 1});
                wrong = is_wrong ? reading : wrong;
            }
            CHECK_THROWS_AS(session.flush(), DataError);
            CHECK(session.failed_object<Reading>() == wrong);
            session.rollback();
        }
    });
}
