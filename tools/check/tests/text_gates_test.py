# SPDX-License-Identifier: MIT
from trees import GateTest

SPDX = "// SPDX-License-Identifier: MIT\n"


class DatabaseNames(GateTest):
    def test_comments_and_the_folders_of_a_database_may(self):
        self.assert_passes("database_names", {
            "src/engine/a.cpp": "// SQLite has no such thing\nint a; /* nor PostgreSQL */\n",
            "src/dialects/sqlite/a.cpp": "int sqlite;\n",
            "src/bundle/sqlite.cpp": "int sqlite;\n",
        })

    def test_code_and_texts_may_not(self):
        self.assert_finds("database_names", {
            "src/engine/a.cpp": 'int a;\nauto b = "postgresql";\n',
            "src/dialects/registry.cpp": "bool is_MySQL;\n",
        }, "src/dialects/registry.cpp:1: `MySQL`", "src/engine/a.cpp:2: `postgres`")

    def test_a_listed_exception_is_for_one_file_and_one_word(self):
        self.assert_finds("database_names", {
            "tools/check/database_names.allow": "src/a/a.cpp sqlite  # the first configuration\n",
            "src/a/a.cpp": "int sqlite;\nint mysql;\n",
        }, "src/a/a.cpp:2: `mysql`")


class SqlWords(GateTest):
    def test_dialects_compilers_and_messages_may(self):
        self.assert_passes("sql_words", {
            "src/dialects/sqlite/a.cpp": 'auto a = "SELECT 1";\n',
            "src/engine/a.cpp": '// "SELECT 1"\nauto a = "cannot SELECT 1", b = "UPDATES";\n',
        })

    def test_core_may_not(self):
        self.assert_finds("sql_words", {"src/engine/a.cpp": 'int a;\nauto b = "ROLLBACK";\n'},
                          "src/engine/a.cpp:2: `ROLLBACK` in core code")

    def test_the_list_becomes_shorter_only(self):
        self.assert_finds("sql_words", {
            "tools/check/sql_words.allow": "src/a/a.cpp 2  # why\nsrc/b/b.cpp 1\n",
            "src/a/a.cpp": 'auto a = "COMMIT";\n',
        }, "src/a/a.cpp:1: 1 texts of SQL", "src/b/b.cpp:1: stands in tools/check/sql_words.allow and is gone")


class Capabilities(GateTest):
    HEADER = "include/azoth/compiler/capabilities.hpp"
    FIELDS = "struct Capabilities {\n    bool one = false;\n    bool two = false;\n};\n"

    def test_what_is_read(self):
        self.assert_passes("capabilities", {
            self.HEADER: self.FIELDS,
            "src/a/a.cpp": "bool a = capabilities_.one && dialect.capabilities().two;\n",
        })

    def test_what_is_only_filled_in(self):
        self.assert_finds("capabilities", {
            self.HEADER: self.FIELDS,
            "src/a/a.cpp": "bool a = capabilities_.one;\nCapabilities b{.two = true};\n",
        }, self.HEADER + ":3: nobody reads `two`")


class Form(GateTest):
    def test_a_proper_header(self):
        self.assert_passes("form", {"include/azoth/base/a.hpp": SPDX + "#pragma once\n"})

    def test_what_is_missing_and_what_is_too_much(self):
        self.assert_finds("form", {
            "include/azoth/base/a.hpp": SPDX + "#pragma once\n#define A 1\n",
            "src/base/a.cpp": "int a;  // TODO\n",
            "src/base/b.hpp": SPDX,
        }, "include/azoth/base/a.hpp:3: a macro", "src/base/a.cpp:1: no licence", "src/base/a.cpp:1: a mark",
            "src/base/b.hpp:1: no include guard")


