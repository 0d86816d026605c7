// SPDX-License-Identifier: MIT
#include "base/sql_lexer.hpp"

#include <doctest/doctest.h>

#include "base/sql_parts.hpp"

using namespace azoth;
using namespace azoth::sql_lexer;

namespace {

constexpr SqlRules standard{};
constexpr SqlRules dollars{
    .escape_texts = true, .dollar_texts = true, .dollars_in_words = true, .nested_comments = true};
constexpr SqlRules brackets{
    .backtick_names = true, .bracket_names = true, .dollars_in_words = true};
constexpr SqlRules backslashes{.backslash_escapes = true,
                               .double_quoted_texts = true,
                               .backtick_names = true,
                               .hash_comments = true,
                               .blank_after_dashes = true};

std::string_view first(std::string_view sql, const SqlRules& rules = standard) {
    const auto token = Lexer{sql, rules}.next();
    return token ? token->text : std::string_view{};
}

TokenKind kind(std::string_view sql, const SqlRules& rules = standard) {
    const auto token = Lexer{sql, rules}.next();
    REQUIRE(token);
    return token->kind;
}

std::vector<std::string_view> texts(std::string_view sql, const SqlRules& rules = standard) {
    std::vector<std::string_view> result;
    for (const Token& token : tokens(sql, rules)) {
        result.push_back(token.text);
    }
    return result;
}

using Texts = std::vector<std::string_view>;

}  // namespace

TEST_CASE("a text in quotes ends at the first quote that is not doubled") {
    CHECK(first("'a', 'b'") == "'a'");
    CHECK(first("'it''s' || x") == "'it''s'");
    CHECK(first("''''") == "''''");
    CHECK(first("'' ''") == "''");
    CHECK(first("\"a'b\"\"c\" = 1") == "\"a'b\"\"c\"");
    CHECK(first("`a` = 1", brackets) == "`a`");
    CHECK(first("`a` = 1") == "`");
}

TEST_CASE("a backslash takes the next character along only where it escapes") {
    CHECK(first("'a\\' || 'b'") == "'a\\'");
    CHECK(first("'a\\' || 'b'", backslashes) == "'a\\' || '");
    CHECK(first("'it''s \\' :x' || y", backslashes) == "'it''s \\' :x'");
    CHECK(first("'a\\\\' || 'b'", backslashes) == "'a\\\\'");
    CHECK(first("E'a\\' || 'b'", dollars) == "E'a\\' || '");
    CHECK(first("e'a\\' b'", dollars) == "e'a\\' b'");
    CHECK(first("E'a\\' || 'b'") == "E");
    CHECK(first("'a\\' || 'b'", dollars) == "'a\\'");
    CHECK(texts("me'a\\'", dollars) == Texts{"me", "'a\\'"});
}

TEST_CASE("what double quotes hold is a name, or a text where the database says so") {
    CHECK(kind("\"a\"") == TokenKind::Quoted);
    CHECK(kind("\"a\"", backslashes) == TokenKind::String);
    CHECK(first("\"a\\\"b\" c", backslashes) == "\"a\\\"b\"");
    CHECK(kind("[a b]", brackets) == TokenKind::Quoted);
    CHECK(first("[a b] c", brackets) == "[a b]");
    CHECK(texts("a[1]") == Texts{"a", "[", "1", "]"});
    CHECK(kind("x'00'") == TokenKind::String);
}

TEST_CASE("comments nest where the database lets them") {
    CHECK(first("/* a /* b */ c */ d", dollars) == "/* a /* b */ c */");
    CHECK(first("/* a /* b */ c */ d") == "/* a /* b */");
    CHECK(first("/*/ a */ b", dollars) == "/*/ a */");
    CHECK(first("/*/ a */ b") == "/*/ a */");
    CHECK(first("-- a\nb") == "-- a\n");
    CHECK(first("-- a") == "-- a");
    CHECK(first("-- a\rb\n") == "-- a\rb\n");
    CHECK(first("-- a\rb\n", {.return_ends_comment = true}) == "-- a\r");
}

TEST_CASE("what opens a comment is the database's rule") {
    CHECK(kind("# a", backslashes) == TokenKind::Comment);
    CHECK(kind("# a") == TokenKind::Symbol);
    CHECK(texts("1--1", backslashes) == Texts{"1", "-", "-", "1"});
    CHECK(texts("1--1") == Texts{"1"});
    CHECK(kind("--", backslashes) == TokenKind::Comment);
    CHECK(kind("--\t1", backslashes) == TokenKind::Comment);
}

TEST_CASE("a text in dollars ends at its own tag") {
    CHECK(first("$$a; $x$b$$ c", dollars) == "$$a; $x$b$$");
    CHECK(first("$tag$a $$ b$tag$ c", dollars) == "$tag$a $$ b$tag$");
    CHECK(first("$1 + $2", dollars) == "$");
    CHECK(first("$1$ + $1$", dollars) == "$");
    CHECK(first("$", dollars) == "$");
    CHECK(first("$a", dollars) == "$");
    CHECK(first("$$a$$") == "$");
    CHECK(texts("a$b$c$b$", dollars) == Texts{"a$b$c$b$"});
}

TEST_CASE("what is not closed goes to the end") {
    CHECK(first("'a''") == "'a''");
    CHECK(first("'a\\", backslashes) == "'a\\");
    CHECK(first("[a", brackets) == "[a");
    CHECK(first("/* a /* b */ c", dollars) == "/* a /* b */ c");
    CHECK(first("/*") == "/*");
    CHECK(first("/*", dollars) == "/*");
    CHECK(first("$a$ b $a", dollars) == "$a$ b $a");
}

TEST_CASE("tokens are the whole text, one behind the other") {
    const std::string_view sql = "select a.b, 1.5e3 -- c\n from \"t\" where x >= .5 /* d */";
    std::string joined;
    for (const Token& token : all_tokens(sql)) {
        CHECK(token.begin == joined.size());
        joined += token.text;
    }
    CHECK(joined == sql);
    CHECK(
        texts(sql) ==
        Texts{
            "select", "a", ".", "b", ",", "1.5e3", "from", "\"t\"", "where", "x", ">", "=", ".5"});
}

TEST_CASE("a name is read without its quotes") {
    const auto name = [](std::string_view sql) { return name_of(*Lexer{sql, brackets}.next()); };
    CHECK(name("a") == "a");
    CHECK(name("\"a\"\"b\"") == "a\"b");
    CHECK(name("`a``b`") == "a`b");
    CHECK(name("[a b]") == "a b");
    CHECK(name("'it''s'") == "it's");
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
    CHECK(first("a$b") == "a");
    CHECK(first("a$b", dollars) == "a$b");
}

TEST_CASE("quotes inside a text are doubled") {
    CHECK(sql_parts::in_quotes("it's", '\'') == "'it''s'");
    CHECK(sql_parts::in_quotes("a\"b", '"') == "\"a\"\"b\"");
    CHECK(sql_parts::in_quotes("a\"b", '\'') == "'a\"b'");
    CHECK(sql_parts::in_quotes("", '\'') == "''");
}

TEST_CASE("an expression that ends in a line comment gets a line end") {
    CHECK(sql_parts::closed("a -- b") == "a -- b\n");
    CHECK(sql_parts::closed("a -- b\n") == "a -- b\n");
    CHECK(sql_parts::closed("'-- b'") == "'-- b'");
    CHECK(sql_parts::closed("a /* -- b */") == "a /* -- b */");
    CHECK(sql_parts::closed("a") == "a");
}
