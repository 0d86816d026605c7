// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/escape.hpp"
#include "support/hostile_text.hpp"

// A real compiler reads what azoth writes of hostile texts.
using namespace azoth;

namespace {

/// A program that prints each text with its length. It says each in comments too.
std::string program_of(const std::vector<std::string>& texts) {
    std::string source =
        "#include <cstdio>\nstruct Text { const char* data; unsigned long size; };\n"
        "const Text texts[] = {\n";
    for (const std::string& text : texts) {
        const std::string literal = escape::cpp_string(text);
        source += "// " + escape::line_comment(text) + "\n{" + literal + ", sizeof " + literal +
                  " - 1}, // " + escape::line_comment(text) + "\n";
    }
    return source +
           "};\nint main() {\n    for (const Text& text : texts) {\n"
           "        std::printf(\"%lu:\", text.size);\n"
           "        std::fwrite(text.data, 1, text.size, stdout);\n    }\n}\n";
}

std::string printed_by(const std::string& source, const std::string& compiler) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("azoth_hostile_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directory(folder);
    std::ofstream{folder / "texts.cpp", std::ios::binary} << source;
    const auto word = [&](const char* file) {
        return escape::shell_word((folder / file).string());
    };
    const std::string command = escape::shell_word(compiler) +
                                " -std=c++20 -trigraphs -Wall -Wextra -Werror " +
                                word("texts.cpp") + " -o " + word("texts") + " && " +
                                word("texts") + " > " + word("printed");
    const int result = std::system(command.c_str());
    std::ostringstream text;
    text << std::ifstream{folder / "printed", std::ios::binary}.rdbuf();
    std::filesystem::remove_all(folder);
    CHECK(result == 0);
    return text.str();
}

}  // namespace

TEST_CASE("a compiler finds hostile texts in their literals, and nothing in comments about them") {
    const char* const compiler = std::getenv("AZOTH_CXX");
    REQUIRE(compiler != nullptr);
    const std::uint64_t seed = test::hostile_seed();
    INFO("AZOTH_TEST_SEED=" << seed);
    std::mt19937_64 random{seed};
    std::vector<std::string> texts{std::string("a\0b", 3),
                                   std::string("\0001", 2),
                                   "\x1b"
                                   "5"};
    std::string expected;
    for (int i = 0; i < 400; ++i) {
        texts.push_back(test::hostile_text(random));
    }
    for (const std::string& text : texts) {
        expected += std::to_string(text.size()) + ':' + text;
    }

    CHECK((printed_by(program_of(texts), compiler) == expected));
}
