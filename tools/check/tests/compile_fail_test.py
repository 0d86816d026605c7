# SPDX-License-Identifier: MIT
import pathlib
import subprocess
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parents[3] / "tests/compile_fail/run.py"


class CompileFail(unittest.TestCase):
    def run_on(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".cpp") as program:
            program.write(text)
            program.flush()
            return subprocess.run([RUNNER, program.name, "g++"], capture_output=True, text=True)

    def test_the_expected_words(self):
        self.assertEqual(self.run_on("// expect: not declared\n// lines: 10\nint a = b;\n").returncode, 0)

    def test_a_program_that_compiles(self):
        self.assertIn("it compiles", self.run_on("// expect: not declared\nint a;\n").stdout)

    def test_another_error(self):
        self.assertIn("the first error lacks", self.run_on("// expect: no match\nint a = b;\n").stdout)

    def test_a_long_error(self):
        self.assertIn("not fewer than 3", self.run_on("// expect: not declared\n// lines: 3\nint a = b;\n").stdout)

    def test_no_expectation(self):
        self.assertEqual(self.run_on("int a = b;\n").returncode, 1)
