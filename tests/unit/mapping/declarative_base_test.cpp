// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using azoth::column;
using azoth::DeclarativeBase;
using azoth::test::error_of;
using azoth::test::Many;
using azoth::test::One;
using Names = std::vector<std::string>;

inline DeclarativeBase Base;

struct Address;

struct User {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::string> fullname{};
    Many<Address> addresses{};
};

struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
    One<User> user{};
};

inline const auto users =
    Base.map<User>("user_account",
                   azoth::column(&User::id, azoth::primary_key),
                   azoth::column(&User::name, azoth::String(30), azoth::unique),
                   azoth::relationship(&User::addresses, azoth::Cascade::AllDeleteOrphan));

inline const auto addresses =
    Base.map<Address>("address",
                      azoth::column(&Address::user_id,
                                    azoth::foreign_key(&User::id, azoth::OnDelete::Cascade),
                                    azoth::indexed));

TEST_CASE("members of an aggregate are columns whose name and type follow from the member") {
    const auto& table = users.table();

    REQUIRE(table.columns.size() == 3);
    CHECK(table.name == "user_account");
    CHECK(table.columns[0].name == "id");
    CHECK(table.columns[0].type == azoth::BigInteger());
    CHECK(table.columns[0].autoincrement);
    CHECK_FALSE(table.columns[0].nullable);
    CHECK(table.columns[1].type == azoth::String(30));
    CHECK_FALSE(table.columns[1].nullable);
    CHECK(table.columns[2].name == "fullname");
    CHECK(table.columns[2].nullable);
    REQUIRE(table.primary_key);
    CHECK(table.primary_key->columns == Names{"id"});
    REQUIRE(table.uniques.size() == 1);
    CHECK(table.uniques[0].name == "uq_user_account_name");
}

TEST_CASE("a member called id is the key where the mapping names none") {
    const auto& table = addresses.table();

    REQUIRE(table.primary_key);
    CHECK(table.primary_key->columns == Names{"id"});
    CHECK(table.primary_key->name == "pk_address");
}

TEST_CASE("a foreign key to a member refers to that struct's table and column") {
    const auto& table = addresses.table();

    REQUIRE(table.foreign_keys.size() == 1);
    const auto& key = table.foreign_keys[0];
    CHECK(key.name == "fk_address_user_id_user_account");
    CHECK(key.columns == Names{"user_id"});
    CHECK(key.referred_table == "user_account");
    CHECK(key.referred_columns == Names{"id"});
    CHECK(key.on_delete == azoth::OnDelete::Cascade);
    REQUIRE(table.indexes.size() == 1);
    CHECK(table.indexes[0].name == "ix_address_user_id");
}

TEST_CASE("the metadata of a base holds its tables, by name and not by link order") {
    Names names;

    for (const auto* table : Base.metadata.tables())
        names.push_back(table->name);

    CHECK(names == Names{"address", "user_account"});
    CHECK(Base.metadata.find("user_account") == &users.table());
}

TEST_CASE("a mapper says where each column's member is") {
    const auto& mapper = azoth::mapping::mapper_of<User>();

    const auto columns = mapper.mapped_columns();

    REQUIRE(columns.size() == 3);
    CHECK(columns[2].member == "fullname");
    CHECK(columns[2].offset == azoth::offset_of(&User::fullname));
    CHECK(columns[2].codec == &azoth::codec_of<std::optional<std::string>>);
    CHECK(columns[2].column == &users.table().columns[2]);
    CHECK(columns[0].generated_key);
    CHECK(columns[0].primary_key);
    CHECK_FALSE(columns[1].primary_key);
    CHECK(mapper.primary_key().size() == 1);
    CHECK(mapper.find_column(columns[1].offset) == &columns[1]);
    CHECK(mapper.find_column(99999) == nullptr);
    CHECK(mapper.find_column_named("name") == &columns[1]);
    CHECK(mapper.find_column_named("nam") == nullptr);
    CHECK(mapper.column_at(columns[1].offset) == columns[1].column);
    CHECK(mapper.type_name().find("User") != std::string_view::npos);
    CHECK(&mapper.base() == &Base);
}

