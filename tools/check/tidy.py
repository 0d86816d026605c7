#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy over the library and the command, in parallel. `tidy.py FILE…` looks at those files only."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / "build/asan"
DIAGNOSTIC = re.compile(r"^(/.*?):(\d+):\d+: (?:warning|error): (.*)$", re.M)


def compiled():
    """Sources of ours that the build compiles: only these have flags."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(TOP) and path.relative_to(TOP).parts[0] in ("src", "apps"):
            yield path


def look(path):
    command = ["clang-tidy-19", "--quiet", "--extra-arg=-w", f"-p={BUILD}", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True)
    found = {(file, int(line), text) for file, line, text in DIAGNOSTIC.findall(answer.stdout)}
    if answer.returncode and not found:
        found.add((str(path), 1, f"clang-tidy failed: {(answer.stderr or answer.stdout).strip()[:500]}"))
    return found


def main():
    paths = [pathlib.Path(name).resolve() for name in sys.argv[1:]] or sorted(set(compiled()))
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("AZOTH_JOBS", os.cpu_count()))) as pool:
        found = set().union(*pool.map(look, paths))
    for file, line, text in sorted(found):
        name = pathlib.Path(file)
        name = name.relative_to(TOP) if name.is_relative_to(TOP) else name
        print(f"{name}:{line}: {text}; mend it, or say why not: // NOLINT(check): reason")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
