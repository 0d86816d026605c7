// SPDX-License-Identifier: MIT
#include "support.hpp"

// Members of types that azoth passes to the database as they are: a text in the program.
namespace {

using namespace azoth;
using azoth::test::server_url;
using azoth::test::books::code_of;

struct Stay {
    std::int64_t id = 0;
    std::string nights{};
    std::string words{};
};

DeclarativeBase stays_base;
const auto stays = stays_base.map<Stay>("native_stay",
                                        column(&Stay::nights, Native("int4range")),
                                        column(&Stay::words, Native("tsvector")));

template <class Check>
void with_a_stay(Check&& check) {
    if (server_url().empty()) {
        return;
    }
    const Engine engine = create_engine(server_url());
    stays_base.metadata.drop_all(engine);
    stays_base.metadata.create_all(engine);
    Connection connection = engine.connect();
    connection.execute(insert<Stay>(), std::vector{Stay{.nights = "[1,4]", .words = "a b"}});
    connection.commit();
    check(connection);
    connection.rollback();
    stays_base.metadata.drop_all(engine);
}

template <class Condition>
std::size_t count_of(Connection& connection, const Condition& condition) {
    return connection.execute(select(&Stay::id).where(condition)).all().size();
}

TEST_CASE("a range is compared as the database compares ranges, its text given") {
    with_a_stay([](Connection& connection) {
        for (int time = 0; time < 2; ++time) {
            CHECK(count_of(connection, col(&Stay::nights) == "[1,5)") == 1);
            CHECK(count_of(connection, col(&Stay::nights) < "[2,5)") == 1);
            CHECK(count_of(connection, col(&Stay::words) == "b a") == 1);
        }
        const auto overlapping =
            text("select count(*) from native_stay where nights && :span").columns<std::int64_t>();
        CHECK(connection.execute(overlapping, {{"span", "[4,9)"}}).scalar_one() == 1);
    });
}

TEST_CASE(
    "a range is read as text where the statement makes one of it, and else refused in a line") {
    with_a_stay([](Connection& connection) {
        const auto nights = select(col(&Stay::nights).cast<std::string>());
        CHECK(connection.execute(nights).scalar_one() == "[1,5)");

        std::string refusal;
        try {
            (void)connection.execute(select(&Stay::nights)).all();
        } catch (const DataError& error) {
            refusal = error.what();
        }
        CHECK(refusal ==
              "cannot read column \"nights\" as text: the database sent text (type 3904); read it "
              "as what it is, or cast it in the statement");
        CHECK(code_of([&] { (void)count_of(connection, col(&Stay::nights).like("%5%")); }) ==
              "statement-refused");
    });
}

}  // namespace
