// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/json.hpp>
#include <azoth/types/chrono.hpp>
#include <azoth/types/value_reader.hpp>

#include <doctest/doctest.h>

namespace outside {

enum class Color { Red, Green, Blue = 5 };
enum class HttpStatus : std::int16_t { Ok = 200, NotFound = 404 };
enum class Negative : int { Minus = -1, Zero, One };

template <class T>
struct Scoped {
    enum class Kind : std::uint8_t { First, Second };
};

struct Money {
    std::int64_t cents = 0;
    friend bool operator==(const Money&, const Money&) = default;
};

/// A type that cannot be compared.
struct Celsius {
    double degrees = 0;
};

}  // namespace outside

template <>
struct azoth::enum_labels<outside::HttpStatus> {
    static constexpr std::pair<outside::HttpStatus, std::string_view> labels[] = {
        {outside::HttpStatus::Ok, "ok"}, {outside::HttpStatus::NotFound, "not found"}};
};

template <>
struct azoth::sql_type<outside::Money> {
    static std::int64_t to_database(const outside::Money& money) { return money.cents; }
    static outside::Money from_database(std::int64_t cents) { return {cents}; }
};

template <>
struct azoth::sql_type<outside::Celsius> {
    static double to_database(const outside::Celsius& heat) { return heat.degrees; }
    static outside::Celsius from_database(double degrees) { return {degrees}; }
};

