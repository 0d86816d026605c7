// SPDX-License-Identifier: MIT
// Defaults of columns and the members that hold them: which of the two an INSERT takes.
#include "models.hpp"

#include <azoth/types/chrono.hpp>
#include <azoth/types/decimal.hpp>
#include <azoth/types/enum.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using azoth::test::error_of;
using mapping::Unset;

struct Task {
    std::int64_t id = 0;
    bool open = true;
    int tries = 5;
    DateTime made{};
    std::optional<std::string> note{};
    std::optional<double> share{};
};

template <class... Elements>
std::pair<std::string, std::string> problem(Elements... elements) {
    DeclarativeBase base;
    base.map<Task>("task", std::move(elements)...);
    return error_of([&] { base.validate(); });
}

template <class... Elements>
std::vector<Unset> unset_of(Elements... elements) {
    DeclarativeBase base;
    const auto tasks = base.map<Task>("task", std::move(elements)...);
    std::vector<Unset> all;
    for (const mapping::MappedColumn& column : tasks.mapper().mapped_columns()) {
        all.push_back(column.unset);
    }
    return all;
}

TEST_CASE("a default of the database on a member that is not optional needs a word") {
    const auto [code, message] = problem(column(&Task::tries, server_default("42")));

    CHECK(code == "default-undecided");
    CHECK(message.ends_with(
        "to table \"task\": member \"tries\" is not optional, and its column has a default of the "
        "database: either may be meant; add `filled` (every INSERT takes the default) or `sent` "
        "(what the object holds is stored), or make the member std::optional"));
    CHECK(problem(column(&Task::made, server_default("CURRENT_TIMESTAMP"))).first ==
          "default-undecided");
    CHECK(problem(column(&Task::tries, identity())).first == "default-undecided");
    CHECK(problem(column(&Task::tries, server_default("42"), sent)).first.empty());
    CHECK(problem(column(&Task::tries, server_default("42"), filled)).first.empty());
    CHECK(problem(column(&Task::note, server_default("'x'"), not_null)).first.empty());
}

TEST_CASE("words that contradict one another are refused") {
    CHECK(problem(column(&Task::tries, server_default("42"), sent, filled)).first ==
          "default-contradicting");
    CHECK(problem(column(&Task::note, default_("x"), sent)).first == "default-contradicting");
    CHECK(problem(column(&Task::tries, identity(schema::Identity::Always), sent)).first ==
          "default-contradicting");
    CHECK(problem(column(&Task::tries, filled)).first == "default-missing");
}

TEST_CASE("a default of the program is for members that can be empty") {
    const schema::ColumnOption erased = default_(7);

    CHECK(problem(column(&Task::tries, erased)).first == "default-not-optional");
    CHECK(problem(column(&Task::note, default_(7))).first == "bad-default");
}

TEST_CASE("which members an INSERT may leave to their defaults") {
    using enum Unset;

    CHECK(unset_of() == std::vector{WhenEmpty, Never, Never, Never, Never, Never});
    CHECK(unset_of(column(&Task::note, server_default("'x'")), column(&Task::share, default_(1))) ==
          std::vector{WhenEmpty, Never, Never, Never, WhenEmpty, WhenEmpty});
    CHECK(unset_of(column(&Task::id, primary_key, sent),
                   column(&Task::tries, identity(schema::Identity::Always)),
                   column(&Task::made, server_default("now()"), filled),
                   column(&Task::note, server_default("'x'"), sent)) ==
          std::vector{Never, Never, Always, Always, Never, Never});
}

enum class Colour : std::uint8_t { Red = 1, Green = 2 };

struct Painted {
    std::int64_t id = 0;
    bool on = true;
    int tries = -5;
    int count = 0;
    double share = 0.5;
    std::string text = "it's";
    Decimal price{"1.50"};
    Colour colour = Colour::Green;
    std::optional<int> none{};
    std::optional<int> some = 7;
};

TEST_CASE("what a new object holds is known as SQL for rows that are older than a column") {
    DeclarativeBase base;
    const auto painted = base.map<Painted>("painted");

    std::vector<std::string> initial;
    for (const schema::Column& column : painted.table().columns) {
        initial.push_back(column.initial.sql);
    }
    CHECK(initial == std::vector<std::string>{
                         "", "true", "-5", "", "0.5", "'it''s'", "1.5", "'Green'", "", "7"});
}

TEST_CASE("a default of the program is kept as the member holds it") {
    DeclarativeBase base;
    const auto tasks = base.map<Task>("task", column(&Task::share, default_(1)));

    CHECK(tasks.mapper().mapped_columns()[5].default_value == Value{1.0});
}

}  // namespace
