// SPDX-License-Identifier: MIT
#include <azoth/orm.hpp>

#include <cstdint>
#include <cstdio>
#include <string>

inline azoth::DeclarativeBase Base;

struct Author;

struct Book {
    std::int64_t id = 0;
    std::string title{};
    std::int64_t author_id = 0;
    azoth::One<Author> author{};
};

struct Author {
    std::int64_t id = 0;
    std::string name{};
    azoth::Many<Book> books{};
};

inline const auto authors = Base.map<Author>("author", azoth::relationship(&Author::books));
inline const auto books =
    Base.map<Book>("book", azoth::column(&Book::author_id, azoth::foreign_key(&Author::id)));

int main() {
    azoth::Engine engine = azoth::create_engine("sqlite://");
    Base.metadata.create_all(engine);
    azoth::SessionMaker make_session{engine};
    make_session.begin([](azoth::Session& session) {
        session.add(Author{.name = "Le Guin", .books = {Book{.title = "The Dispossessed"}}});
    });
    auto session = make_session();
    auto book = session.execute(azoth::select<Book>()).scalar_one();
    std::printf("%s by %s\n", book->title.c_str(), book->author->name.c_str());
    return book->author->name == "Le Guin" ? 0 : 1;
}
