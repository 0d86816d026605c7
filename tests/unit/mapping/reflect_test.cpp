// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/member_offset.hpp>
#include <azoth/mapping/reflect.hpp>

#include <doctest/doctest.h>

#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using azoth::mapping::field_count;
using azoth::mapping::field_names;
using azoth::mapping::field_offsets;
using azoth::mapping::field_types;
using azoth::mapping::FieldTypes;
using azoth::mapping::ReflectableAggregate;

using Names = std::vector<std::string>;

template <class T>
Names names_of() {
    const auto names = field_names<T>();
    return Names(names.begin(), names.end());
}

struct One {
    std::int64_t id = 0;
};

struct Two {
    std::int8_t small = 0;
    std::string text{};
};

enum class Color { Red, Green };

struct Point {
    double x = 0;
    double y = 0;
};

template <class T>
class Link {
public:
    Link() = default;
    Link(std::initializer_list<T> values);

private:
    T* first_ = nullptr;
};

struct NeverDefined;

class NoDefault {
public:
    explicit NoDefault(int value) : value_(value) {}
    int value() const { return value_; }

private:
    int value_;
};

struct Shapes {
    std::int64_t id;
    Point place;
    std::array<int, 3> numbers;
    std::optional<std::string> maybe;
    Color color;
    std::vector<Point> corners;
    std::unique_ptr<NeverDefined> owned;
    Link<NeverDefined> link;
    std::map<std::string, std::pair<int, Point>> places;
    const std::string fixed;
};

struct Foreign {
    std::any anything{};
    std::variant<int, std::string> either{};
    std::tuple<int, std::string> both{};
    std::tuple<Point> single{};
    std::function<void()> callback{};
    std::chrono::system_clock::time_point when{};
    std::shared_ptr<Foreign> parent{};
    nlohmann::json document{};
    std::optional<Point> point{};
    std::optional<std::any> nested{};
    std::vector<Foreign> children{};
};

struct Unmovable {
    std::atomic<int> counter{};
    std::mutex mutex{};
    mutable int cached = 0;
};

struct Strict {
    int id;
    NoDefault first;
    std::string text;
    NoDefault last;
    int end;
};

struct Defaulted {
    NoDefault value = NoDefault(5);
    int id = 0;
};

template <class T, class... Rest>
struct Generic {
    T value{};
    std::tuple<Rest...> rest{};
};

template <int Value>
struct Number {};

struct Ten {
    std::int64_t id = 0;
    std::string a{}, b{}, c{};
    std::optional<int> d{};
    bool e = false, f = false;
    double g = 0, h = 0;
    std::vector<std::string> i{};
};

struct Twelve {
    int a, b, c, d, e, f, g, h, i, j, k, l;
};

struct Thirteen {
    int a, b, c, d, e, f, g, h, i, j, k, l;
    std::string m;
};

