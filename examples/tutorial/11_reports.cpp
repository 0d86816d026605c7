// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Windows, unions, groups and row locks.
#include "check.hpp"

#include <azoth/orm.hpp>

inline azoth::DeclarativeBase Base;

struct Sale {
    std::int64_t id = 0;
    std::string  city{};
    std::int64_t amount = 0;
};
inline const auto sales = Base.map<Sale>("sale");

using azoth::col, azoth::select, azoth::func;

namespace {

void report(azoth::Session& session) {
    // [windows]
    const auto by_city = azoth::partition_by(&Sale::city).order_by(col(&Sale::amount).desc());
    auto ranked = select(&Sale::city, &Sale::amount, func::rank().over(by_city).label("place"),
                         func::sum(&Sale::amount).over(azoth::partition_by(&Sale::city)).label("total"))
                      .subquery("ranked");
    auto best_two = select(ranked.c(&Sale::city), ranked.c(&Sale::amount))
                        .select_from(ranked)
                        .where(ranked.c<std::int64_t>("place") <= 2);
    // [/windows]
    check(session.execute(best_two).all().size() == 3);

    // [groups]
    auto size = azoth::case_(azoth::when(col(&Sale::amount) >= 100, "large")).else_("small").label("size");
    auto sizes = select(size, func::count(&Sale::id).label("sales"))
                     .group_by(size)                                       // GROUP BY size
                     .order_by(func::count(&Sale::id).label("sales").desc());  // ORDER BY sales DESC
    // [/groups]
    check(session.execute(sizes).all().size() == 2);

    // [unions]
    auto names = select(&Sale::city).where(col(&Sale::amount) > 100)
                     .union_(select(&Sale::city).where(col(&Sale::amount) < 20))  // union_all, intersect, except_
                     .order_by(&Sale::city);
    // [/unions]
    check(session.scalars(names).all() == std::vector<std::string>{"Bonn", "Kiel"});
}

// [lock]
void book(azoth::Session& session, std::int64_t id) {
    auto locked = select<Sale>().where(col(&Sale::id) == id)
                                .for_update(azoth::LockStrength::Update, azoth::LockWait::NoWait);
    session.execute(locked).scalar_one()->amount += 1;  // nobody else changes the row until the commit
    session.commit();
}
// [/lock]

}  // namespace

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Base.metadata.create_all(engine);
    azoth::Session session{engine};
    session.add_all(std::vector<Sale>{{.city = "Bonn", .amount = 10}, {.city = "Bonn", .amount = 20}, {.city = "Bonn", .amount = 5}, {.city = "Kiel", .amount = 300}});
    session.commit();
    report(session);
    try {
        book(session, 1);
        check(!is_on_sqlite());
    } catch (const azoth::CompileError&) {  // SQLite has no row locks: a transaction that writes has the whole file
        check(is_on_sqlite());
    }
}
