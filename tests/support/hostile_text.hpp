// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <random>
#include <string>

/// Texts that try to be something else than a text, from a seed.
namespace azoth::test {

/// Ends of lines, characters that are not seen, bytes that are no character, and the marks with
/// which C++, SQL, templates and terminals begin and end what they take for code.
inline constexpr const char* hostile_parts[] = {"\r",
                                                "\n",
                                                "\r\n",
                                                "\x1b[2J",
                                                "\x1b]0;x\x07",
                                                "\xC2\x85",
                                                "\u2028",
                                                "\u2029",
                                                "\u202e",
                                                "\u2066",
                                                "\u200b",
                                                "\ufeff",
                                                "\xFF",
                                                "\xC3",
                                                "\xED\xA0\x80",
                                                "\xC0\x80",
                                                "\x7f",
                                                "\t",
                                                "\b",
                                                "\v",
                                                "\f",
                                                "?\?/",
                                                "?\?'",
                                                "?\?<",
                                                "\\",
                                                "\\\n",
                                                "\\ \n",
                                                "\\x41",
                                                "\\u0041",
                                                "\\N{DEL}",
                                                "*/",
                                                "/*",
                                                "//",
                                                "--",
                                                "'",
                                                "\"",
                                                "`",
                                                "''",
                                                "\"\"",
                                                "[",
                                                "]",
                                                "$$",
                                                "$x$",
                                                "R\"(",
                                                ")\"",
                                                "u8\"",
                                                "E'",
                                                "#include <x>",
                                                "\n-- azoth: upgrade\n",
                                                "\n-- azoth: downgrade postgresql\n",
                                                "-- azoth: revision x",
                                                ";",
                                                ");",
                                                "{{upgrade}}",
                                                "{{{message}}}",
                                                "}}",
                                                "%s",
                                                "%d",
                                                "${x}",
                                                "$(x)",
                                                ":name",
                                                "?1",
                                                "\n}\n",
                                                "a",
                                                "1",
                                                "ä",
                                                "語",
                                                "😀",
                                                " ",
                                                "  "};

inline std::string hostile_text(std::mt19937_64& random) {
    std::string text;
    const std::size_t parts = 1 + random() % 6;
    for (std::size_t i = 0; i < parts; ++i) {
        text += hostile_parts[random() % std::size(hostile_parts)];
    }
    const bool is_long = random() % 64 == 0;
    return is_long ? text + std::string(20'000, 'x') + text : text;
}

/// AZOTH_TEST_SEED, or a fresh one.
inline std::uint64_t hostile_seed() {
    const char* given = std::getenv("AZOTH_TEST_SEED");
    return given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
}

}  // namespace azoth::test
