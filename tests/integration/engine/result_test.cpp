// SPDX-License-Identifier: MIT
#include "support.hpp"

namespace {

using namespace azoth;
using namespace azoth::test::books;
using Titles = std::vector<std::string>;

TEST_CASE("rows are read as the item, as tuples and as structs") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);

        Titles titles;
        for (const std::string& title :
             connection.execute(select(&Book::title).order_by(&Book::id))) {
            titles.push_back(title);
        }
        int pages = 0;
        for (auto [title, count] : connection.execute(select(&Book::title, &Book::pages))) {
            pages += count;
        }
        const auto books = connection.execute(select<Book>().order_by(col(&Book::id).desc())).all();

        CHECK(titles == Titles{"book 1", "book 2", "book 3"});
        CHECK(pages == 60);
        REQUIRE(books.size() == 3);
        CHECK(books[0].title == "book 3");
        CHECK(books[0].note == std::nullopt);
    });
}

TEST_CASE("rows keep their connection until they are read, then it goes back to the pool") {
    on_each_database([](Engine& engine) {
        {
            Connection connection = engine.connect();
            add_books(connection, 3);
            connection.commit();
        }

        Titles titles;
        for (const std::string& title :
             engine.connect().execute(select(&Book::title).order_by(&Book::id))) {
            titles.push_back(title);
        }
        const auto lent = [&] { return engine.statistics().connections_in_use; };
        const auto before = lent();
        std::optional kept{engine.connect().execute(select(&Book::title))};
        const auto while_kept = lent();
        kept.reset();

        CHECK(titles == Titles{"book 1", "book 2", "book 3"});
        CHECK(before == 0);
        CHECK(while_kept == 1);
        CHECK(lent() == 0);
    });
}

TEST_CASE("first, one, one_or_none and the scalar forms") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 2);
        const auto all = select(&Book::title).order_by(&Book::id);
        const auto none = all.where(col(&Book::pages) > 1'000);
        const auto second = select(&Book::title, &Book::pages).where(col(&Book::pages) == 20);

        CHECK(connection.execute(all).first() == "book 1");
        CHECK(connection.execute(none).first() == std::nullopt);
        CHECK(connection.execute(none).one_or_none() == std::nullopt);
        CHECK(connection.execute(second).one() == std::tuple<std::string, int>{"book 2", 20});
        CHECK(connection.execute(second).scalar_one() == "book 2");
        CHECK(connection.execute(second).scalar() == "book 2");
        CHECK(connection.execute(none).scalar_one_or_none() == std::nullopt);
        CHECK(connection.execute(all).scalars() == Titles{"book 1", "book 2"});
    });
}

TEST_CASE("rows come in partitions, the last one shorter") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 5);

        auto result = connection.execute(select(&Book::id));

        CHECK(result.partition(2).size() == 2);
        CHECK(result.partition(2).size() == 2);
        CHECK(result.partition(2).size() == 1);
        CHECK(result.partition(2).empty());
    });
}

TEST_CASE("an optional struct is absent where an outer join has no row") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 2);
        const auto thicker = alias<Book>("thicker");
        const auto query = select<Book, std::optional<Book>>();
        const auto pairs = select(&Book::title, nullable(thicker[&Book::title]))
                               .outer_join(thicker, thicker[&Book::pages] > col(&Book::pages))
                               .order_by(&Book::id);

        const auto rows = connection.execute(pairs).all();

        REQUIRE(rows.size() == 2);
        CHECK(std::get<1>(rows[0]) == "book 2");
        CHECK(std::get<1>(rows[1]) == std::nullopt);
        CHECK(code_of([&] { (void)to_sql(query, engine); }).empty());
    });
}

TEST_CASE("rows as mappings, and rows that come once") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);
        const auto thinner = alias<Book>("thinner");
        const auto joined = select<Book>().join(thinner, thinner[&Book::pages] < col(&Book::pages));

        auto rows =
            connection.execute(select(&Book::title, &Book::pages).order_by(&Book::id)).mappings();
        const auto all = connection.execute(joined).all();
        const auto unique = connection.execute(joined).unique();

        REQUIRE(rows.size() == 3);
        CHECK(rows[1]["title"] == Value{"book 2"});
        CHECK(rows[1]["pages"].as_integer() == 20);
        CHECK(all.size() == 3);
        CHECK(unique.size() == 2);
    });
}

