// SPDX-License-Identifier: MIT
// Children that change their parent by hand or by a collection, next to parents that are removed;
// changes that a refresh drops.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

struct Item;
struct Note;
struct Stamp;
struct Tag;

struct Box {
    std::int64_t id = 0;
    std::string name{};
    Many<Item> items{};
    Many<Note> notes{};
    One<Stamp> stamp{};
    Many<Tag> tags{};
};

/// Goes with its box.
struct Item {
    std::int64_t id = 0;
    std::int64_t box_id = 0;
    One<Box> box{};
};

/// Stays when its box goes or lets it go.
struct Note {
    std::int64_t id = 0;
    std::optional<std::int64_t> box_id{};
    One<Box> box{};
};

struct Stamp {
    std::int64_t id = 0;
    std::optional<std::int64_t> box_id{};
    One<Box> box{};
};

struct Tag {
    std::int64_t id = 0;
    Many<Box> boxes{};
};

/// A key of two columns, and rows that refer to rows of their own table.
struct Part {
    std::int64_t house = 0;
    std::int64_t number = 0;
    std::optional<std::int64_t> upper_house{};
    std::optional<std::int64_t> upper_number{};
    One<Part> upper{};
    Many<Part> parts{};
};

DeclarativeBase MovedBase;
const auto boxes = MovedBase.map<Box>("box",
                                      relationship(&Box::items, Cascade::AllDeleteOrphan),
                                      relationship(&Box::notes, Cascade::All),
                                      relationship(&Box::stamp, Cascade::AllDeleteOrphan),
                                      relationship(&Box::tags, secondary("box_tag")));
const auto items = MovedBase.map<Item>("item", column(&Item::box_id, foreign_key(&Box::id)));
const auto notes = MovedBase.map<Note>("note", column(&Note::box_id, foreign_key(&Box::id)));
const auto stamps =
    MovedBase.map<Stamp>("stamp", column(&Stamp::box_id, foreign_key(&Box::id), unique));
const auto tags = MovedBase.map<Tag>("tag", relationship(&Tag::boxes, secondary("box_tag")));
const Table box_tags{"box_tag",
                     MovedBase.metadata,
                     column("box_id", BigInteger(), foreign_key("box.id"), not_null),
                     column("tag_id", BigInteger(), foreign_key("tag.id"), not_null)};
const auto parts =
    MovedBase.map<Part>("part",
                        column(&Part::house, primary_key),
                        column(&Part::number, primary_key),
                        foreign_key_constraint({&Part::upper_house, &Part::upper_number},
                                               {&Part::house, &Part::number}),
                        relationship(&Part::upper, remote_side(&Part::house, &Part::number)),
                        relationship(&Part::parts, Cascade::All));

template <class Story>
void with_boxes(Story&& story, const SessionOptions& options = {}) {
    on_each_database([&](Database& database) {
        MovedBase.metadata.drop_all(database.engine);
        MovedBase.metadata.create_all(database.engine);
        {
            Session session{database.engine, options};
            story(session);
        }
        MovedBase.metadata.drop_all(database.engine);
    });
}

template <class T>
std::int64_t count_of(Session& session) {
    return session.scalar_one(select(func::count()).template select_from<T>());
}

}  // namespace

TEST_CASE("a child whose key is set by hand belongs to that parent when the old one is removed") {
    enum class Before : std::uint8_t { Nothing, Flush, LookAtOld, LookFirst };
    for (const Before before :
         {Before::Nothing, Before::Flush, Before::LookAtOld, Before::LookFirst}) {
        with_boxes([&](Session& session) {
            auto old = session.add(Box{.items = {Item{}}, .notes = {Note{}}, .stamp = Stamp{}});
            auto fresh = session.add(Box{});
            session.commit();
            auto item = session.get<Item>(1);
            auto note = session.get<Note>(1);
            auto stamp = session.get<Stamp>(1);
            if (before == Before::LookFirst) {
                CHECK(old->items.size() + old->notes.size() == 2);
                CHECK(old->stamp == stamp);
            }
            item->box_id = fresh->id;
            note->box_id = fresh->id;
            stamp->box_id = fresh->id;
            if (before == Before::Flush) {
                session.flush();
            } else if (before == Before::LookAtOld) {
                CHECK(old->items.empty());
            }
            session.remove(old);
            session.commit();
            CHECK(fresh->items.size() == 1);
            CHECK(fresh->notes.size() == 1);
            CHECK(fresh->stamp == stamp);
            CHECK(count_of<Box>(session) == 1);
        });
    }
}

