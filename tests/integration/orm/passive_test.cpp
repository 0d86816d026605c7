// SPDX-License-Identifier: MIT
// Relationships that the session leaves to the database: passive_deletes and view_only.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

struct Kid;
struct Pet;
struct Mum {
    std::int64_t id = 0;
    Many<Kid> kids{};
    Many<Pet> pets{};
    Many<Kid> all_kids{};
    One<Kid> any_kid{};
};
/// Goes with its mother, by the database.
struct Kid {
    std::int64_t id = 0;
    std::optional<std::int64_t> mum_id{};
    One<Mum> mum{};
};
/// Is nobody's then.
struct Pet {
    std::int64_t id = 0;
    std::optional<std::int64_t> mum_id{};
    One<Mum> mum{};
};

DeclarativeBase PassiveBase;
const auto mums =
    PassiveBase.map<Mum>("mum",
                         relationship(&Mum::kids, passive_deletes, back_populates(&Kid::mum)),
                         relationship(&Mum::pets, Cascade::All, passive_deletes),
                         relationship(&Mum::all_kids, view_only),
                         relationship(&Mum::any_kid, view_only));
const auto kids =
    PassiveBase.map<Kid>("kid", column(&Kid::mum_id, foreign_key(&Mum::id, OnDelete::Cascade)));
const auto pets =
    PassiveBase.map<Pet>("pet", column(&Pet::mum_id, foreign_key(&Mum::id, OnDelete::SetNull)));

template <class Story>
void with_mum(Story&& story) {
    on_each_database([&](Database& database) {
        PassiveBase.metadata.drop_all(database.engine);
        PassiveBase.metadata.create_all(database.engine);
        auto session = database.make_session();
        session.add(Mum{.kids = {Kid{}, Kid{}}, .pets = {Pet{}}});
        session.commit();
        session.close();
        (void)database.recorder.take();
        story(database, session);
        session.close();
        PassiveBase.metadata.drop_all(database.engine);
    });
}

template <class T>
std::int64_t count_of(Session& session) {
    return session.scalar_one(select(func::count()).template select_from<T>());
}

}  // namespace

TEST_CASE("with passive_deletes the database sees to the children, loaded or not") {
    enum class Seen : std::uint8_t { Never, ThisTransaction, BeforeCommit, Expired };
    for (const Seen seen :
         {Seen::Never, Seen::ThisTransaction, Seen::BeforeCommit, Seen::Expired}) {
        with_mum([&](Database& database, Session& session) {
            auto mum = session.get<Mum>(1);
            Ref<Kid> kid;
            Ref<Pet> pet;
            if (seen != Seen::Never) {
                kid = mum->kids[0];
                pet = mum->pets[0];
            }
            if (seen == Seen::BeforeCommit) {
                session.commit();
            } else if (seen == Seen::Expired) {
                session.expire_all();
            }
            session.remove(mum);
            (void)database.recorder.take();
            session.flush();
            for (const std::string& line : database.recorder.take_statements()) {
                CHECK_MESSAGE((line.starts_with("DELETE FROM mum") || line.starts_with("SELECT")),
                              line);
            }
            if (seen == Seen::ThisTransaction) {
                CHECK(session.state(kid) == ObjectState::Deleted);
                CHECK(pet->mum_id == std::nullopt);
                CHECK(pet->mum == nullptr);
            }
            session.commit();
            CHECK(count_of<Kid>(session) == 0);
            CHECK(count_of<Pet>(session) == 1);
        });
    }
}

TEST_CASE("children that went with their parent are back after a rollback") {
    with_mum([](Database&, Session& session) {
        auto mum = session.get<Mum>(1);
        auto kid = mum->kids[0];
        auto pet = mum->pets[0];
        session.remove(mum);
        session.flush();
        session.rollback();
        CHECK(session.state(kid) == ObjectState::Persistent);
        CHECK(kid->mum == mum);
        CHECK(pet->mum == mum);
        CHECK(session.get<Kid>(kid->id) == kid);
    });
}

TEST_CASE("a view_only relationship is never written, whatever is done to it") {
    with_mum([](Database& database, Session& session) {
        auto mum = session.get<Mum>(1);
        auto other = session.add(Kid{});
        session.commit();
        const auto unchanged = [&](auto&& change) {
            change();
            (void)database.recorder.take();
            session.commit();
            for (const std::string& line : database.recorder.take_statements()) {
                CHECK_MESSAGE(line.starts_with("SELECT"), line);
            }
            CHECK(mum->all_kids.size() == 2);
            CHECK(count_of<Kid>(session) == 3);
            CHECK(other->mum == nullptr);
        };
        unchanged([&] { mum->all_kids.clear(); });
        unchanged([&] { mum->all_kids.remove(mum->all_kids[0]); });
        unchanged([&] { mum->all_kids.add(other); });
        unchanged([&] { mum->all_kids.add(Kid{}); });
        unchanged([&] { mum->all_kids = {other}; });
        unchanged([&] { mum->any_kid = nullptr; });
        unchanged([&] { mum->any_kid = other; });
    });
}

TEST_CASE("a deletion by statement leaves objects of unrelated tables as they are") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto user = session.get<orm_models::User>(1);
        auto country = session.add(orm_models::Country{.code = "de", .name = "Germany"});
        auto address = user->addresses[0];
        session.flush();
        (void)database.recorder.take();
        session.execute(
            delete_from<orm_models::Address>().where(col(&orm_models::Address::id) == 1));
        (void)database.recorder.take();
        CHECK(user->name == "ed");
        CHECK(country->name == "Germany");
        CHECK(database.recorder.take().empty());
        CHECK(user->addresses.size() == 1);
        CHECK_THROWS_AS(static_cast<void>(address->email), ObjectDeletedError);
    });
}

TEST_CASE("a deletion by statement takes along what the database deletes and empties with it") {
    with_mum([](Database&, Session& session) {
        auto mum = session.get<Mum>(1);
        auto kid = mum->kids[0];
        auto pet = mum->pets[0];
        session.execute(delete_from<Mum>());
        CHECK_THROWS_AS(static_cast<void>(kid->id), ObjectDeletedError);
        CHECK(pet->mum_id == std::nullopt);
        CHECK_THROWS_AS(static_cast<void>(mum->id), ObjectDeletedError);
    });
}
