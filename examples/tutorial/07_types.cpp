// SPDX-License-Identifier: MIT
// clang-format off: the layout of the documents
// Members of every type, an enumeration with labels of its own, and a type of the program.
#include "check.hpp"

// [types]
#include <azoth/orm.hpp>
#include <azoth/types/chrono.hpp>  // dates and times: <chrono> takes long to compile

enum class Size { Small, Large };

struct Money {
    std::int64_t cents = 0;
};

template <>
struct azoth::sql_type<Money> {  // a type of your own, in terms of one that azoth knows
    static std::int64_t to_database(const Money& money) { return money.cents; }
    static Money from_database(std::int64_t cents) { return Money{cents}; }
};

struct Parcel {
    azoth::Uuid                 id{};
    std::string                 address{};
    std::optional<std::string>  note{};       // may be NULL; nothing else may
    double                      weight = 0;
    Size                        size{};       // the enumerator's name, checked by the database
    azoth::Decimal              price{};      // exact
    Money                       postage{};
    azoth::Date                 sent{};
    std::optional<azoth::DateTimeTz> arrived{};
    azoth::Bytes                label{};
};

inline azoth::DeclarativeBase Parcels;
inline const auto parcels = Parcels.map<Parcel>("parcel",
    azoth::column(&Parcel::id, azoth::primary_key),
    azoth::column(&Parcel::address, azoth::String(80)),
    azoth::column(&Parcel::price, azoth::Numeric(10, 2)));
// [/types]

int main() {
    azoth::Engine engine = azoth::create_engine(database_url());
    Parcels.metadata.create_all(engine);
    const Parcel parcel{.id = azoth::Uuid::random(), .address = "Zoë's, Ulm", .weight = 1.5, .size = Size::Large,
                        .price = azoth::Decimal{"12.50"}, .postage = {495},
                        .sent = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}, .label = {std::byte{7}}};
    engine.begin([&](azoth::Connection& connection) {
        connection.execute(azoth::insert<Parcel>().values(parcel));
    });
    auto connection = engine.connect();
    const Parcel found = connection.execute(azoth::select<Parcel>().where(azoth::col(&Parcel::size) == Size::Large)).one();
    check(found.id == parcel.id && found.address == parcel.address && !found.note && found.weight == 1.5);
    check(found.price == azoth::Decimal{"12.5"} && found.postage.cents == 495 && found.sent == parcel.sent);
    check(!found.arrived && found.label == parcel.label);
    const auto raw = azoth::text("select size || ' ' || sent from parcel").columns<std::string>();
    check(connection.execute(raw).one() == "Large 2026-11-20");
}
