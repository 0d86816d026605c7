#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A generated file is what its generator prints today."""
import subprocess

import common


def main():
    top = common.root()
    findings = common.Findings(top)
    for path in common.files(top, "src", "include"):
        command = common.generator(path)
        if command is None:
            continue
        tool, *arguments = command
        answer = subprocess.run([top / tool, *arguments], capture_output=True, text=True)
        if answer.returncode:
            findings.add(path, 1, f"{tool} fails: {answer.stderr.strip()}")
        elif answer.stdout != path.read_text():
            findings.add(path, 1, f"not what {tool} prints; run it again, or move the change into it")
    findings.exit()


if __name__ == "__main__":
    main()
