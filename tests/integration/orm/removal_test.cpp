// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using namespace orm_models;
using namespace orm_test;

namespace {

/// A tree that is mapped from above only, and parts of parts.
struct Folder {
    std::int64_t id = 0;
    std::string name{};
    std::optional<std::int64_t> parent_id{};
    Many<Folder> folders{};
};
struct Label {
    std::int64_t id = 0;
    std::string text{};
    std::int64_t folder_id = 0;
    One<Folder> folder{};
};

DeclarativeBase FolderBase;
const auto folders =
    FolderBase.map<Folder>("folder",
                           column(&Folder::parent_id, foreign_key(&Folder::id)),
                           relationship(&Folder::folders, Cascade::AllDeleteOrphan));
const auto labels =
    FolderBase.map<Label>("folder_label", column(&Label::folder_id, foreign_key(&Folder::id)));

template <class Story>
void with_folders(Story&& story) {
    on_each_database([&](Database& database) {
        FolderBase.metadata.drop_all(database.engine);
        FolderBase.metadata.create_all(database.engine);
        (void)database.recorder.take();
        story(database);
        FolderBase.metadata.drop_all(database.engine);
    });
}

template <class T>
std::int64_t count(Session& session) {
    return session.scalar_one(select(func::count(&T::id)));
}

std::string text_of(const Database& database, std::string sqlite, std::string postgresql) {
    return is_sqlite(database) ? std::move(sqlite) : std::move(postgresql);
}

}  // namespace

TEST_CASE("a new object that is removed before the flush takes its children with it") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto user =
            session.add(User{.name = "ed", .addresses = {Address{.email = "a"}, Address{}}});
        auto address = user->addresses[0];
        session.remove(user);
        CHECK(session.state(address) == ObjectState::Transient);
        session.commit();
        CHECK(database.recorder.take().empty());

        session.add(user);
        CHECK(session.state(address) == ObjectState::Pending);
        session.commit();
        CHECK(user->addresses.size() == 2);
        CHECK(address->user == user);
    });
}

TEST_CASE("an orphan that was never written takes its children with it") {
    with_folders([](Database& database) {
        auto session = database.make_session();
        auto root = session.add(Folder{
            .name = "root", .folders = {Folder{.name = "a", .folders = {Folder{.name = "b"}}}}});
        auto orphan = root->folders[0];
        root->folders.remove(orphan);
        session.commit();
        CHECK(session.state(orphan) == ObjectState::Transient);
        CHECK(session.state(orphan->folders[0]) == ObjectState::Transient);
        CHECK(count<Folder>(session) == 1);
    });
}

TEST_CASE("a new parent that is removed before the flush leaves children that may be without it") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto child = session.add(Node{.name = "child"});
        child->parent = session.add(Node{.name = "old"});
        session.commit();
        auto parent = session.add(Node{.name = "new"});
        parent->children.add(child);
        auto fresh = parent->children.add(Node{.name = "fresh"});
        session.remove(parent);
        session.commit();
        CHECK(child->parent_id == std::nullopt);
        CHECK(session.state(fresh) == ObjectState::Persistent);
        CHECK(count<Node>(session) == 3);
    });
}

TEST_CASE("objects of tables that refer to each other are removed together") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto department = session.add(Department{.name = "sales"});
        auto head = session.add(Employee{.name = "ann", .department = department});
        department->head = head;
        session.commit();
        session.remove(head);
        session.remove(department);
        (void)database.recorder.take();
        session.flush();
        const Lines lines = database.recorder.take_statements();
        REQUIRE(lines.size() >= 3);
        CHECK(Lines(lines.end() - 3, lines.end()) ==
              Lines{text_of(database,
                            "UPDATE department SET head_id=? WHERE department.id = ? [NULL, 1]",
                            "UPDATE department SET head_id=$1 WHERE department.id = $2 [NULL, 1]"),
                    text_of(database,
                            "DELETE FROM employee WHERE employee.id = ? [1]",
                            "DELETE FROM employee WHERE employee.id = $1 [1]"),
                    text_of(database,
                            "DELETE FROM department WHERE department.id = ? [1]",
                            "DELETE FROM department WHERE department.id = $1 [1]")});
        session.rollback();
        CHECK(department->head == head);
        session.remove(head);
        session.remove(department);
        session.commit();
        CHECK(count<Department>(session) + count<Employee>(session) == 0);
    });
}

TEST_CASE("rows that refer to each other in a circle are removed") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto first = session.add(Node{.name = "first"});
        auto second = session.add(Node{.name = "second", .parent = first});
        auto itself = session.add(Node{.name = "itself"});
        session.flush();
        first->parent = second;
        itself->parent = itself;
        session.commit();
        for (const auto& node : {first, second, itself}) {
            session.remove(node);
        }
        session.commit();
        CHECK(count<Node>(session) == 0);
    });
}

TEST_CASE("rows of a table that refers to itself go children first, however the key is mapped") {
    with_folders([](Database& database) {
        auto session = database.make_session();
        auto root = session.add(Folder{.name = "root"});
        for (int i = 0; i < 1'500; ++i) {
            root->folders.add(Folder{.name = "f" + std::to_string(i)});
        }
        session.commit();
        session.remove(root);
        session.commit();
        CHECK(count<Folder>(session) == 0);
    });
}

TEST_CASE("expunging reaches children that were put into a link that is not loaded") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto user = session.get<User>(1);
        auto address = user->addresses.add(Address{.email = "new"});
        session.expunge(user);
        CHECK(session.state(address) == ObjectState::Transient);
        session.commit();
        CHECK(count<Address>(session) == 0);
    });
}

TEST_CASE("a new object whose parent was expunged is refused with the link named") {
    with_folders([](Database& database) {
        auto session = database.make_session();
        auto folder = session.add(Folder{.name = "f"});
        session.commit();
        auto label = session.add(Label{.text = "l", .folder = folder});
        session.expunge(folder);
        CHECK_THROWS_AS(session.flush(), InvalidRequestError);
        CHECK(session.failed_object<Label>() == label);
    });
}

TEST_CASE("an object whose removal is taken back is in its links again") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto group = ed->groups.add(Group{.title = "admins"});
        session.commit();
        auto address = ed->addresses[0];
        CHECK(ed->groups.size() == 1);
        session.remove(address);
        CHECK(ed->addresses.size() == 1);
        ed->addresses.add(address);
        CHECK(ed->addresses.size() == 2);
        session.remove(group);
        CHECK(ed->groups.empty());
        session.add(group);
        CHECK(ed->groups.size() == 1);
        session.commit();
        CHECK(count<Address>(session) == 2);
        CHECK(ed->groups.size() == 1);
    });
}

TEST_CASE("a removed object that is expunged keeps its row") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        session.remove(session.get<User>(1));
        session.expunge(session.get<User>(1));
        session.commit();
        session.remove(session.get<User>(2));
        session.expunge_all();
        session.commit();
        CHECK(count<User>(session) == 2);
    });
}
