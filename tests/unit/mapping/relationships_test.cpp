// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <azoth/schema/core_table.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using azoth::test::error_of;
using azoth::test::Many;
using azoth::test::One;
using mapping::Direction;
using Names = std::vector<std::string>;
using Positions = std::vector<std::size_t>;

template <class T, class M>
const mapping::Relationship& link(M T::* member) {
    const auto* found =
        mapping::mapper_of<T>().find_relationship(static_cast<std::uint32_t>(offset_of(member)));
    REQUIRE(found != nullptr);
    return *found;
}

template <class T, class M>
std::vector<tree::LinkStep> steps(M T::* member) {
    return mapping::mapper_of<T>().link_at(static_cast<std::uint32_t>(offset_of(member)));
}

struct Address;
struct User {
    std::int64_t id = 0;
    Many<Address> addresses{};
};
struct Address {
    std::int64_t id = 0;
    std::string email{};
    std::int64_t user_id = 0;
    One<User> user{};
};

TEST_CASE("a Many and a One pair through the one foreign key between their tables") {
    DeclarativeBase base;
    base.map<User>("user_account",
                   relationship(&User::addresses,
                                Cascade::AllDeleteOrphan,
                                order_by(&Address::email, col(&Address::id).desc()),
                                passive_deletes));
    base.map<Address>("address", column(&Address::user_id, foreign_key(&User::id)));

    const auto& addresses = link(&User::addresses);
    const auto& user = link(&Address::user);

    CHECK(addresses.kind == mapping::LinkKind::Many);
    CHECK(addresses.direction == Direction::OneToMany);
    CHECK(addresses.local == Positions{0});
    CHECK(addresses.remote == Positions{2});
    CHECK(addresses.back == &user);
    CHECK(addresses.target == &tree::entity_of<Address>);
    CHECK(addresses.target_mapper == &mapping::mapper_of<Address>());
    CHECK(addresses.owner == &mapping::mapper_of<User>());
    CHECK(addresses.passive_deletes);
    CHECK(includes(addresses.cascade, Cascade::DeleteOrphan));
    REQUIRE(addresses.order_by.size() == 2);
    CHECK(addresses.order_by[0].column == 1);
    CHECK(addresses.order_by[0].flags == 0);
    CHECK(addresses.order_by[1].column == 0);
    CHECK(addresses.order_by[1].flags == tree::sort_flag::descending);
    CHECK(user.direction == Direction::ManyToOne);
    CHECK(user.local == Positions{2});
    CHECK(user.remote == Positions{0});
    CHECK(user.back == &addresses);
    CHECK(user.cascade == Cascade::Default);
    CHECK(user.foreign_key == &mapping::mapper_of<Address>().table().foreign_keys[0]);
}

TEST_CASE("a join along a relationship is one step with the columns of both sides") {
    DeclarativeBase base;
    base.map<User>("user_account");
    base.map<Address>("address", column(&Address::user_id, foreign_key(&User::id)));

    const auto path = steps(&User::addresses);

    REQUIRE(path.size() == 1);
    CHECK(path[0].target == &mapping::mapper_of<Address>().table());
    CHECK(path[0].entity == &tree::entity_of<Address>);
    CHECK(path[0].source_columns == Names{"id"});
    CHECK(path[0].target_columns == Names{"user_id"});
}

TEST_CASE("a member that is no relationship has no way to join") {
    DeclarativeBase base;
    base.map<User>("user_account");
    base.map<Address>("address", column(&Address::user_id, foreign_key(&User::id)));

    const auto [code, message] = error_of([] { static_cast<void>(steps(&Address::email)); });

    CHECK(code == "not-a-relationship");
}

struct Tag;
struct Article {
    std::int64_t id = 0;
    Many<Tag> tags{};
};
struct Tag {
    std::string name{};
    Many<Article> articles{};
};
struct ArticleTag {
    std::int64_t article_id = 0;
    std::string tag_name{};
};

void map_article_tag(DeclarativeBase& base, std::string_view table) {
    base.map<ArticleTag>(table,
                         column(&ArticleTag::article_id, primary_key, foreign_key(&Article::id)),
                         column(&ArticleTag::tag_name, primary_key, foreign_key(&Tag::name)));
}

