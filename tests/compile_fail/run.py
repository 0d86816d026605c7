#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py PROGRAM COMPILER…: the program must not compile, and must say so in the right words.

The program's first lines say what is expected:

    // expect: words that the first error contains
    // lines: 10          (optional: g++ prints fewer lines than that in all)
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def expectation(program, word):
    match = re.search(rf"^// {word}: *(.+)$", program.read_text(), flags=re.M)
    return match.group(1).strip() if match else None


def complaint(program, compiler):
    """What is wrong with the compiler's answer, or None."""
    command = [compiler, "-std=c++20", "-fsyntax-only", f"-I{ROOT / 'include'}", str(program)]
    answer = subprocess.run(command, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    if answer.returncode == 0:
        return "it compiles"
    first = next((line for line in answer.stderr.splitlines() if re.search(r"\berror: ", line)), "")
    words = expectation(program, "expect")
    if not words:
        return "it has no `// expect: words` line"
    if words not in first:
        return f"the first error lacks `{words}`:\n{first}\n\n{answer.stderr[:4000]}"
    limit = expectation(program, "lines")
    count = len(answer.stderr.splitlines())
    if limit and "clang" not in pathlib.Path(compiler).name and count >= int(limit):
        return f"the error has {count} lines, not fewer than {limit}:\n{answer.stderr}"
    return None


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    complaints = [(compiler, complaint(program, compiler)) for compiler in sys.argv[2:]]
    for compiler, text in complaints:
        print(f"{program.name} with {compiler}: {text or 'refused as it should be'}")
    return 1 if any(text for _, text in complaints) else 0


if __name__ == "__main__":
    sys.exit(main())
