# SPDX-License-Identifier: MIT
import pathlib
import sys
import tempfile
import unittest

import trees

sys.path.insert(0, str(trees.GATES))
import tidy  # noqa: E402


class WhatFindingsComeFrom(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name).resolve()
        self.addCleanup(setattr, tidy, "tool", tidy.tool)
        tidy.tool = lambda: b"clang-tidy of these tests"
        self.write("src/a.cpp", '#include "near.hpp"\n#include <vector>\n')
        self.write("src/near.hpp", "#include <azoth/far.hpp>\n")
        self.write("include/azoth/far.hpp", '#include "azoth/far.hpp"\n')
        self.write("include/azoth/other.hpp", "")

    def write(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def state(self, option="-g1"):
        tidy.included.cache_clear()
        return tidy.state_of(self.top / "src/a.cpp", f"clang++-19 -I{self.top}/include {option}")

    def test_a_header_far_away_counts(self):
        before = self.state()
        self.write("include/azoth/far.hpp", "struct Changed {};\n")
        self.assertNotEqual(self.state(), before)

    def test_the_command_line_and_the_tool_count(self):
        before = self.state()
        self.assertNotEqual(self.state("-g2"), before)
        tidy.tool = lambda: b"another one"
        self.assertNotEqual(self.state(), before)

    def test_a_header_that_is_not_included_does_not_count(self):
        before = self.state()
        self.write("include/azoth/other.hpp", "struct Changed {};\n")
        self.assertEqual(self.state(), before)


if __name__ == "__main__":
    unittest.main()