TEST_CASE("two Many pair through the one table with foreign keys to both") {
    DeclarativeBase base;
    base.map<Article>("article");
    base.map<Tag>("tag", column(&Tag::name, primary_key));
    map_article_tag(base, "article_tag");

    const auto& tags = link(&Article::tags);
    const auto& articles = link(&Tag::articles);
    const auto path = steps(&Article::tags);

    CHECK(tags.direction == Direction::ManyToMany);
    CHECK(tags.secondary == &mapping::mapper_of<ArticleTag>().table());
    CHECK(tags.secondary_mapper == &mapping::mapper_of<ArticleTag>());
    CHECK(tags.secondary_local == Names{"article_id"});
    CHECK(tags.secondary_remote == Names{"tag_name"});
    CHECK(tags.foreign_key == nullptr);
    CHECK(tags.back == &articles);
    CHECK(articles.secondary_local == Names{"tag_name"});
    REQUIRE(path.size() == 2);
    CHECK(path[0].target == tags.secondary);
    CHECK(path[0].entity == nullptr);
    CHECK(path[0].source_columns == Names{"id"});
    CHECK(path[0].target_columns == Names{"article_id"});
    CHECK(path[1].entity == &tree::entity_of<Tag>);
    CHECK(path[1].source_columns == Names{"tag_name"});
    CHECK(path[1].target_columns == Names{"name"});
}

TEST_CASE("secondary says which of several tables is between") {
    struct Other {
        std::int64_t article_id = 0;
        std::string tag_name{};
    };
    DeclarativeBase base;
    base.map<Article>("article", relationship(&Article::tags, secondary("article_tag")));
    base.map<Tag>("tag", column(&Tag::name, primary_key));
    map_article_tag(base, "article_tag");
    base.map<Other>("suggested_tag",
                    column(&Other::article_id, primary_key, foreign_key(&Article::id)),
                    column(&Other::tag_name, primary_key, foreign_key(&Tag::name)));

    CHECK(link(&Article::tags).secondary->name == "article_tag");
    CHECK(link(&Tag::articles).secondary->name == "article_tag");
    CHECK(link(&Tag::articles).back == &link(&Article::tags));
}

TEST_CASE("two Many without a table between them say that it is missing") {
    DeclarativeBase base;
    base.map<Article>("article");
    base.map<Tag>("tag", column(&Tag::name, primary_key));

    const auto [code, message] = error_of([&] { base.validate(); });

    CHECK(code == "no-foreign-key");
    CHECK(message.find("no table has foreign keys to both \"article\" and \"tag\"; map the table "
                       "between the two") != std::string::npos);
}

TEST_CASE("several tables between two Many are an error that lists them") {
    struct Other {
        std::int64_t article_id = 0;
        std::string tag_name{};
    };
    DeclarativeBase base;
    base.map<Article>("article");
    base.map<Tag>("tag", column(&Tag::name, primary_key));
    map_article_tag(base, "article_tag");
    base.map<Other>("suggested_tag",
                    column(&Other::article_id, primary_key, foreign_key(&Article::id)),
                    column(&Other::tag_name, primary_key, foreign_key(&Tag::name)));

    const auto [code, message] = error_of([&] { base.validate(); });

    CHECK(code == "ambiguous-relationship");
    CHECK(
        message.find("article_tag(article_id, tag_name); suggested_tag(article_id, tag_name); say "
                     "which table with secondary") != std::string::npos);
}

TEST_CASE("the other side need not repeat the secondary table when it is named by back_populates") {
    struct Other {
        std::int64_t article_id = 0;
        std::string tag_name{};
    };
    DeclarativeBase base;
    base.map<Article>(
        "article",
        relationship(&Article::tags, secondary<ArticleTag>(), back_populates(&Tag::articles)));
    base.map<Tag>("tag", column(&Tag::name, primary_key));
    map_article_tag(base, "article_tag");
    base.map<Other>("suggested_tag",
                    column(&Other::article_id, primary_key, foreign_key(&Article::id)),
                    column(&Other::tag_name, primary_key, foreign_key(&Tag::name)));

    CHECK(link(&Tag::articles).secondary->name == "article_tag");
    CHECK(link(&Tag::articles).back == &link(&Article::tags));
}