struct Hundred {
    std::int64_t member_0{};
    std::string member_1{};
    std::optional<std::string> member_2{};
    bool member_3{};
    std::int64_t member_4{};
    std::string member_5{};
    std::optional<std::string> member_6{};
    bool member_7{};
    std::int64_t member_8{};
    std::string member_9{};
    std::optional<std::string> member_10{};
    bool member_11{};
    std::int64_t member_12{};
    std::string member_13{};
    std::optional<std::string> member_14{};
    bool member_15{};
    std::int64_t member_16{};
    std::string member_17{};
    std::optional<std::string> member_18{};
    bool member_19{};
    std::int64_t member_20{};
    std::string member_21{};
    std::optional<std::string> member_22{};
    bool member_23{};
    std::int64_t member_24{};
    std::string member_25{};
    std::optional<std::string> member_26{};
    bool member_27{};
    std::int64_t member_28{};
    std::string member_29{};
    std::optional<std::string> member_30{};
    bool member_31{};
    std::int64_t member_32{};
    std::string member_33{};
    std::optional<std::string> member_34{};
    bool member_35{};
    std::int64_t member_36{};
    std::string member_37{};
    std::optional<std::string> member_38{};
    bool member_39{};
    std::int64_t member_40{};
    std::string member_41{};
    std::optional<std::string> member_42{};
    bool member_43{};
    std::int64_t member_44{};
    std::string member_45{};
    std::optional<std::string> member_46{};
    bool member_47{};
    std::int64_t member_48{};
    std::string member_49{};
    std::optional<std::string> member_50{};
    bool member_51{};
    std::int64_t member_52{};
    std::string member_53{};
    std::optional<std::string> member_54{};
    bool member_55{};
    std::int64_t member_56{};
    std::string member_57{};
    std::optional<std::string> member_58{};
    bool member_59{};
    std::int64_t member_60{};
    std::string member_61{};
    std::optional<std::string> member_62{};
    bool member_63{};
    std::int64_t member_64{};
    std::string member_65{};
    std::optional<std::string> member_66{};
    bool member_67{};
    std::int64_t member_68{};
    std::string member_69{};
    std::optional<std::string> member_70{};
    bool member_71{};
    std::int64_t member_72{};
    std::string member_73{};
    std::optional<std::string> member_74{};
    bool member_75{};
    std::int64_t member_76{};
    std::string member_77{};
    std::optional<std::string> member_78{};
    bool member_79{};
    std::int64_t member_80{};
    std::string member_81{};
    std::optional<std::string> member_82{};
    bool member_83{};
    std::int64_t member_84{};
    std::string member_85{};
    std::optional<std::string> member_86{};
    bool member_87{};
    std::int64_t member_88{};
    std::string member_89{};
    std::optional<std::string> member_90{};
    bool member_91{};
    std::int64_t member_92{};
    std::string member_93{};
    std::optional<std::string> member_94{};
    bool member_95{};
    std::int64_t member_96{};
    std::string member_97{};
    std::optional<std::string> member_98{};
    bool member_99{};
};

struct HundredAndOne {
    std::array<int, 1> extra{};
    int m0 = 0;
    int m1 = 0;
    int m2 = 0;
    int m3 = 0;
    int m4 = 0;
    int m5 = 0;
    int m6 = 0;
    int m7 = 0;
    int m8 = 0;
    int m9 = 0;
    int m10 = 0;
    int m11 = 0;
    int m12 = 0;
    int m13 = 0;
    int m14 = 0;
    int m15 = 0;
    int m16 = 0;
    int m17 = 0;
    int m18 = 0;
    int m19 = 0;
    int m20 = 0;
    int m21 = 0;
    int m22 = 0;
    int m23 = 0;
    int m24 = 0;
    int m25 = 0;
    int m26 = 0;
    int m27 = 0;
    int m28 = 0;
    int m29 = 0;
    int m30 = 0;
    int m31 = 0;
    int m32 = 0;
    int m33 = 0;
    int m34 = 0;
    int m35 = 0;
    int m36 = 0;
    int m37 = 0;
    int m38 = 0;
    int m39 = 0;
    int m40 = 0;
    int m41 = 0;
    int m42 = 0;
    int m43 = 0;
    int m44 = 0;
    int m45 = 0;
    int m46 = 0;
    int m47 = 0;
    int m48 = 0;
    int m49 = 0;
    int m50 = 0;
    int m51 = 0;
    int m52 = 0;
    int m53 = 0;
    int m54 = 0;
    int m55 = 0;
    int m56 = 0;
    int m57 = 0;
    int m58 = 0;
    int m59 = 0;
    int m60 = 0;
    int m61 = 0;
    int m62 = 0;
    int m63 = 0;
    int m64 = 0;
    int m65 = 0;
    int m66 = 0;
    int m67 = 0;
    int m68 = 0;
    int m69 = 0;
    int m70 = 0;
    int m71 = 0;
    int m72 = 0;
    int m73 = 0;
    int m74 = 0;
    int m75 = 0;
    int m76 = 0;
    int m77 = 0;
    int m78 = 0;
    int m79 = 0;
    int m80 = 0;
    int m81 = 0;
    int m82 = 0;
    int m83 = 0;
    int m84 = 0;
    int m85 = 0;
    int m86 = 0;
    int m87 = 0;
    int m88 = 0;
    int m89 = 0;
    int m90 = 0;
    int m91 = 0;
    int m92 = 0;
    int m93 = 0;
    int m94 = 0;
    int m95 = 0;
    int m96 = 0;
    int m97 = 0;
    int m98 = 0;
    int m99 = 0;
};

