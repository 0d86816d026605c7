// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/compare/renames.hpp>
#include <azoth/schema/elements.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

template <class... Elements>
schema::Table table(std::string name, const Elements&... elements) {
    schema::Table result{.name = std::move(name)};
    (schema::append(result, elements), ...);
    return result;
}

using Tables = std::vector<schema::Table>;

const auto id = [] { return column("id", Integer(), primary_key); };

}  // namespace

TEST_CASE("a model that says what a column was called settles it") {
    const Tables live{table("person", id(), column("town", Text()))};
    const Tables wanted{table("person", id(), column("home", Integer(), renamed_from("town")))};

    const RenameFindings found = find_renames(live, wanted);

    CHECK((found.settled == std::vector<Rename>{{"person", "town", "home"}}));
    CHECK(found.questions.empty());
}

TEST_CASE("renamed_from is history once the database has the new name") {
    const Tables done{table("person", id(), column("home", Text(), renamed_from("town")))};

    CHECK(find_renames(done, done).settled.empty());
}

TEST_CASE("a declared rename wins over everything") {
    const Tables live{table("person", id(), column("a", Text()), column("b", Text()))};
    const Tables wanted{table("person", id(), column("c", Text()), column("d", Text()))};

    const RenameFindings found =
        find_renames(live, wanted, {.declared = {{"person", "a", "d"}, {"person", "b", "c"}}});

    CHECK((found.settled == std::vector<Rename>{{"person", "a", "d"}, {"person", "b", "c"}}));
    CHECK(found.questions.empty());
}

TEST_CASE("the same column with nearly the same name is renamed without a question") {
    const Tables live{table("person", id(), column("user_name", String(30), not_null))};
    const Tables wanted{table("person", id(), column("username", String(30), not_null))};

    CHECK((find_renames(live, wanted).settled ==
           std::vector<Rename>{{"person", "user_name", "username"}}));
}

TEST_CASE("what could be a rename is a question, with the option that answers it") {
    const Tables live{table("person", id(), column("town", Text()))};
    const Tables wanted{table("person", id(), column("city", Text()))};

    const RenameFindings found = find_renames(live, wanted);

    REQUIRE(found.questions.size() == 1);
    CHECK(found.settled.empty());
    CHECK(found.questions[0].text() ==
          "is column \"city\" of table \"person\" the old column \"town\"?");
    CHECK(found.questions[0].option() == "--rename person.town=person.city");
}

TEST_CASE("a declined question is not asked again, and nothing is asked when told not to") {
    const Tables live{table("person", id(), column("town", Text()))};
    const Tables wanted{table("person", id(), column("city", Text()))};

    CHECK(find_renames(live, wanted, {.declined = {{"person", "town", "city"}}}).questions.empty());
    CHECK(find_renames(live, wanted, {.when_unsure = WhenUnsure::DropAndAdd}).questions.empty());
}

TEST_CASE("two candidates for one column are never decided alone") {
    const Tables live{table("person", id(), column("name1", Text()), column("name2", Text()))};
    const Tables wanted{table("person", id(), column("name", Text()))};

    const RenameFindings found = find_renames(live, wanted);

    CHECK(found.settled.empty());
    CHECK(found.questions.size() == 1);
}

TEST_CASE("columns of different types are no rename unless it is said") {
    const Tables live{table("person", id(), column("born", sql::Date()))};
    const Tables wanted{table("person", id(), column("born_on", Integer()))};

    const RenameFindings found = find_renames(live, wanted);

    CHECK(found.settled.empty());
    CHECK(found.questions.empty());
}

TEST_CASE("a table with the same columns is likely the same table") {
    const auto like_person = [](const char* name) {
        return table(name, id(), column("name", Text()), column("born", sql::Date()));
    };

    const RenameFindings near =
        find_renames(Tables{like_person("users")}, Tables{like_person("user")});
    const RenameFindings far =
        find_renames(Tables{like_person("person")}, Tables{like_person("account")});

    CHECK((near.settled == std::vector<Rename>{{"users", "", "user"}}) == true);
    REQUIRE(far.questions.size() == 1);
    CHECK(far.questions[0].text() == "is table \"account\" the old table \"person\"?");
    CHECK(far.questions[0].option() == "--rename person=account");
}

TEST_CASE("columns of a renamed table are looked at under its new name") {
    const Tables live{table("person", id(), column("town", Text()))};
    Tables wanted{table("human", id(), column("city", Text(), renamed_from("town")))};
    wanted[0].renamed_from = "person";

    const RenameFindings found = find_renames(live, wanted);

    CHECK(
        (found.settled == std::vector<Rename>{{"person", "", "human"}, {"human", "town", "city"}}));
    const auto steps = to_operations(found.settled);
    CHECK(describe(steps[0]) == "rename table \"person\" to \"human\"");
    CHECK(describe(steps[1]) == "rename column \"human.town\" to \"city\"");
}

