// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "migrate/compare/portable_expression.hpp"

using azoth::migrate::portable_expression;

TEST_CASE("casts, arrays and operators of one database become words of every database") {
    CHECK(portable_expression("length(name::text) > 0") == "length(name) > 0");
    CHECK(portable_expression("length((name)::text) > 0") == "length(name) > 0");
    CHECK(portable_expression("a = ANY (ARRAY['x'::character varying(30)::text, 'y'::text])") ==
          "a IN ('x', 'y')");
    CHECK(portable_expression("a <> ALL (ARRAY[1, 2])") == "a NOT IN (1, 2)");
    CHECK(portable_expression("name::text ~~ 'a%'::text") == "name LIKE 'a%'");
    CHECK(portable_expression("at > '2026-01-01'::timestamp(3) without time zone") ==
          "at > '2026-01-01'");
}

TEST_CASE("what is portable stays as it is") {
    for (const char* text : {"a > 0", "'a::b' <> c", "\"a::b\" = lower(c)", "f(a) AND (b OR c)"}) {
        CHECK(portable_expression(text) == text);
    }
}
