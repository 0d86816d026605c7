// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <azoth/types/chrono.hpp>
#include <azoth/types/decimal.hpp>
#include <azoth/types/enum.hpp>
#include <azoth/types/uuid.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace std::chrono_literals;
using orm_test::Database;
using orm_test::on_each_database;

namespace {

enum class Colour : std::uint8_t { Red, Green, Blue };

/// A value of each kind, under a key that the program gives.
struct Sample {
    Uuid id{};
    bool is_open = false;
    std::optional<bool> is_known{};
    double weight = 0;
    std::int16_t level = 0;
    std::optional<std::int32_t> score{};
    std::string text{};
    Bytes bytes{};
    Date day{};
    DateTime at{};
    std::optional<DateTimeTz> seen{};
    Decimal price{};
    std::optional<Decimal> discount{};
    Colour colour = Colour::Red;
    std::optional<std::string> note{};
};

DeclarativeBase SampleBase;
const auto samples = SampleBase.map<Sample>("sample",
                                            column(&Sample::price, Numeric(12, 2)),
                                            column(&Sample::discount, Numeric(12, 2)),
                                            column(&Sample::id, primary_key),
                                            column(&Sample::note, server_default("'fresh'")));

Sample sample(int number) {
    Sample made{.id = Uuid::random(),
                .is_open = number % 2 == 0,
                .weight = number / 4.0,
                .level = -7,
                .text = "it's"};
    made.bytes = {std::byte{0}, std::byte{255}};
    made.day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};
    made.at = DateTime{made.day} + 12h + 34min + 56s + 789us;
    made.price = Decimal{"12.5"};
    made.colour = Colour::Blue;
    if (number > 1) {
        made.is_known = true;
        made.score = number;
        made.seen = DateTimeTz{made.at};
        made.discount = Decimal{"0.25"};
        made.note = "given";
    }
    return made;
}

bool is_same(const Sample& left, const Sample& right) {
    return left.id == right.id && left.is_open == right.is_open &&
           left.is_known == right.is_known && left.weight == right.weight &&
           left.level == right.level && left.score == right.score && left.text == right.text &&
           left.bytes == right.bytes && left.day == right.day && left.at == right.at &&
           left.seen == right.seen && left.price == right.price &&
           left.discount == right.discount && left.colour == right.colour &&
           left.note == right.note;
}

}  // namespace

TEST_CASE("values of each kind are written alone and in batches, changed, and read as they were") {
    on_each_database([](Database& database) {
        SampleBase.metadata.drop_all(database.engine);
        SampleBase.metadata.create_all(database.engine);
        std::vector<Sample> originals;
        for (int i = 0; i < 5; ++i) {
            originals.push_back(sample(i));
        }
        auto session = database.make_session();
        session.add(originals[0]);
        session.flush();
        for (std::size_t i = 1; i < originals.size(); ++i) {
            session.add(originals[i]);
        }
        session.commit();
        originals[0].note = originals[1].note = "fresh";
        for (const Sample& original : originals) {
            CHECK(is_same(*session.get<Sample>(original.id), original));
        }

        for (Sample& original : originals) {
            auto stored = session.get<Sample>(original.id);
            original.is_open = !original.is_open;
            original.weight = 1.5;
            original.score = original.score ? std::nullopt : std::optional<std::int32_t>{9};
            original.bytes = {std::byte{7}};
            original.at += 1h;
            original.seen = std::nullopt;
            original.price = Decimal{"-3.75"};
            original.colour = Colour::Green;
            *stored = original;
        }
        session.commit();
        auto other = database.make_session();
        for (const Sample& original : originals) {
            CHECK(is_same(*other.get<Sample>(original.id), original));
            other.remove(other.get<Sample>(original.id));
        }
        other.commit();
        CHECK(other.scalars(select<Sample>()).empty());
        other.close();
        session.close();
        SampleBase.metadata.drop_all(database.engine);
    });
}
