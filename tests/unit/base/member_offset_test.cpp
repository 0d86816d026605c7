// SPDX-License-Identifier: MIT
#include <azoth/base/member_offset.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace {

struct Plain {
    std::int8_t first = 0;
    std::int64_t second = 0;
    std::string third{};
    std::array<int, 3> fourth{};
    const int fifth = 0;
    std::unique_ptr<int> sixth{};
};

class WithVirtual {
public:
    virtual ~WithVirtual() = default;
    int number = 0;
    std::string text{};
};

struct Stamp {
    std::int64_t created_at = 0;
    std::int64_t updated_at = 0;
};

struct Post : WithVirtual, Stamp {
    std::string title{};
};

template <class T, class Member, class Base>
std::size_t real_offset(const T& object, Member Base::* member) {
    const auto* const start = reinterpret_cast<const std::byte*>(&object);
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&(object.*member)) - start);
}

TEST_CASE("the offset of a member is the distance of its address") {
    const Plain plain{};

    CHECK(azoth::offset_of(&Plain::first) == 0);
    CHECK(azoth::offset_of(&Plain::second) == real_offset(plain, &Plain::second));
    CHECK(azoth::offset_of(&Plain::third) == real_offset(plain, &Plain::third));
    CHECK(azoth::offset_of(&Plain::fourth) == real_offset(plain, &Plain::fourth));
    CHECK(azoth::offset_of(&Plain::fifth) == real_offset(plain, &Plain::fifth));
    CHECK(azoth::offset_of(&Plain::sixth) == real_offset(plain, &Plain::sixth));
}

TEST_CASE("a class with virtual functions has offsets too") {
    const WithVirtual object{};

    CHECK(azoth::offset_of(&WithVirtual::number) == real_offset(object, &WithVirtual::number));
    CHECK(azoth::offset_of(&WithVirtual::text) == real_offset(object, &WithVirtual::text));
}

TEST_CASE("a member of a base counts from the base, or from the class that is named") {
    const Post post{};

    CHECK(azoth::offset_of(&Post::updated_at) == sizeof(std::int64_t));
    CHECK(azoth::offset_in<Post>(&Post::updated_at) == real_offset(post, &Post::updated_at));
    CHECK(azoth::offset_in<Post>(&Post::created_at) == real_offset(post, &Post::created_at));
    CHECK(azoth::offset_in<Post>(&Post::text) == real_offset(post, &Post::text));
    CHECK(azoth::offset_in<Post>(&Post::title) == real_offset(post, &Post::title));
}

}  // namespace