TEST_CASE("values of an image do not overlap and are aligned") {
    const auto& mapper = azoth::mapping::mapper_of<User>();

    for (const auto& one : mapper.mapped_columns()) {
        CHECK(one.image_offset % one.codec->alignment == 0);
        CHECK(one.image_offset + one.codec->size <= mapper.image_size());
        for (const auto& other : mapper.mapped_columns()) {
            const bool apart = one.image_offset + one.codec->size <= other.image_offset ||
                               other.image_offset + other.codec->size <= one.image_offset;
            CHECK((&one == &other || apart));
        }
    }
    CHECK(mapper.image_size() % mapper.image_alignment() == 0);
}

TEST_CASE("objects are made, moved, copied and ended through the mapper") {
    const auto& life = azoth::mapping::mapper_of<User>().life_cycle();
    alignas(User) std::byte first[sizeof(User)];
    alignas(User) std::byte second[sizeof(User)];
    alignas(User) std::byte third[sizeof(User)];

    life.construct(first);
    reinterpret_cast<User*>(first)->name = "a name that is too long for the string itself";
    life.copy(second, first);
    life.move(third, first);
    life.destroy(first);
    life.move(first, second);

    CHECK(life.size == sizeof(User));
    CHECK(life.alignment == alignof(User));
    CHECK(reinterpret_cast<User*>(third)->name == "a name that is too long for the string itself");
    CHECK(reinterpret_cast<User*>(first)->name == reinterpret_cast<User*>(third)->name);
    for (auto* memory : {first, second, third})
        life.destroy(memory);
}

TEST_CASE("a struct that cannot be copied or built from nothing is mapped without these") {
    struct Handle {
        explicit Handle(std::int64_t value) : id(value) {}
        Handle(Handle&&) = default;
        std::int64_t id;
    };
    DeclarativeBase base;
    base.map<Handle>("handle", column<&Handle::id>());

    const auto& life = azoth::mapping::mapper_of<Handle>().life_cycle();

    CHECK((life.construct == nullptr));
    CHECK((life.copy == nullptr));
    CHECK((life.move != nullptr));
    CHECK(azoth::mapping::mapper_of<Handle>().mapped_columns()[0].member == "id");
}

struct Timestamps {
    std::int64_t created_at = 0;
};
struct Labelled {
    std::string label{};
};
struct Post : Timestamps, Labelled {
    std::int64_t id = 0;
};

TEST_CASE("inherited members are columns of the derived struct, at their place in it") {
    DeclarativeBase base;
    base.map<Post>("post",
                   column<&Post::id>(),
                   column<&Post::created_at>(azoth::indexed),
                   column<&Post::label>(azoth::column_name("title")),
                   azoth::unique_constraint({&Post::created_at, &Post::label}));

    const auto& mapper = azoth::mapping::mapper_of<Post>();

    CHECK(mapper.mapped_columns()[1].member == "created_at");
    CHECK(mapper.mapped_columns()[1].offset == azoth::offset_in<Post>(&Post::created_at));
    CHECK(mapper.mapped_columns()[2].offset == azoth::offset_in<Post>(&Post::label));
    CHECK(mapper.table().columns[2].name == "title");
    CHECK(mapper.table().uniques[0].columns == Names{"created_at", "title"});
    CHECK(mapper.column_at(static_cast<std::uint32_t>(azoth::offset_in<Post>(&Post::label))) ==
          &mapper.table().columns[2]);
}

struct Setting {
    std::string scope{};
    std::string key{};
    std::string value{};
    int revision = 0;
    std::string cached{};
    std::optional<std::int64_t> stamp{};
};

