// SPDX-License-Identifier: MIT
#include "base/escape.hpp"

#include "migrate/revision/cpp_tokens.hpp"

#include <doctest/doctest.h>
#include <azoth/base/text.hpp>

#include <random>
#include <string>

using namespace azoth;

namespace {

constexpr const char* hostile_parts[] = {
    "\r",     "\n",   "\r\n",  "\x1b[2J",      "\xC2\x85", "\u2028", "\u2029", "\u202e", "\u2066",
    "\ufeff", "\xFF", "\xC3",  "\xED\xA0\x80", "\x7f",     "\t",     "\b",     "?\?/",   "?\?'",
    "\\",     "\\\n", "\\ \n", "*/",           "/*",       "//",     "--",     "'",      "\"",
    "`",      "$$",   "R\"(",  ")\"",          "#include", "a",      "ä",      "語",     " "};

std::string hostile(std::mt19937& random) {
    std::string text;
    for (auto i = random() % 6; i > 0; --i) {
        text += hostile_parts[random() % std::size(hostile_parts)];
    }
    return text;
}

}  // namespace

TEST_CASE("what is not seen is shown, on one line") {
    CHECK(escape::visible("a\r\n\x1b[31m\u202e\xC2\x85\xFFä語") ==
          "a\\r\\n\\x1b[31m\\u{202e}\\u{85}\\xffä語");
    CHECK(escape::terminal("a\n\tb\r\x1b\u2066") == "a\n\tb\\r\\x1b\\u{2066}");
    CHECK(escape::has_hidden("a\u200b"));
    CHECK_FALSE(escape::has_hidden("größe 語"));
    CHECK_FALSE(escape::is_utf8("\xC0\x80"));
    CHECK_FALSE(escape::is_utf8("\xED\xA0\x80"));
    CHECK(escape::is_utf8("größe \u2028"));
    CHECK(text_utility::quoted("t\r\x1b") == "\"t\\r\\x1b\"");
}

TEST_CASE("a comment ends where its line ends, whatever it says") {
    CHECK(escape::line_comment("x\rcode();//") == "x\\rcode();//");
    CHECK(escape::line_comment("C:\\") == "C:\\ .");
    CHECK(escape::line_comment("C:\\ \t") == "C:\\ \\t");
    CHECK(escape::line_comment("C:\\  ") == "C:\\   .");
    CHECK(escape::line_comment("what?\?/") == "what?\?/ .");
    CHECK(escape::line_comment("a */ b /* c") == "a * / b / * c");
}

TEST_CASE("each target has its own form") {
    CHECK(escape::cpp_string("a\"b\\\r?\?/\u202e") == "\"a\\\"b\\\\\\015?\\?/\\342\\200\\256\"");
    CHECK(escape::json("{\n  \"a\u2028\u202e\"}") == "{\n  \"a\\u2028\\u202e\"}");
    CHECK(escape::toml("a\"b\\\n\x1b") == "a\\\"b\\\\\\u000a\\u001b");
    CHECK(escape::shell_word("it's; rm") == "'it'\\''s; rm'");
    CHECK(escape::cmake_argument("a]==]b") == "[===[a]==]b]===]");
    CHECK(escape::cmake_argument("a]==") == "[===[a]==]===]");
}

TEST_CASE("random hostile texts come back from literals, and stay in their comments") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random{seed};
    for (int i = 0; i < 3000; ++i) {
        const std::string text = hostile(random);
        CAPTURE(escape::visible(text));

        const std::string source =
            "// " + escape::line_comment(text) + "\ncall(" + escape::cpp_string(text) + ");\n";

        const auto tokens = migrate::cpp_tokens(source);
        REQUIRE(tokens.size() == 5);
        REQUIRE(tokens[2].kind == migrate::CppToken::Kind::Text);
        REQUIRE(migrate::literal_value(tokens[2].spelling) == text);
        REQUIRE_FALSE(escape::has_hidden(text_utility::replace_all(source, "\n", "")));
        REQUIRE(escape::is_utf8(escape::terminal(text)));
    }
}