TEST_CASE("rowcount and returning") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 3);

        const auto changed = connection.execute(
            update<Book>().set(&Book::pages, col(&Book::pages) + 1).where(col(&Book::pages) > 10));
        const auto gone = connection
                              .execute(delete_from<Book>()
                                           .where(col(&Book::title) == "book 1")
                                           .returning(&Book::pages))
                              .all();
        const auto ids = connection
                             .execute(insert<Book>()
                                          .values(std::vector<Book>{{.title = "x"}, {.title = "y"}})
                                          .returning(&Book::id, &Book::title))
                             .all();

        CHECK(changed.rowcount() == 2);
        CHECK(gone == std::vector<int>{10});
        CHECK(ids.size() == 2);
        CHECK(count_of_books(connection) == 4);
    });
}

TEST_CASE("objects inserted together keep the keys that some of them have") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        const std::vector<Book> rows{
            {.title = "a"}, {.id = 70, .title = "b"}, {.id = 71, .title = "c"}, {.title = "d"}};

        const auto inserted = connection.execute(insert<Book>(), rows);

        const auto ids = connection.execute(select(&Book::id).order_by(&Book::title)).all();
        CHECK(inserted == 4);
        REQUIRE(ids.size() == 4);
        CHECK(ids[0] != 0);
        CHECK(ids[1] == 70);
        CHECK(ids[2] == 71);
        CHECK(ids[3] != 0);
    });
}

TEST_CASE("an upsert changes the row that is there") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 1);
        const Book book{.title = "book 1", .note = "again", .pages = 5};

        connection.execute(
            insert<Book>()
                .values(book)
                .on_conflict(&Book::title)
                .do_update(set(&Book::note, excluded(&Book::note)),
                           set(&Book::pages, col(&Book::pages) + excluded(&Book::pages))));
        connection.execute(insert<Book>().values(book).on_conflict().do_nothing());

        const auto row = connection.execute(select<Book>()).one();
        CHECK(row.note == "again");
        CHECK(row.pages == 15);
    });
}

TEST_CASE("text statements give rows by name, or of the types that are said") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 2);

        const auto row =
            connection
                .execute(text("select title, pages from engine_book where pages = :pages"),
                         {{"pages", 20}})
                .one();
        const auto typed =
            connection
                .execute(text("select pages, title from engine_book order by pages desc")
                             .columns<int, std::string>())
                .all();

        CHECK(row.keys() == std::vector<std::string>{"title", "pages"});
        CHECK(row["title"] == Value{"book 2"});
        CHECK(row[1].as_integer() == 20);
        CHECK(typed.front() == std::tuple<int, std::string>{20, "book 2"});
    });
}

TEST_CASE("a result that is not read to its end is closed by its destructor") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 50);
        {
            auto result = connection.execute(select(&Book::id));
            (void)*result.begin();
        }

        connection.execute(delete_from<Book>());
        connection.commit();

        CHECK(count_of_books(connection) == 0);
    });
}

TEST_CASE("queries with windows, unions, recursion and labels run") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 4);
        const auto ranked = select(
            &Book::title, func::row_number().over(window().order_by(col(&Book::pages).desc())));
        const auto hundreds = (col(&Book::pages) / 25).label("hundreds");
        const auto grouped =
            select(hundreds, func::count()).group_by(hundreds).order_by(hundreds.desc());
        const auto thin = select(&Book::id).where(col(&Book::pages) < 20);
        const auto both =
            thin.union_all(select(&Book::id).order_by(col(&Book::pages).desc()).limit(1));
        const auto chain = recursive_cte(
            "chain", select(&Book::pages).where(col(&Book::pages) == 10), [](const auto& self) {
                return select(&Book::pages)
                    .join(self, col(&Book::pages) == self.c(&Book::pages) + 10);
            });

        const auto first = connection.execute(ranked.order_by(&Book::pages)).first();
        const auto groups = connection.execute(grouped).all();

        CHECK(std::get<1>(*first) == 4);
        CHECK(groups.size() == 2);
        CHECK(groups[0] == std::tuple<int, std::int64_t>{1, 2});
        CHECK(connection.execute(both).all().size() == 2);
        CHECK(connection.execute(select(func::sum(chain.c(&Book::pages)))).scalar_one() == 100);
    });
}