TEST_CASE("the table between need not have a struct") {
    DeclarativeBase base;
    const Table between{"article_tag",
                        base.metadata,
                        column("article_id", BigInteger(), primary_key, foreign_key("article.id")),
                        column("tag_name", String(), primary_key, foreign_key("tag.name"))};
    base.map<Article>("article", relationship(&Article::tags, secondary(between)));
    base.map<Tag>("tag", column(&Tag::name, primary_key));

    CHECK(link(&Article::tags).secondary == &between.table());
    CHECK(link(&Article::tags).secondary_mapper == nullptr);
    CHECK(link(&Tag::articles).back == &link(&Article::tags));
}

struct Node {
    std::int64_t id = 0;
    std::optional<std::int64_t> parent_id{};
    One<Node> parent{};
    Many<Node> children{};
};

TEST_CASE("a tree pairs its parent with its children without a word") {
    DeclarativeBase base;
    base.map<Node>("node", column(&Node::parent_id, foreign_key(&Node::id)));

    CHECK(link(&Node::parent).direction == Direction::ManyToOne);
    CHECK(link(&Node::parent).local == Positions{1});
    CHECK(link(&Node::parent).remote == Positions{0});
    CHECK(link(&Node::children).direction == Direction::OneToMany);
    CHECK(link(&Node::children).back == &link(&Node::parent));
}

struct Page {
    std::int64_t id = 0;
    std::optional<std::int64_t> previous_id{};
    One<Page> previous{};
    One<Page> next{};
};

TEST_CASE("remote_side says which end of a table's key to itself is the other object's") {
    DeclarativeBase base;
    base.map<Page>("page",
                   column(&Page::previous_id, foreign_key(&Page::id)),
                   relationship(&Page::previous, remote_side(&Page::id)),
                   relationship(&Page::next, remote_side(&Page::previous_id)));

    CHECK(link(&Page::previous).direction == Direction::ManyToOne);
    CHECK(link(&Page::next).direction == Direction::OneToMany);
    CHECK(link(&Page::next).kind == mapping::LinkKind::One);
    CHECK(link(&Page::next).back == &link(&Page::previous));
}

TEST_CASE("two sides of one key that lead the same way are refused") {
    DeclarativeBase base;
    base.map<Page>("page",
                   column(&Page::previous_id, foreign_key(&Page::id)),
                   relationship(&Page::next, back_populates(&Page::previous)));

    const auto [code, message] = error_of([&] { base.validate(); });

    CHECK(code == "relationship-sides-differ");
    CHECK(message.find("Page.previous") != std::string::npos);
}

struct Friend {
    std::int64_t id = 0;
    Many<Friend> following{};
    Many<Friend> followers{};
};
struct Follows {
    std::int64_t who_id = 0;
    std::int64_t whom_id = 0;
};

TEST_CASE("a table that joins a struct with itself says which column is whose") {
    DeclarativeBase base;
    base.map<Friend>("friend",
                     relationship(&Friend::following,
                                  secondary("follows", "who_id", "whom_id"),
                                  back_populates(&Friend::followers)));
    base.map<Follows>("follows",
                      column(&Follows::who_id, primary_key, foreign_key(&Friend::id)),
                      column(&Follows::whom_id, primary_key, foreign_key(&Friend::id)));

    CHECK(link(&Friend::following).secondary_local == Names{"who_id"});
    CHECK(link(&Friend::following).secondary_remote == Names{"whom_id"});
    CHECK(link(&Friend::followers).secondary_local == Names{"whom_id"});
    CHECK(link(&Friend::followers).back == &link(&Friend::following));
}

struct Person;
struct Parcel {
    std::int64_t id = 0;
    std::int64_t sender_id = 0;
    std::int64_t receiver_id = 0;
    One<Person> sender{};
    One<Person> receiver{};
};
struct Person {
    std::int64_t id = 0;
    Many<Parcel> sent{};
    Many<Parcel> received{};
};

TEST_CASE("several keys between two tables are an error that lists them") {
    DeclarativeBase base;
    base.map<Person>("person");
    base.map<Parcel>("parcel",
                     column(&Parcel::sender_id, foreign_key(&Person::id)),
                     column(&Parcel::receiver_id, foreign_key(&Person::id)));

    const auto [code, message] = error_of([&] { base.validate(); });

    CHECK(code == "ambiguous-relationship");
    CHECK(message.find("Parcel.sender: several ways lead to ") != std::string::npos);
    CHECK(message.find("parcel.sender_id -> person.id; parcel.receiver_id -> person.id; say which "
                       "with foreign_keys(…)") != std::string::npos);
    CHECK(message.find("Person.received") != std::string::npos);
}

