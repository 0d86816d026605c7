# SPDX-License-Identifier: MIT
import os
import pathlib
import signal
import subprocess
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "with_postgres"
CLEAN = {name: value for name, value in os.environ.items() if name != "AZOTH_TEST_POSTGRESQL_URL"}


class WithPostgres(unittest.TestCase):
    def setUp(self):
        if not os.path.isdir("/usr/lib/postgresql"):
            self.skipTest("no PostgreSQL on this machine")

    def run_tool(self, script):
        return subprocess.run([TOOL, "sh", "-c", script], capture_output=True, text=True, env=CLEAN)

    def test_the_exit_code_is_the_command_s_and_nothing_is_left(self):
        answer = self.run_tool('echo "${AZOTH_TEST_POSTGRESQL_URL#*host=}"; exit 7')
        self.assertEqual(answer.returncode, 7)
        self.assertFalse(os.path.exists(answer.stdout.strip()))

    def test_an_interrupt_stops_the_server(self):
        process = subprocess.Popen([TOOL, "sh", "-c", 'echo "${AZOTH_TEST_POSTGRESQL_URL#*host=}"; exec sleep 60'],
                                   stdout=subprocess.PIPE, text=True, env=CLEAN)
        folder = process.stdout.readline().strip()
        server = int(pathlib.Path(folder, "data/postmaster.pid").read_text().split()[0])
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(30), 143)
        process.stdout.close()
        self.assertFalse(os.path.exists(folder))
        with self.assertRaises(ProcessLookupError):
            os.kill(server, 0)
