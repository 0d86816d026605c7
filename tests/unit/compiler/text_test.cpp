// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/dialects/registry.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using Names = std::vector<std::string>;

compiler::CompiledText compiled(std::string_view sql, std::string_view dialect = "postgresql") {
    return dialects::find_dialect(dialect).dialect->compiler().compile_text(sql);
}

TEST_CASE("named parameters become placeholders in the order they stand") {
    const auto text = compiled("update t set x = :x where id = :id and x != :x");

    CHECK(text.sql == "update t set x = $1 where id = $2 and x != $3");
    CHECK(text.names == Names{"x", "id", "x"});
    CHECK(compiled("a = :a_1", "sqlite").sql == "a = ?");
}

TEST_CASE("quoted texts and names are left alone") {
    const auto text = compiled("select ':a', 'it''s :b', \":c\", `:d` where x = :e");

    CHECK(text.sql == "select ':a', 'it''s :b', \":c\", `:d` where x = $1");
    CHECK(text.names == Names{"e"});
}

TEST_CASE("comments are left alone") {
    const auto text = compiled("select 1 -- :a isn't\n, :b /* :c */, :d");

    CHECK(text.sql == "select 1 -- :a isn't\n, $1 /* :c */, $2");
    CHECK(text.names == Names{"b", "d"});
}

TEST_CASE("comments inside one another are left alone") {
    const auto text = compiled("select /* a /* :b */ :c */ :d");

    CHECK(text.sql == "select /* a /* :b */ :c */ $1");
    CHECK(text.names == Names{"d"});
}

TEST_CASE("casts are no parameters") {
    const auto text = compiled("select :a::int, x::text, '1'::int");

    CHECK(text.sql == "select $1::int, x::text, '1'::int");
    CHECK(text.names == Names{"a"});
}

TEST_CASE("bodies in dollars are left alone") {
    const auto text = compiled("do $$ begin x := :a; end $$; select $tag$ :b $$ $tag$, :c, $1");

    CHECK(text.sql == "do $$ begin x := :a; end $$; select $tag$ :b $$ $tag$, $1, $1");
    CHECK(text.names == Names{"c"});
}

TEST_CASE("escape strings end where PostgreSQL ends them") {
    const auto text = compiled(R"(select E'it\'s :a', e'\\', :b, name'\', :c)");

    CHECK(text.sql == R"(select E'it\'s :a', e'\\', $1, name'\', $2)");
    CHECK(compiled(R"(select E'it''s \' :a', :b)").sql == R"(select E'it''s \' :a', $1)");
    CHECK(text.names == Names{"b", "c"});
}

TEST_CASE("a backslash before a colon keeps the colon") {
    const auto text = compiled(R"(select '{1}'::int[], x[1\:2], :a)");

    CHECK(text.sql == "select '{1}'::int[], x[1:2], $1");
    CHECK(text.names == Names{"a"});
}

TEST_CASE("a colon before anything but a name is a colon") {
    const auto text = compiled("select x[1:2], a := 5, : b, :1");

    CHECK(text.sql == "select x[1:2], a := 5, : b, :1");
    CHECK(text.names.empty());
}

TEST_CASE("texts and comments that do not end are left alone") {
    CHECK(compiled("select ':a").sql == "select ':a");
    CHECK(compiled("select 1 /* :a").sql == "select 1 /* :a");
    CHECK(compiled("select $$ :a").sql == "select $$ :a");
    CHECK(compiled("select 1 -- :a").sql == "select 1 -- :a");
}

TEST_CASE("a dollar inside a name starts no body") {
    const auto text = compiled("select a$b$c, :x, d$e$");

    CHECK(text.sql == "select a$b$c, $1, d$e$");
    CHECK(text.names == Names{"x"});
}

}  // namespace
