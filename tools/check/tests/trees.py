# SPDX-License-Identifier: MIT
"""Small trees to run a gate on."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

GATES = pathlib.Path(__file__).resolve().parents[1]


class GateTest(unittest.TestCase):
    def run_gate(self, gate, files):
        """(exit code, output) of a gate on a tree that holds these files."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                path.chmod(0o755 if text.startswith("#!") else 0o644)
            answer = subprocess.run([sys.executable, GATES / f"{gate}.py", folder], capture_output=True, text=True)
        self.assertEqual(answer.stderr, "")
        return answer.returncode, answer.stdout

    def assert_passes(self, gate, files):
        self.assertEqual(self.run_gate(gate, files), (0, ""))

    def assert_finds(self, gate, files, *places):
        """The gate fails, with exactly these `file:line: words` in this order."""
        code, output = self.run_gate(gate, files)
        self.assertEqual(code, 1, output)
        lines = output.splitlines()
        self.assertEqual(len(lines), len(places), output)
        for line, place in zip(lines, places):
            self.assertTrue(line.startswith(place), f"{line!r} does not begin with {place!r}")