namespace {

using namespace azoth;
using outside::Color;
using outside::HttpStatus;
using outside::Money;

/// What the codec sends for an object.
template <class T>
Value sent(const T& object) {
    Value scratch;
    return Value::copy_of(codec_of<T>.view(&object, scratch));
}

/// What the codec makes of a value.
template <class T>
T read(const Value& value) {
    T object{};
    assign_value(codec_of<T>, &object, value);
    return object;
}

template <class Call>
std::string code_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

TEST_CASE("an enum class travels as the name of its enumerator") {
    CHECK(sent(Color::Green) == Value{"Green"});
    CHECK(sent(Color::Blue) == Value{"Blue"});
    CHECK(read<Color>("Red") == Color::Red);
    CHECK(codec_of<Color>.default_type() == Enum{"color", {"Red", "Green", "Blue"}});
    CHECK(codec_of<Color>.kind == ValueKind::Text);
}

TEST_CASE("an enumeration inside a template, or of a function, has its names too") {
    using Kind = outside::Scoped<std::pair<int, Color>>::Kind;
    enum class Local { Here, There };

    CHECK(sent(Kind::Second) == Value{"Second"});
    CHECK(sent(Local::There) == Value{"There"});
    CHECK(codec_of<Local>.default_type() == Enum{"local", {"Here", "There"}});
}

enum class Hidden { Left, Right };

TEST_CASE("an enumeration of an unnamed namespace has its names too") {
    CHECK(sent(Hidden::Right) == Value{"Right"});
    CHECK(codec_of<Hidden>.default_type() == Enum{"hidden", {"Left", "Right"}});
}

TEST_CASE("labels of one's own stand for values of any size") {
    CHECK(sent(HttpStatus::NotFound) == Value{"not found"});
    CHECK(read<HttpStatus>("ok") == HttpStatus::Ok);
    CHECK(codec_of<HttpStatus>.default_type() == Enum{"http_status", {"ok", "not found"}});
}

TEST_CASE("a label that no enumerator has is refused, with the near one") {
    try {
        static_cast<void>(read<Color>("Gren"));
        FAIL("it must not be read");
    } catch (const DataError& error) {
        CHECK(error.code() == "unknown-enum-label");
        CHECK(error.message() ==
              "cannot read \"Gren\" as outside::Color: no enumerator has that label; did you mean "
              "\"Green\"?");
    }
}

TEST_CASE("a value without a label is refused") {
    CHECK(code_of([] { static_cast<void>(sent(static_cast<Color>(3))); }) == "enum-without-label");
    CHECK(code_of([] { static_cast<void>(sent(outside::Negative::Minus)); }) ==
          "enum-without-label");
    CHECK(sent(outside::Negative::One) == Value{"One"});
}

TEST_CASE("an optional enumeration may be NULL") {
    CHECK(sent(std::optional<Color>{}).is_null());
    CHECK(sent(std::optional{Color::Red}) == Value{"Red"});
    CHECK(read<std::optional<Color>>(Value{}) == std::nullopt);
    CHECK(code_of([] { static_cast<void>(read<Color>(Value{})); }) == "unexpected-null");
}

TEST_CASE("vectors are arrays of their elements' values") {
    const std::vector<std::int32_t> numbers{1, 2, 3};
    const std::vector<std::optional<std::string>> words{"a", std::nullopt};

    CHECK(sent(numbers) == Value::array({Value{1}, Value{2}, Value{3}}));
    CHECK(sent(words) == Value::array({Value{"a"}, Value{}}));
    CHECK(read<std::vector<std::int32_t>>(sent(numbers)) == numbers);
    CHECK(read<std::vector<std::optional<std::string>>>(sent(words)) == words);
    CHECK(codec_of<std::vector<std::int32_t>>.default_type() == Array{Integer()});
    CHECK(codec_of<std::vector<Color>>.kind == ValueKind::Array);
    CHECK(codec_of<Bytes>.kind == ValueKind::Bytes);
}

TEST_CASE("arrays nest, and keep what is false") {
    const std::vector<std::vector<bool>> table{{true, false}, {}};

    CHECK(read<std::vector<std::vector<bool>>>(sent(table)) == table);
}

TEST_CASE("an element that is NULL needs a vector of optionals") {
    CHECK(code_of([] { static_cast<void>(read<std::vector<int>>(Value::array({Value{}}))); }) ==
          "unexpected-null");
}

TEST_CASE("dates and times travel in the units of their kind") {
    using namespace std::chrono_literals;
    const Date date = std::chrono::year{2026} / 11 / 20;
    const DateTime moment = date + 12h + 34min + 56s + 789us;

    CHECK(sent(date) == Value::temporal(ValueKind::Date, 20777));
    CHECK(sent(moment).kind() == ValueKind::DateTime);
    CHECK(sent(DateTimeTz{moment}).kind() == ValueKind::DateTimeTz);
    CHECK(sent(Time::of(12, 34, 56)) == Value::temporal(ValueKind::Time, 45'296'000'000));
    CHECK(read<Date>("2026-11-20") == date);
    CHECK(read<DateTime>(sent(moment)) == moment);
    CHECK(read<DateTimeTz>(sent(DateTimeTz{moment})) == DateTimeTz{moment});
    CHECK(read<Time>(sent(Time::of(1, 2))) == Time::of(1, 2));
    CHECK(to_string(date) == "2026-11-20");
    CHECK(to_string(moment) == "2026-11-20 12:34:56.000789");
    CHECK(to_string(DateTimeTz{moment}) == "2026-11-20 12:34:56.000789");
    CHECK(to_string(Time::of(1, 2)) == "01:02:00.000000");
    CHECK(codec_of<DateTimeTz>.default_type() == sql::DateTimeTz());
    CHECK(codec_of<std::optional<Date>>.default_type() == sql::Date());
    CHECK(DateTimeTz::now().utc > moment - 24h * 365 * 100);
}

TEST_CASE("intervals keep months, days and time apart") {
    using namespace std::chrono_literals;
    const Interval interval{.months = 14, .days = 3, .time = -4500ms};

    CHECK(read<Interval>(sent(interval)) == interval);
    CHECK(to_string(interval) == "P14M3DT-4.500000S");
    CHECK(read<Interval>("P1Y") == Interval{.months = 12});
    CHECK(code_of([] { static_cast<void>(read<Interval>("soon")); }) == "column-conversion");
}

TEST_CASE("JSON documents travel as text") {
    const nlohmann::json document{{"a", {1, 2.5, nullptr}}};

    CHECK(sent(document) == Value::ranged(ValueKind::Json, R"({"a":[1,2.5,null]})"));
    CHECK(read<nlohmann::json>(sent(document)) == document);
    CHECK(read<std::optional<nlohmann::json>>(Value{}) == std::nullopt);
    CHECK(sent(nlohmann::json{}) == Value::ranged(ValueKind::Json, "null"));
    CHECK(code_of([] { static_cast<void>(read<nlohmann::json>("{")); }) == "bad-json");
}

TEST_CASE("a type of one's own travels as the type it is made of") {
    CHECK(sent(Money{250}) == Value{250});
    CHECK(read<Money>(250) == Money{250});
    CHECK(codec_of<Money>.default_type() == BigInteger());
}

TEST_CASE("a type of the program without == is compared by what is written for it") {
    const outside::Celsius cold{-5};
    const outside::Celsius warm{21};
    const std::optional<outside::Celsius> unknown{};
    const std::optional<outside::Celsius> known{warm};

    CHECK(codec_of<outside::Celsius>.equal(&warm, &*known));
    CHECK_FALSE(codec_of<outside::Celsius>.equal(&cold, &warm));
    CHECK_FALSE(codec_of<outside::Celsius>.is_default(&cold));
    CHECK(codec_of<std::optional<outside::Celsius>>.equal(&unknown, &unknown));
    CHECK_FALSE(codec_of<std::optional<outside::Celsius>>.equal(&unknown, &known));
    CHECK(codec_of<std::optional<outside::Celsius>>.is_default(&unknown));
}

TEST_CASE("a Value takes whatever comes, NULL too") {
    CHECK(read<Value>(Value{5}) == Value{5});
    CHECK(read<Value>(Value{}).is_null());
    CHECK(sent(Value{"x"}) == Value{"x"});
    CHECK(codec_of<Value>.nullable);
}

TEST_CASE("reading a value as another kind loses nothing or is refused") {
    CHECK(read<std::int16_t>(true) == 1);
    CHECK(read<bool>(1) == true);
    CHECK(read<double>(3) == 3.0);
    CHECK(read<std::optional<std::string>>("x") == "x");
    CHECK(code_of([] { static_cast<void>(read<int>("5")); }) == "column-conversion");
    CHECK(code_of([] { static_cast<void>(read<std::int8_t>(300)); }) == "value-out-of-range");
}

}  // namespace
