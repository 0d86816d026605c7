# SPDX-License-Identifier: MIT
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import mutants  # noqa: E402


class Mutants(unittest.TestCase):
    def places(self, source, old):
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder)
            (top / "a.cpp").write_text(source)
            return [found for _, found in mutants.misplaced(top, [{"file": "a.cpp", "old": old}])]

    def test_a_defect_has_one_place(self):
        self.assertEqual(self.places("int a = 1;\n", "a = 1"), [])

    def test_a_place_that_is_gone_or_not_the_only_one(self):
        self.assertEqual(self.places("int a = 1;\n", "b = 1"), [0])
        self.assertEqual(self.places("a = 1; a = 1;\n", "a = 1"), [2])

    def test_mechanical_defects_of_a_line(self):
        self.assertEqual(list(mutants.mutations_of("    if (a < b) {")), ["    if (!(a < b)) {", "    if (a <= b) {"])
        self.assertEqual(list(mutants.mutations_of("    return true;")), ["    return false;"])
        self.assertEqual(list(mutants.mutations_of("    serve_waiters();")), ["    ;"])
        self.assertEqual(list(mutants.mutations_of("    int a = b;")), [])

    def test_the_same_seed_gives_the_same_defects(self):
        first = [item["what"] for item in mutants.mechanical(5, 7)]
        self.assertEqual(first, [item["what"] for item in mutants.mechanical(5, 7)])
        self.assertEqual(len(first), 5)