struct Empty {};
struct Derived : Point {
    int id = 0;
};
struct DerivedFromEmpty : Empty {
    int id = 0;
};
struct DerivedStrict : Empty {
    NoDefault id;
};
struct WithArray {
    int id = 0;
    char code[4] = {};
};
struct OnlyArray {
    std::string words[2]{};
};
struct StrictWithArray {
    NoDefault first;
    int numbers[2];
};
struct WithReference {
    int id = 0;
    int& reference;
};
class NotAnAggregate {
public:
    NotAnAggregate() = default;
    int id = 0;
};

static_assert(field_count<One> == 1);
static_assert(field_count<Two> == 2);
static_assert(field_count<Shapes> == 10);
static_assert(field_count<Foreign> == 11);
static_assert(field_count<Unmovable> == 3);
static_assert(field_count<Strict> == 5);
static_assert(field_count<Defaulted> == 2);
static_assert(field_count<Ten> == 10);
static_assert(field_count<Twelve> == 12);
static_assert(field_count<Thirteen> == 13);
static_assert(field_count<Hundred> == 100);

static_assert(ReflectableAggregate<Shapes>);
static_assert(ReflectableAggregate<Foreign>);
static_assert(!ReflectableAggregate<int>);
static_assert(!ReflectableAggregate<int[2]>);
static_assert(!ReflectableAggregate<Empty>);
static_assert(!ReflectableAggregate<NotAnAggregate>);
static_assert(!ReflectableAggregate<Derived>);
static_assert(!ReflectableAggregate<DerivedFromEmpty>);
static_assert(!ReflectableAggregate<DerivedStrict>);
static_assert(!ReflectableAggregate<HundredAndOne>);
static_assert(!ReflectableAggregate<WithArray>);
static_assert(!ReflectableAggregate<OnlyArray>);
static_assert(!ReflectableAggregate<StrictWithArray>);
static_assert(!ReflectableAggregate<WithReference>);

static_assert(std::is_same_v<field_types<Two>, FieldTypes<std::int8_t, std::string>>);
static_assert(std::is_same_v<field_types<Shapes>,
                             FieldTypes<std::int64_t,
                                        Point,
                                        std::array<int, 3>,
                                        std::optional<std::string>,
                                        Color,
                                        std::vector<Point>,
                                        std::unique_ptr<NeverDefined>,
                                        Link<NeverDefined>,
                                        std::map<std::string, std::pair<int, Point>>,
                                        const std::string>>);

struct Recorder {
    std::vector<std::size_t> indexes{};
    std::vector<std::size_t> offsets{};
    std::vector<std::size_t> sizes{};

    template <class Member>
    void operator()(std::size_t index, std::size_t offset) {
        indexes.push_back(index);
        offsets.push_back(offset);
        sizes.push_back(sizeof(Member));
    }
};

TEST_CASE("structs of one and two members have names and offsets") {
    CHECK(names_of<One>() == Names{"id"});
    CHECK(names_of<Two>() == Names{"small", "text"});
    CHECK(field_offsets<Two>()[0] == 0);
    CHECK(field_offsets<Two>()[1] == azoth::offset_of(&Two::text));
}

TEST_CASE("a nested struct and a std::array are one member each") {
    const auto offsets = field_offsets<Shapes>();

    CHECK(names_of<Shapes>() == Names{"id",
                                      "place",
                                      "numbers",
                                      "maybe",
                                      "color",
                                      "corners",
                                      "owned",
                                      "link",
                                      "places",
                                      "fixed"});
    CHECK(offsets[1] == azoth::offset_of(&Shapes::place));
    CHECK(offsets[2] == azoth::offset_of(&Shapes::numbers));
    CHECK(offsets[3] == azoth::offset_of(&Shapes::maybe));
    CHECK(offsets[6] == azoth::offset_of(&Shapes::owned));
    CHECK(offsets[7] == azoth::offset_of(&Shapes::link));
    CHECK(offsets[9] == azoth::offset_of(&Shapes::fixed));
}

