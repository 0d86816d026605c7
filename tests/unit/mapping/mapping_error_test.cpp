// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

namespace {

using namespace azoth;
using azoth::test::error_of;
using azoth::test::Many;
using azoth::test::One;

struct Stranger {};

struct Plain {
    int id = 0;
    std::string name{};
    int owner_id = 0;
};

struct Owner {
    int id = 0;
    std::string label{};
};

struct Titled {
    int id = 0;
    std::optional<int> pages{};
};

std::string code_of(DeclarativeBase& base) {
    return error_of([&] { base.validate(); }).first;
}
std::string message_of(DeclarativeBase& base) {
    return error_of([&] { base.validate(); }).second;
}
bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_CASE("a wrong mapping throws at first use, from the metadata and from the mapper alike") {
    DeclarativeBase base;
    const auto plain = base.map<Plain>("plain", column(&Plain::owner_id, foreign_key("owner.id")));

    CHECK(error_of([&] { static_cast<void>(base.metadata.tables()); }).first ==
          "missing-referred-table");
    CHECK(error_of([&] { static_cast<void>(plain.table()); }).first == "missing-referred-table");
    CHECK(error_of([&] { static_cast<void>(plain.mapper().mapped_columns()); }).first ==
          "missing-referred-table");
}

TEST_CASE("a foreign key to a table that nothing maps says what may have dropped it") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::owner_id, foreign_key("ownr.id")));
    base.map<Owner>("owner");

    const auto message = message_of(base);

    CHECK(has(message,
              "to table \"plain\": the foreign key of \"owner_id\" refers to table \"ownr\""));
    CHECK(has(message, "did you mean \"owner\"?"));
    CHECK(has(message, "OBJECT library"));
}

TEST_CASE("a foreign key to a struct that is not mapped names both") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::owner_id, foreign_key(&Owner::id)));

    CHECK(code_of(base) == "foreign-key-not-mapped");
    CHECK(has(message_of(base), "OBJECT library"));
    CHECK(has(message_of(base), "Owner"));
}

TEST_CASE("a foreign key to a column that is not there is refused") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::owner_id, foreign_key("owner.uid")));
    base.map<Owner>("owner");

    CHECK(code_of(base) == "missing-referred-column");
}

TEST_CASE("a foreign key without a column is refused at first use, not while the program starts") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::owner_id, foreign_key("owner")));
    base.map<Owner>("owner");

    CHECK(code_of(base) == "bad-foreign-key-target");
}

TEST_CASE("a foreign key to a member that is no column is refused") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::owner_id, foreign_key(&Owner::id)));
    base.map<Owner>("owner", column(&Owner::id, transient), column(&Owner::label, primary_key));

    CHECK(code_of(base) == "foreign-key-target");
}

TEST_CASE("both sides of a composite foreign key have as many columns") {
    DeclarativeBase base;
    base.map<Plain>("plain", foreign_key_constraint({&Plain::owner_id, &Plain::id}, {&Owner::id}));
    base.map<Owner>("owner");

    CHECK(code_of(base) == "foreign-key-sizes");
}

TEST_CASE("a member of a type that no column can hold is named") {
    struct Odd {
        int id = 0;
        Stranger stranger{};
    };
    DeclarativeBase base;
    base.map<Odd>("odd");

    CHECK(code_of(base) == "unknown-member-type");
    CHECK(has(message_of(base), "member \"stranger\" has the type "));
    CHECK(has(message_of(base), "transient"));
}

TEST_CASE("a member of any type may be transient") {
    struct Odd {
        int id = 0;
        Stranger stranger{};
        Many<Owner> owners{};
    };
    DeclarativeBase base;
    base.map<Odd>("odd", column(&Odd::stranger, transient));
    base.map<Owner>("owner");

    CHECK(code_of(base) == "no-foreign-key");
    CHECK(has(message_of(base),
              "Odd.owners: no foreign key joins \"odd\" and \"owner\"; give a "
              "column of \"owner\" the option foreign_key(&"));
}

TEST_CASE("a relationship is no column") {
    struct Odd {
        int id = 0;
        Many<Owner> owners{};
    };
    DeclarativeBase base;
    base.map<Odd>("odd", column(&Odd::owners, unique));

    CHECK(code_of(base) == "relationship-as-column");
}

TEST_CASE("a struct without a key is refused") {
    struct Keyless {
        std::string id{};
    };
    DeclarativeBase base;
    base.map<Keyless>("keyless");

    CHECK(code_of(base) == "no-primary-key");
}

TEST_CASE("a struct is mapped once, a table too") {
    DeclarativeBase base;
    base.map<Owner>("owner");
    base.map<Owner>("holder");
    DeclarativeBase other;
    other.map<Plain>("plain");
    struct Second {
        int id = 0;
    };
    other.map<Second>("plain");

    CHECK(code_of(base) == "already-mapped");
    CHECK(has(message_of(base), "it is mapped to table \"owner\" too"));
    CHECK(code_of(other) == "table-mapped-twice");
}

TEST_CASE("a class whose members azoth cannot list must list them") {
    class Account {
    public:
        Account() {}
        int id = 0;
        int name = 0;
    };
    DeclarativeBase empty;
    empty.map<Account>("account");
    CHECK(code_of(empty) == "no-columns");
    DeclarativeBase unnamed;
    struct Other : Account {};
    unnamed.map<Other>("account", column(&Other::id));
    CHECK(code_of(unnamed) == "unnamed-member");
}