TEST_CASE("a child whose key is set by hand to a removed parent goes with it") {
    with_boxes([](Session& session) {
        auto kept = session.add(Box{.items = {Item{}}, .notes = {Note{}}});
        auto removed = session.add(Box{});
        session.commit();
        session.get<Item>(1)->box_id = removed->id;
        session.get<Note>(1)->box_id = removed->id;
        session.add(Item{.box_id = removed->id});
        session.remove(removed);
        session.commit();
        CHECK(count_of<Item>(session) == 0);
        CHECK(count_of<Note>(session) == 0);
        CHECK(kept->items.empty());
    });
}

TEST_CASE("keys of several columns that are set by hand count before a tree is removed") {
    with_boxes([](Session& session) {
        auto root =
            session.add(Part{.house = 1, .number = 1, .parts = {Part{.house = 1, .number = 2}}});
        session.add(Part{.house = 2, .number = 1});
        session.commit();
        auto child = session.get<Part>(1, 2);
        child->upper_house = 2;
        session.remove(root);
        CHECK_NOTHROW(session.commit());
        CHECK(count_of<Part>(session) == 2);
        CHECK(child->upper == session.get<Part>(2, 1));
    });
}

TEST_CASE("a child that is taken out of Cascade::All stays, without a parent") {
    with_boxes([](Session& session) {
        auto box = session.add(Box{.notes = {Note{}, Note{}}});
        session.commit();
        auto first = box->notes[0];
        box->notes.remove(first);
        session.commit();
        CHECK(session.state(first) == ObjectState::Persistent);
        CHECK(first->box_id == std::nullopt);
        box->notes.clear();
        session.commit();
        CHECK(count_of<Note>(session) == 2);
    });
}

TEST_CASE("what was put into a collection or taken out of it is as before after a refresh") {
    enum class Drop : std::uint8_t { RefreshOwner, ExpireOwner, ExpireAll, RefreshMember };
    for (const Drop drop :
         {Drop::RefreshOwner, Drop::ExpireOwner, Drop::ExpireAll, Drop::RefreshMember}) {
        with_boxes(
            [&](Session& session) {
                auto box = session.add(Box{.items = {Item{}, Item{}},
                                           .notes = {Note{}},
                                           .stamp = Stamp{},
                                           .tags = {Tag{}, Tag{}}});
                session.commit();
                auto item = box->items[0];
                auto note = box->notes[0];
                auto stamp = box->stamp.ref();
                auto tag = box->tags[0];
                box->items.remove(item);
                box->notes.remove(note);
                box->stamp = nullptr;
                box->tags.remove(tag);
                switch (drop) {
                    case Drop::RefreshOwner:
                        session.refresh(box);
                        break;
                    case Drop::ExpireOwner:
                        session.expire(box);
                        break;
                    case Drop::ExpireAll:
                        session.expire_all();
                        break;
                    case Drop::RefreshMember:
                        session.refresh(item);
                        session.refresh(note);
                        session.refresh(stamp);
                        session.refresh(tag);
                        break;
                }
                CHECK(box->items.size() == 2);
                CHECK(box->notes.size() == 1);
                CHECK(box->stamp == stamp);
                CHECK(box->tags.size() == 2);
                CHECK(item->box == box);
                session.commit();
                CHECK(count_of<Item>(session) == 2);
                CHECK(box->notes.size() == 1);
                CHECK(box->stamp == stamp);
                CHECK(box->tags.size() == 2);
            },
            {.autoflush = false});
    }
}