TEST_CASE("foreign_keys and back_populates settle several keys between two tables") {
    DeclarativeBase base;
    base.map<Person>("person",
                     relationship(&Person::sent, back_populates(&Parcel::sender)),
                     relationship(&Person::received, foreign_keys(&Parcel::receiver_id)));
    base.map<Parcel>("parcel",
                     column(&Parcel::sender_id, foreign_key(&Person::id)),
                     column(&Parcel::receiver_id, foreign_key(&Person::id)),
                     relationship(&Parcel::sender, foreign_keys(&Parcel::sender_id)),
                     relationship(&Parcel::receiver, foreign_keys(&Parcel::receiver_id)));

    CHECK(link(&Person::sent).remote == Positions{1});
    CHECK(link(&Person::sent).back == &link(&Parcel::sender));
    CHECK(link(&Person::received).remote == Positions{2});
    CHECK(link(&Person::received).back == &link(&Parcel::receiver));
}

struct Profile;
struct Member {
    std::int64_t id = 0;
    One<Profile> profile{};
};
struct Profile {
    std::int64_t id = 0;
    std::int64_t member_id = 0;
    One<Member> member{};
};

TEST_CASE("a One on both sides is one-to-one") {
    DeclarativeBase base;
    base.map<Member>("member");
    base.map<Profile>("profile", column(&Profile::member_id, unique, foreign_key(&Member::id)));

    CHECK(link(&Member::profile).direction == Direction::OneToMany);
    CHECK(link(&Member::profile).kind == mapping::LinkKind::One);
    CHECK(link(&Profile::member).direction == Direction::ManyToOne);
    CHECK(link(&Profile::member).back == &link(&Member::profile));
}

struct Team;
struct Player {
    std::int64_t id = 0;
    std::int64_t team_id = 0;
    One<Team> team{};
};
struct Team {
    std::int64_t id = 0;
    std::optional<std::int64_t> captain_id{};
    One<Player> captain{};
    Many<Player> players{};
};

TEST_CASE("where each table refers to the other, a One goes along the key beside it") {
    DeclarativeBase base;
    base.map<Player>("player", column(&Player::team_id, foreign_key(&Team::id)));
    base.map<Team>("team",
                   column(&Team::captain_id, foreign_key(&Player::id)),
                   relationship(&Team::captain, post_update));

    CHECK(link(&Player::team).foreign_key->columns == Names{"team_id"});
    CHECK(link(&Player::team).back == &link(&Team::players));
    CHECK(link(&Team::captain).foreign_key->columns == Names{"captain_id"});
    CHECK(link(&Team::captain).back == nullptr);
    CHECK(link(&Team::captain).post_update);
}

struct Line;
struct Invoice {
    std::string series{};
    int number = 0;
    Many<Line> lines{};
};
struct Line {
    std::int64_t id = 0;
    int invoice_number = 0;
    std::string invoice_series{};
    One<Invoice> invoice{};
};

TEST_CASE("composite keys join column by column") {
    DeclarativeBase base;
    base.map<Invoice>("invoice", primary_key_constraint({&Invoice::series, &Invoice::number}));
    base.map<Line>("line",
                   foreign_key_constraint({&Line::invoice_series, &Line::invoice_number},
                                          {&Invoice::series, &Invoice::number},
                                          OnDelete::Cascade));

    CHECK(link(&Invoice::lines).local == Positions{0, 1});
    CHECK(link(&Invoice::lines).remote == Positions{2, 1});
    CHECK(link(&Line::invoice).foreign_key->on_delete == OnDelete::Cascade);
    CHECK(steps(&Line::invoice)[0].source_columns == Names{"invoice_series", "invoice_number"});
}

TEST_CASE("a view-only relationship is paired with nothing") {
    struct Comment;
    struct Thread {
        std::int64_t id = 0;
        Many<Comment> comments{};
        Many<Comment> newest{};
    };
    struct Comment {
        std::int64_t id = 0;
        std::int64_t thread_id = 0;
        One<Thread> thread{};
    };
    DeclarativeBase base;
    base.map<Thread>("thread", relationship(&Thread::newest, view_only));
    base.map<Comment>("comment", column(&Comment::thread_id, foreign_key(&Thread::id)));

    CHECK(link(&Comment::thread).back == &link(&Thread::comments));
    CHECK(link(&Thread::newest).back == nullptr);
    CHECK(link(&Thread::newest).view_only);
}

}  // namespace