TEST_CASE("options and table arguments reach the table") {
    using namespace azoth;
    DeclarativeBase base;
    base.map<Setting>(
        "setting",
        column(&Setting::scope, azoth::primary_key, Text()),
        column(&Setting::key, azoth::primary_key),
        column(&Setting::value, required, comment("as text"), renamed_from("content")),
        column(&Setting::revision, server_default("3"), sent),
        column(&Setting::cached, transient),
        column(&Setting::stamp, computed("revision + 1"), column_name("time_stamp")),
        unique_constraint("uq_both", {&Setting::value, &Setting::revision}),
        check("length(key) > 0"),
        index("ix_value",
              {&Setting::value,
               index_column(&Setting::revision).descending(),
               index_expression("lower(key)")},
              where("revision > 0"),
              using_("btree")),
        in_schema("admin"),
        comment("settings"),
        renamed_from("option"),
        table_option("sqlite_strict", "true"));

    const auto& mapper = mapping::mapper_of<Setting>();
    const auto& table = mapper.table();

    CHECK(table.full_name() == "admin.setting");
    CHECK(table.comment == "settings");
    CHECK(table.renamed_from == "option");
    CHECK(table.option("sqlite_strict") == "true");
    REQUIRE(table.columns.size() == 5);
    CHECK(table.primary_key->columns == Names{"scope", "key"});
    CHECK(table.columns[0].type == Text());
    CHECK_FALSE(table.columns[0].autoincrement);
    CHECK(table.columns[2].comment == "as text");
    CHECK(table.columns[2].renamed_from == "content");
    CHECK(table.columns[3].server_default == "3");
    CHECK(table.columns[4].name == "time_stamp");
    CHECK(table.columns[4].computed == "revision + 1");
    CHECK(table.uniques[0].columns == Names{"value", "revision"});
    CHECK(table.checks[0].expression == "length(key) > 0");
    REQUIRE(table.indexes.size() == 1);
    CHECK(table.indexes[0].elements[1].column == "revision");
    CHECK(table.indexes[0].elements[1].order == schema::SortOrder::Descending);
    CHECK(table.indexes[0].elements[2].expression == "lower(key)");
    CHECK(table.indexes[0].where == "revision > 0");
    CHECK(table.indexes[0].method == "btree");
    const auto columns = mapper.mapped_columns();
    CHECK(columns[2].required);
    CHECK(columns[3].unset == mapping::Unset::Never);
    CHECK(columns[3].server_generated);
    CHECK(columns[4].computed);
    CHECK(columns[4].server_generated);
    CHECK_FALSE(columns[0].generated_key);
}

TEST_CASE("an integer key that is a foreign key is not numbered by the database") {
    struct Account {
        int id = 0;
    };
    struct Balance {
        int account_id = 0;
    };
    DeclarativeBase base;
    base.map<Balance>(
        "balance",
        column(&Balance::account_id, azoth::primary_key, azoth::foreign_key("account.id")));
    base.map<Account>("account");

    const auto& balance = azoth::mapping::mapper_of<Balance>();

    CHECK_FALSE(balance.mapped_columns()[0].generated_key);
    CHECK_FALSE(balance.table().columns[0].autoincrement);
    CHECK(azoth::mapping::mapper_of<Account>().table().columns[0].autoincrement);
}

TEST_CASE("a base that goes frees the slots of its structs") {
    struct Short {
        int id = 0;
    };
    {
        DeclarativeBase base;
        base.map<Short>("short");
        CHECK(azoth::mapping::mapper_of<Short>().table().name == "short");
    }

    CHECK(error_of([] { static_cast<void>(azoth::mapping::mapper_of<Short>()); }).first ==
          "not-mapped");
}

TEST_CASE("a module that is loaded late may map more") {
    struct Early {
        int id = 0;
    };
    struct Late {
        int id = 0;
        int early_id = 0;
    };
    DeclarativeBase base;
    base.map<Early>("early");
    REQUIRE(base.metadata.tables().size() == 1);

    base.map<Late>("late", column(&Late::early_id, azoth::foreign_key(&Early::id)));

    CHECK(azoth::mapping::mapper_of<Late>().table().foreign_keys[0].referred_table == "early");
    CHECK(base.metadata.find("late") != nullptr);
}

}  // namespace