TEST_CASE("options for one member go into one element") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::name, unique), column(&Plain::name, indexed));

    CHECK(code_of(base) == "member-listed-twice");
}

TEST_CASE("two members cannot be one column") {
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::name, column_name("owner_id")));

    CHECK(code_of(base) == "duplicate-column");
}

TEST_CASE("a default must be of the member's kind") {
    DeclarativeBase base;
    base.map<Titled>("titled", column(&Titled::pages, default_("one")));

    CHECK(code_of(base) == "bad-default");
}

TEST_CASE("a type known only at run time is checked at run time") {
    const SqlType type = Boolean();
    DeclarativeBase base;
    base.map<Plain>("plain", column(&Plain::name, type));

    CHECK(code_of(base) == "column-type-mismatch");
}

TEST_CASE("constraints name columns of the struct") {
    DeclarativeBase foreign;
    foreign.map<Plain>("plain", unique_constraint({&Owner::label}));
    CHECK(code_of(foreign) == "not-a-column");
    DeclarativeBase unknown;
    unknown.map<Owner>("owner", unique_constraint("uq", {"labels"}));
    CHECK(code_of(unknown) == "unknown-column");
    CHECK(has(message_of(unknown), "did you mean \"label\"?"));
}

TEST_CASE("a table needs a name") {
    DeclarativeBase base;
    base.map<Plain>("");

    CHECK(code_of(base) == "empty-table-name");
}

TEST_CASE("a relationship to a struct that is not mapped is refused") {
    struct Lonely {
        int id = 0;
        One<Owner> owner{};
    };
    DeclarativeBase base;
    base.map<Lonely>("lonely");
    CHECK(code_of(base) == "relationship-target-not-mapped");
    DeclarativeBase other;
    other.map<Owner>("owner");

    CHECK(has(message_of(base), "is mapped in another base"));
}

struct Cat;
struct Keeper {
    int id = 0;
    Many<Cat> cats{};
};
struct Cat {
    int id = 0;
    int keeper_id = 0;
    One<Keeper> keeper{};
};

template <class... Options>
std::string code_of_cats(const Options&... options) {
    DeclarativeBase base;
    base.map<Keeper>("keeper", relationship(&Keeper::cats, options...));
    base.map<Cat>("cat", column(&Cat::keeper_id, foreign_key(&Keeper::id)));
    return code_of(base);
}

TEST_CASE("options of a relationship that do not fit are refused") {
    CHECK(code_of_cats() == "");
    CHECK(code_of_cats(back_populates(&Keeper::cats)) == "bad-back-populates");
    CHECK(code_of_cats(secondary("cats")) == "bad-secondary");
    CHECK(code_of_cats(secondary("cat")) == "bad-secondary");
    CHECK(code_of_cats(foreign_keys(&Cat::id)) == "no-foreign-key");
    CHECK(code_of_cats(order_by(&Keeper::id)) == "bad-order-by");
    CHECK(code_of_cats(order_by((col(&Cat::id) == 1).desc())) == "bad-order-by");
}

TEST_CASE("delete-orphan is for the side whose objects belong to one owner") {
    DeclarativeBase base;
    base.map<Keeper>("keeper");
    base.map<Cat>("cat",
                  column(&Cat::keeper_id, foreign_key(&Keeper::id)),
                  relationship(&Cat::keeper, Cascade::AllDeleteOrphan));

    CHECK(code_of(base) == "bad-cascade");
}

TEST_CASE("a relationship goes along columns that members hold") {
    struct Loose {
        int id = 0;
        One<Keeper> keeper{};
    };
    DeclarativeBase base;
    base.map<Keeper>("keeper", column(&Keeper::cats, transient));
    base.map<Loose>("loose", column("keeper_id", Integer(), foreign_key("keeper.id")));

    CHECK(code_of(base) == "relationship-needs-member");
}

TEST_CASE("validate reports everything that is wrong, a line each") {
    DeclarativeBase base;
    base.map<Plain>(
        "plain", column(&Plain::owner_id, foreign_key(&Owner::id)), column(&Plain::name, filled));
    base.map<Owner>("owner", column(&Owner::label, filled));

    const auto message = message_of(base);

    CHECK(std::count(message.begin(), message.end(), '\n') == 1);
    CHECK(has(message, "cannot map"));
}

TEST_CASE("several threads may be the first to use a base") {
    DeclarativeBase base;
    base.map<Keeper>("keeper");
    base.map<Cat>("cat", column(&Cat::keeper_id, foreign_key(&Keeper::id)));
    std::vector<const schema::Table*> seen(8);
    std::vector<std::thread> threads;

    for (std::size_t i = 0; i < seen.size(); ++i) {
        threads.emplace_back([&, i] {
            seen[i] =
                i % 2 == 0
                    ? mapping::mapper_of<Keeper>().relationships()[0].target_mapper->table().name ==
                              "cat"
                          ? base.metadata.find("keeper")
                          : nullptr
                    : &mapping::mapper_of<Keeper>().table();
        });
    }
    for (auto& thread : threads)
        thread.join();

    for (const auto* table : seen)
        CHECK(table == base.metadata.find("keeper"));
}

}  // namespace