TEST_CASE("what was added to a collection and not flushed is gone after a refresh of its owner") {
    with_boxes(
        [](Session& session) {
            auto box = session.add(Box{.items = {Item{}}});
            session.commit();
            auto item = box->items.add(Item{});
            auto note = box->notes.add(Note{});
            box->tags.add(Tag{});
            session.refresh(box);
            CHECK(box->items.size() == 1);
            CHECK(box->notes.empty());
            CHECK(box->tags.empty());
            CHECK(session.state(item) == ObjectState::Transient);
            session.commit();
            CHECK(note->box_id == std::nullopt);
            CHECK(count_of<Item>(session) == 1);
            CHECK(box->tags.empty());
        },
        {.autoflush = false});
}

TEST_CASE("a new object is linked before a flush, however it is linked") {
    enum class Way : std::uint8_t { Assigned, Added, OtherSide, InValue, Collection, Replaced };
    for (const Way way : {Way::Assigned,
                          Way::Added,
                          Way::OtherSide,
                          Way::InValue,
                          Way::Collection,
                          Way::Replaced}) {
        with_boxes([&](Session& session) {
            session.add(Box{.name = "b"});
            session.commit();
            session.close();
            auto box = session.scalars(select<Box>()).one();
            switch (way) {
                case Way::Assigned:
                    box->stamp = Stamp{};
                    break;
                case Way::Added:
                    box->stamp = session.add(Stamp{});
                    break;
                case Way::OtherSide:
                    session.add(Stamp{})->box = box;
                    break;
                case Way::InValue:
                    session.add(Stamp{.box = box});
                    break;
                case Way::Collection:
                    box->items.add(session.add(Item{}));
                    box->stamp = Stamp{};
                    break;
                case Way::Replaced:
                    box->items = {session.add(Item{})};
                    box->stamp = Stamp{};
                    break;
            }
            session.commit();
            CHECK(session.scalars(select<Stamp>()).one()->box_id == box->id);
            CHECK(box->stamp->box == box);
        });
    }
}

TEST_CASE("the one-to-one that a new object takes the place of is looked up with its changes") {
    with_boxes([](Session& session) {
        auto first = session.add(Box{.stamp = Stamp{}});
        auto second = session.add(Box{});
        session.commit();
        auto stamp = session.get<Stamp>(1);
        stamp->box = second;
        first->stamp = Stamp{};
        CHECK(second->stamp == stamp);
        session.commit();
        CHECK(second->stamp == stamp);
        CHECK(first->stamp != stamp);
        CHECK(count_of<Stamp>(session) == 2);
    });
}

TEST_CASE("a link whose row is there twice is one member, and is cut whole") {
    with_boxes([](Session& session) {
        auto box = session.add(Box{.tags = {Tag{}, Tag{}, Tag{}}});
        session.commit();
        auto first = box->tags[0];
        auto second = box->tags[1];
        session.connection().run_script(
            "INSERT INTO box_tag SELECT * FROM box_tag WHERE tag_id < 3");
        session.commit();
        CHECK(box->tags.size() == 3);
        CHECK(session.scalars(select<Box>().options(joined_load(&Box::tags))).one()->tags.size() ==
              3);
        box->tags.remove(first);
        session.commit();
        CHECK(box->tags.size() == 2);
        box->tags.clear();
        session.commit();
        CHECK(box->tags.empty());
        CHECK(second->boxes.empty());
        CHECK(session.execute(text("select count(*) from box_tag")).scalar().as_integer() == 0);
        box->tags.add(first);
        session.commit();
        CHECK(box->tags.size() == 1);
        session.connection().run_script("DELETE FROM box_tag");
        box->tags.remove(first);
        CHECK_THROWS_AS(session.flush(), StaleDataError);
        session.rollback();
    });
}