TEST_CASE("members that take anything are one member each") {
    CHECK(names_of<Foreign>() == Names{"anything",
                                       "either",
                                       "both",
                                       "single",
                                       "callback",
                                       "when",
                                       "parent",
                                       "document",
                                       "point",
                                       "nested",
                                       "children"});
    CHECK(field_offsets<Foreign>()[7] == azoth::offset_of(&Foreign::document));
}

TEST_CASE("members need be neither movable nor default constructible") {
    CHECK(names_of<Unmovable>() == Names{"counter", "mutex", "cached"});
    CHECK(names_of<Strict>() == Names{"id", "first", "text", "last", "end"});
    CHECK(names_of<Defaulted>() == Names{"value", "id"});
    CHECK(field_offsets<Strict>()[3] == azoth::offset_of(&Strict::last));
}

TEST_CASE("the spelling of a class template does not disturb the names") {
    using Commas = Generic<std::pair<int, std::string>, int, std::map<int, Number<(3 > 2)>>>;
    using Function = Generic<std::function<void(int&, char)>, Number<'}'>, Number<','>>;

    CHECK(names_of<Commas>() == Names{"value", "rest"});
    CHECK(names_of<Function>() == Names{"value", "rest"});
}

TEST_CASE("a struct of a function can be reflected") {
    struct Local {
        int größe = 0;
        std::string _under_1{};
    };

    CHECK(names_of<Local>() == Names{"größe", "_under_1"});
    CHECK(field_offsets<Local>()[1] == azoth::offset_of(&Local::_under_1));
}

TEST_CASE("a visitor sees each member in order with its type") {
    Recorder recorder;

    azoth::mapping::for_each_field<Ten>(recorder);

    CHECK(recorder.indexes == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(recorder.offsets[3] == azoth::offset_of(&Ten::c));
    CHECK(recorder.offsets[9] == azoth::offset_of(&Ten::i));
    CHECK(recorder.sizes[4] == sizeof(std::optional<int>));
    CHECK(recorder.sizes[5] == sizeof(bool));
}

TEST_CASE("a hundred members are listed") {
    const auto names = names_of<Hundred>();

    REQUIRE(names.size() == 100);
    CHECK(names[0] == "member_0");
    CHECK(names[9] == "member_9");
    CHECK(names[99] == "member_99");
    CHECK(field_offsets<Hundred>()[57] == azoth::offset_of(&Hundred::member_57));
    CHECK(field_offsets<Hundred>()[99] == azoth::offset_of(&Hundred::member_99));
}

TEST_CASE("names and offsets are the same from several threads at once") {
    struct Fresh {
        int first = 0;
        std::string second{};
    };
    std::vector<const std::string_view*> seen(4);
    std::vector<std::thread> threads;

    for (auto& place : seen) {
        threads.emplace_back([&place] { place = field_names<Fresh>().data(); });
    }
    for (auto& thread : threads)
        thread.join();

    for (const auto* place : seen)
        CHECK(place == seen.front());
    CHECK(names_of<Fresh>() == Names{"first", "second"});
}

TEST_CASE("a text without names is an error and not an empty name") {
    std::string_view names[1];
    std::string code;
    std::string message;

    try {
        azoth::mapping::detail::split_names("[with auto A = 5]", names);
    } catch (const azoth::MappingError& error) {
        code = error.code();
        message = error.what();
    }

    CHECK(code == "unreadable-member-names");
    CHECK(message ==
          "cannot find the names of the members in \"[with auto A = 5]\": this compiler spells "
          "addresses in an unknown way; list the columns with column<&T::m>()");
}

}  // namespace