class ErrorCodes(GateTest):
    THROW = 'void f() {\n    throw ArgumentError{\n        "bad-url", "cannot"};\n}\n'

    def test_a_code_that_is_explained_and_tested(self):
        self.assert_passes("error_codes", {
            "src/a.cpp": self.THROW, "docs/errors.md": "### bad-url\n", "tests/a_test.cpp": '"bad-url"'})

    def test_a_code_without_a_paragraph(self):
        self.assert_finds("error_codes", {"src/a.cpp": self.THROW, "docs/errors.md": ""},
                          "src/a.cpp:2: error code `bad-url` is not explained")

    def test_a_paragraph_without_a_code(self):
        self.assert_finds("error_codes", {"docs/errors.md": "\n### gone\n"}, "docs/errors.md:2: no code throws `gone`")

    def test_two_paragraphs_for_a_code(self):
        self.assert_finds("error_codes", {"src/a.cpp": self.THROW, "docs/errors.md": "### bad-url\n\n### bad-url\n",
                                          "tests/a_test.cpp": '"bad-url"'},
                          "docs/errors.md:3: `bad-url` is explained in line 1 already")

    def test_a_code_without_a_test(self):
        self.assert_finds("error_codes", {"src/a.cpp": self.THROW, "docs/errors.md": "### bad-url\n"},
                          "docs/errors.md:1: no test mentions `bad-url`")


class Snippets(GateTest):
    SOURCE = "int main() {\n    // [open]\n    int a = 1;\n        int b;\n    // [/open]\n}\n"

    def page(self, code, mark="a.cpp#open"):
        return {"a.cpp": self.SOURCE, "README.md": f"text\n\n<!-- snippet: {mark} -->\n```cpp\n{code}```\n"}

    def test_the_same_code_without_its_indentation(self):
        self.assert_passes("snippets", self.page("int a = 1;\n    int b;\n"))

    def test_other_code(self):
        self.assert_finds("snippets", self.page("int a = 2;\n"), "README.md:3: the code below is not a.cpp#open")

    def test_a_region_or_a_file_that_is_not_there(self):
        self.assert_finds("snippets", self.page("", "a.cpp#close"), "README.md:3: a.cpp has no region")
        self.assert_finds("snippets", self.page("", "b.cpp#open"), "README.md:3: there is no b.cpp")

    def test_a_mark_without_code(self):
        self.assert_finds("snippets", {
            "a.cpp": self.SOURCE, "README.md": "<!-- snippet: a.cpp#open -->\ntext\n"}, "README.md:1: the code below is not")


class Duplicates(GateTest):
    LINES = "".join(f"int name_{i} = {i};\n" for i in range(25))

    def test_a_run_that_stands_twice(self):
        self.assert_finds("duplicates", {"src/a.cpp": self.LINES, "src/b.cpp": "int other;\n" + self.LINES},
                          "src/b.cpp:2: 20 lines or more stand at src/a.cpp:1 too")

    def test_a_short_run_passes(self):
        short = "".join(self.LINES.splitlines(True)[:15])
        self.assert_passes("duplicates", {"src/a.cpp": short, "src/b.cpp": short})


class Format(GateTest):
    def test_both_ways(self):
        style = {".clang-format": "BasedOnStyle: Google\n"}
        self.assert_passes("format", {**style, "src/a.cpp": "int a;\n"})
        self.assert_finds("format", {**style, "src/a.cpp": "int a;\n\nint  b;\n"}, "src/a.cpp:3: not in the house format")


class Generated(GateTest):
    def files(self, text):
        return {"tools/make_a": "#!/bin/sh\necho '// generated by tools/make_a'; echo 'int a;'\n",
                "src/a.cpp": f"// generated by tools/make_a\n{text}"}

    def test_what_the_tool_prints(self):
        self.assert_passes("generated", self.files("int a;\n"))

    def test_an_edited_file(self):
        self.assert_finds("generated", self.files("int b;\n"), "src/a.cpp:1: not what tools/make_a prints")


class Links(GateTest):
    def test_files_headings_and_addresses(self):
        self.assert_passes("links", {
            "a.md": "# The Life, of a flush\n[b](docs/b.md) [c](docs/b.md#two-words) [d](#the-life-of-a-flush) "
                    "[e](https://example.org/x.md)\n```\n[x](nowhere)\n```\n",
            "docs/b.md": "## Two words\n[up](../a.md)\n"})

    def test_what_is_not_there(self):
        self.assert_finds("links", {"a.md": "\n[b](b.md)\n[c](#c)\n"},
                          "a.md:2: there is no b.md", "a.md:3: a.md has no heading #c")
