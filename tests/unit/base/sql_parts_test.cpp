// SPDX-License-Identifier: MIT
#include "base/sql_parts.hpp"

#include <doctest/doctest.h>

namespace sql_parts = azoth::sql_parts;
using sql_parts::Backslash;
using sql_parts::Comments;

namespace {

std::string_view quoted(std::string_view sql, Backslash backslash = Backslash::Plain) {
    return sql.substr(0, sql_parts::quoted_length(sql, backslash));
}

std::string_view comment(std::string_view sql, Comments comments) {
    return sql.substr(0, sql_parts::block_comment_length(sql, comments));
}

std::string_view body(std::string_view sql) {
    return sql.substr(0, sql_parts::dollar_body_length(sql));
}

}  // namespace

TEST_CASE("a text in quotes ends at the first quote that is not doubled") {
    CHECK(quoted("'a', 'b'") == "'a'");
    CHECK(quoted("'it''s' || x") == "'it''s'");
    CHECK(quoted("''''") == "''''");
    CHECK(quoted("'' ''") == "''");
    CHECK(quoted("\"a'b\"\"c\" = 1") == "\"a'b\"\"c\"");
    CHECK(quoted("`a` = 1") == "`a`");
}

TEST_CASE("a backslash takes the next character along only where it escapes") {
    CHECK(quoted("'a\\' || 'b'") == "'a\\'");
    CHECK(quoted("'a\\' || 'b'", Backslash::Escapes) == "'a\\' || '");
    CHECK(quoted("'it''s \\' :x' || y", Backslash::Escapes) == "'it''s \\' :x'");
    CHECK(quoted("'a\\\\' || 'b'", Backslash::Escapes) == "'a\\\\'");
}

TEST_CASE("comments nest where the database lets them") {
    CHECK(comment("/* a /* b */ c */ d", Comments::Nested) == "/* a /* b */ c */");
    CHECK(comment("/* a /* b */ c */ d", Comments::Flat) == "/* a /* b */");
    CHECK(comment("/*/ a */ b", Comments::Nested) == "/*/ a */");
    CHECK(comment("/*/ a */ b", Comments::Flat) == "/*/ a */");
    CHECK(sql_parts::line_comment_length("-- a\nb") == 5);
    CHECK(sql_parts::line_comment_length("-- a") == 4);
}

TEST_CASE("a body in dollars ends at its own tag") {
    CHECK(body("$$a; $x$b$$ c") == "$$a; $x$b$$");
    CHECK(body("$tag$a $$ b$tag$ c") == "$tag$a $$ b$tag$");
    CHECK(body("$1 + $2") == "");
    CHECK(body("$1$ + $1$") == "");
    CHECK(body("$") == "");
    CHECK(body("$a") == "");
}

TEST_CASE("what is not closed goes to the end") {
    CHECK(quoted("'a''") == "'a''");
    CHECK(quoted("'a\\", Backslash::Escapes) == "'a\\");
    CHECK(comment("/* a /* b */ c", Comments::Nested) == "/* a /* b */ c");
    CHECK(comment("/*", Comments::Flat) == "/*");
    CHECK(comment("/*", Comments::Nested) == "/*");
    CHECK(body("$a$ b $a") == "$a$ b $a");
}

TEST_CASE("words hold letters, digits, underscores and every byte above ASCII") {
    CHECK(sql_parts::starts_word('a'));
    CHECK(sql_parts::starts_word('Z'));
    CHECK(sql_parts::starts_word('_'));
    CHECK(sql_parts::starts_word("é"[0]));
    CHECK(!sql_parts::starts_word('1'));
    CHECK(sql_parts::continues_word('1'));
    CHECK(!sql_parts::continues_word('$'));
    CHECK(!sql_parts::continues_word(' '));
}

TEST_CASE("quotes inside a text are doubled") {
    CHECK(sql_parts::in_quotes("it's", '\'') == "'it''s'");
    CHECK(sql_parts::in_quotes("a\"b", '"') == "\"a\"\"b\"");
    CHECK(sql_parts::in_quotes("a\"b", '\'') == "'a\"b'");
    CHECK(sql_parts::in_quotes("", '\'') == "''");
}