TEST_CASE("a row is read within its columns, and a text statement has no nameless parameters") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        const auto row = connection.execute(text("select 1 as a, 2 as b")).one();
        const std::string nameless =
            code_of([&] { (void)connection.execute(text("select ? as x")).all(); });

        CHECK(row[1] == Value{2});
        CHECK(code_of([&] { (void)row[2]; }) == "unknown-column");
        CHECK((nameless == "missing-parameter" || nameless == "syntax-error"));
    });
}

TEST_CASE("a query timeout is not handed on with the connection") {
    on_each_database([](Engine& engine) {
        const auto counting = [](int rows) {
            return text(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < " +
                std::to_string(rows) + ") select count(*) from n");
        };
        std::string limited;
        {
            Connection connection = engine.connect();
            connection.set_query_timeout(1);
            limited = code_of([&] { (void)connection.execute(counting(50'000'000)).all(); });
        }
        Connection connection = engine.connect();

        CHECK(limited == "query-timeout");
        CHECK(connection.execute(counting(200'000)).scalar() == Value{200'000});
        CHECK(engine.statistics().connections == 1);
    });
}

TEST_CASE("fractions and literals mean the same on every database") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 4);  // 10, 20, 30, 40 pages

        CHECK(connection.execute(select(func::count(&Book::id)).where(col(&Book::pages) > 19.5))
                  .scalar_one() == 3);
        CHECK(connection.execute(select(col(&Book::pages) * 1.5).where(col(&Book::id) == 1))
                  .scalar_one() == 15.0);
        CHECK(connection.execute(select(literal(5).between(1, 10))).scalar_one());
        CHECK(connection.execute(select(-literal(5))).scalar_one() == -5);
    });
}

TEST_CASE("a bulk insert loses no clause silently") {
    on_each_database([](Engine& engine) {
        Connection connection = engine.connect();
        add_books(connection, 2);
        const std::vector<Book> rows{{.title = "book 2"}, {.title = "book 3"}};
        const auto careful = insert<Book>().on_conflict(&Book::title).do_nothing();

        CHECK(code_of([&] { connection.execute(careful, rows); }) == "unsupported-clause");
        CHECK(connection.execute(careful.values(rows)).rowcount() == 1);
        CHECK(count_of_books(connection) == 3);
    });
}

TEST_CASE("values are in errors when the engine is told to show them, and only then") {
    const auto said = [](Engine& engine) {
        Connection connection = engine.connect();
        const auto add = insert<Book>().values(set(&Book::title, "secret"), set(&Book::pages, 7));
        connection.execute(add);
        try {
            connection.execute(add);
        } catch (const IntegrityError& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    on_each_database([&](Engine& engine) {
        CHECK(said(engine).find("constraint") != std::string::npos);
        CHECK(said(engine).find("secret") == std::string::npos);
    });
    on_each_database([&](Engine& engine) { CHECK(said(engine).ends_with(" -- ['secret', 7]")); },
                     {.show_parameters = true});
}

TEST_CASE("a statement that cannot be prepared is told to listeners") {
    on_each_database([](Engine& engine) {
        std::vector<std::string> failed;
        const auto listener = engine.add_listener([&](const StatementEvent& event) {
            if (!event.error.empty()) {
                failed.emplace_back(event.sql);
            }
        });
        Connection connection = engine.connect();

        CHECK(code_of([&] { (void)connection.execute(text("select a from nowhere")).all(); }) ==
              "missing-table");
        CHECK(failed == std::vector<std::string>{"select a from nowhere"});
        connection.rollback();
        engine.remove_listener(listener);
    });
}

}  // namespace