TEST_CASE("renames are read from the command line") {
    const Tables live{table("person", id()), Tables{table("t", id(), in_schema("auth"))}[0]};

    CHECK((parse_rename("person.a=person.b", live) == Rename{"person", "a", "b"}));
    CHECK((parse_rename("person=human", live) == Rename{"person", "", "human"}));
    CHECK((parse_rename("auth.t=auth.u", live) == Rename{"t", "", "u", "auth"}));
    CHECK((parse_rename("auth.t.a=auth.t.b", live) == Rename{"t", "a", "b", "auth"}));
    CHECK((parse_rename("person.id=key", live) == Rename{"person", "id", "key"}));
    CHECK((parse_rename("auth.t=u", live) == Rename{"t", "", "u", "auth"}));
    CHECK((parse_rename("auth.t.id=key", live) == Rename{"t", "id", "key", "auth"}));
    CHECK((parse_rename("a.b=c", live) == Rename{"a", "b", "c"}));
    for (const char* wrong : {"a", "a.b=c.d", "person.id=c.d", "=b", "a.=a.b", "a=b=c"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS((void)parse_rename(wrong, live), ArgumentError);
    }
}

TEST_CASE("names may hold dots") {
    const Tables live{table("a.b", id(), column("c.d", Text()))};
    Tables wanted{table("new.b", id(), column("e.f", Text(), renamed_from("c.d")))};
    wanted[0].renamed_from = "a.b";

    const RenameFindings found = find_renames(live, wanted);

    CHECK((found.settled == std::vector<Rename>{{"a.b", "", "new.b"}, {"new.b", "c.d", "e.f"}}));
    CHECK(describe(to_operations(found.settled)[0]) == "rename table \"a.b\" to \"new.b\"");
    CHECK((parse_rename("a.b.c.d=a.b.e.f", live) == Rename{"a.b", "c.d", "e.f"}));
    CHECK((parse_rename("a.b=new.b", live) == Rename{"a.b", "", "new.b"}));
}

TEST_CASE("a rename of what is not there is refused with its reason") {
    const Tables live{table("person", id())};

    CHECK_THROWS_WITH_AS(
        (void)find_renames(live, live, {.declared = {{"person", "x", "y"}}}),
        "cannot rename \"person.x\" to \"y\": the database's table has no such column; give the "
        "old name as the database has it and the new one as the models have it",
        ArgumentError);
    CHECK_THROWS_AS((void)find_renames(live, live, {.declared = {{"human", "", "person"}}}),
                    ArgumentError);
}

TEST_CASE("two columns may exchange their names") {
    const Tables live{table("line", column("price", Numeric(10, 2)), column("count", Integer()))};
    const Tables wanted{table("line",
                              column("count", Numeric(10, 2), renamed_from("price")),
                              column("price", Integer(), renamed_from("count")))};
    const std::vector<Rename> exchange{
        {"line", "price", "price_old"}, {"line", "count", "price"}, {"line", "price_old", "count"}};

    const RenameFindings asked = find_renames(live, wanted);
    const RenameFindings said =
        find_renames(live, wanted, {.declared = {{"line", "count", "price"}}});

    CHECK(asked.settled.empty());
    REQUIRE(asked.questions.size() == 2);
    CHECK(asked.questions[0].option() == "--rename line.price=line.count");
    CHECK(said.settled == exchange);
    CHECK(said.questions.empty());
    CHECK(find_renames(wanted, wanted).settled.empty());
    CHECK(find_renames(wanted, wanted).questions.empty());
}

TEST_CASE("names may move on in a row") {
    const Tables live{table("t", column("a", Text()), column("b", Text()))};
    const Tables wanted{
        table("t", column("b", Text(), renamed_from("a")), column("c", Text(), renamed_from("b")))};

    const RenameFindings found = find_renames(live, wanted);

    CHECK((found.settled == std::vector<Rename>{{"t", "b", "c"}, {"t", "a", "b"}}));
    CHECK(found.questions.empty());
}

TEST_CASE("the old name may be given to something new") {
    const Tables live{table("t", column("a", Text()))};
    const Tables wanted{table("t", column("a", Integer()), column("b", Text(), renamed_from("a")))};

    CHECK((find_renames(live, wanted).settled == std::vector<Rename>{{"t", "a", "b"}}));
}

TEST_CASE("a name that something else had is asked about") {
    const Tables live{table("a", id()), table("b", id(), column("x", Text()))};
    Tables wanted{table("a", id(), column("x", Text()), renamed_from("b"))};

    const RenameFindings asked = find_renames(live, wanted);
    const RenameFindings said = find_renames(live, wanted, {.declared = {{"b", "", "a"}}});

    REQUIRE(asked.questions.size() == 1);
    CHECK(asked.questions[0].text() == "is table \"a\" the old table \"b\"?");
    CHECK(asked.settled.empty());
    CHECK((said.settled == std::vector<Rename>{{"a", "", "a_old"}, {"b", "", "a"}}));
    CHECK(said.questions.empty());
    CHECK(find_renames(live, wanted, {.declined = {{"b", "", "a"}}}).questions.empty());
}

TEST_CASE("a rename in a table that is not there is refused") {
    const Tables live{table("person", id())};

    CHECK_THROWS_WITH_AS((void)find_renames(live, live, {.declared = {{"persn", "id", "key"}}}),
                         "cannot rename \"persn.id\" to \"key\": database and models have no such "
                         "table in common; give the old name as the database has it and the new "
                         "one as the models have it",
                         ArgumentError);
}
