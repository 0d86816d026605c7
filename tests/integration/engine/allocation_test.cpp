// SPDX-License-Identifier: MIT
#include "../counted_allocations.hpp"
#include "support.hpp"

#include <azoth/orm.hpp>

// Texts of these rows are short enough to lie in their std::string: what is counted is azoth's own.
namespace {

using namespace azoth;
using namespace azoth::test::books;
using azoth::test::allocations_of;

struct Fixture {
    Fixture() {
        base.metadata.create_all(engine);
        connection.emplace(engine.connect());
        add_books(*connection, 5);
    }
    ~Fixture() {
        connection.reset();
        base.metadata.drop_all(engine);
    }
    Fixture(const Fixture&) = delete;
    Fixture& operator=(const Fixture&) = delete;

    Engine engine = create_engine("sqlite://");
    std::optional<Connection> connection{};
};

TEST_CASE("building a query allocates nothing once its memory was used before") {
    const auto build = [](std::int64_t id) {
        return select<Book>()
            .where(col(&Book::id) == id and col(&Book::title).is_not_null())
            .order_by(col(&Book::id).desc())
            .limit(3);
    };
    const auto warm = build(1).tree().node->hash;

    CHECK(allocations_of([&] { CHECK(build(2).tree().node->hash == warm); }) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a statement built anew and executed again allocates nothing") {
    const auto pages_of = [&](std::int64_t id) {
        return connection->execute(select<Book>().where(col(&Book::id) == id)).one().pages;
    };
    CHECK(pages_of(1) == 10);

    int pages = 0;
    CHECK(allocations_of([&] { pages = pages_of(4); }) == 0);
    CHECK(pages == 40);
}

TEST_CASE_FIXTURE(Fixture, "an object inserted by a statement of its own allocates nothing") {
    const auto add = [&](const char* title) {
        connection->execute(insert<Book>().values(Book{.title = title, .pages = 1}));
    };
    add("first");

    CHECK(allocations_of([&] { add("second"); }) == 0);
    CHECK(count_of_books(*connection) == 7);
}

TEST_CASE_FIXTURE(Fixture, "a row read into a struct allocates nothing") {
    std::size_t rows = 0;
    const auto result = select<Book>();
    const auto read = [&] {
        for (const Book& book : connection->execute(result)) {
            rows += book.pages > 0 ? 1U : 0U;
        }
    };
    read();

    CHECK(allocations_of(read) == 0);
    CHECK(rows == 10);
}

TEST_CASE_FIXTURE(Fixture, "an object that the session has is found without allocation") {
    connection->commit();
    Session session{engine};
    const Ref<const Book> held = session.get<const Book>(3);

    Ref<const Book> found;
    CHECK(allocations_of([&] { found = session.get<const Book>(3); }) == 0);
    CHECK(found == held);
}

}  // namespace
