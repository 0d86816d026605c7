#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy over the library and the command, in parallel. `tidy.py FILE…` looks at those files only.

A file in which nothing was found is looked at again only when it, a file of ours that it includes, its command line,
the checks or clang-tidy are others; headers of the system are taken to stay as they are."""
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / "build/asan"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.M)
DIAGNOSTIC = re.compile(r"^(/.*?):(\d+):\d+: (?:warning|error): (.*)$", re.M)


def compiled():
    """The command line for each source of ours that the build compiles: only these have flags."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if path.is_relative_to(TOP) and path.relative_to(TOP).parts[0] in ("src", "apps"):
            yield path, entry["command"]


@functools.cache
def included(path, folders):
    """Files that a file includes itself, as far as they lie beside it or in one of the folders."""
    found = set()
    for name in INCLUDE.findall(path.read_text()):
        places = [folder / name for folder in (path.parent, *folders) if (folder / name).is_file()]
        found.update(place.resolve() for place in places[:1])
    return found


@functools.cache
def tool():
    version = subprocess.run(["clang-tidy-19", "--version"], capture_output=True, check=True)
    return version.stdout + (TOP / ".clang-tidy").read_bytes()


def state_of(path, command):
    """A hash of all that the findings in a file come from."""
    folders = tuple(pathlib.Path(word[2:]) for word in shlex.split(command) if word.startswith("-I"))
    files, still = set(), {path}
    while still:
        files |= still
        still = set().union(*(included(file, folders) for file in still)) - files
    state = hashlib.sha256(tool() + command.encode())
    for file in sorted(files):
        state.update(hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def look(path, command):
    stamp = BUILD / "tidy" / str(path.relative_to(TOP)).replace("/", "__")
    state = state_of(path, command)
    if stamp.is_file() and stamp.read_text() == state:
        return set()
    answer = subprocess.run(["clang-tidy-19", "--quiet", "--extra-arg=-w", f"-p={BUILD}", str(path)],
                            capture_output=True, text=True)
    found = {(file, int(line), text) for file, line, text in DIAGNOSTIC.findall(answer.stdout)}
    if answer.returncode and not found:
        found.add((str(path), 1, f"clang-tidy failed: {(answer.stderr or answer.stdout).strip()[:500]}"))
    if not found:
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(state)
    return found


def main():
    commands = dict(compiled())
    paths = [pathlib.Path(name).resolve() for name in sys.argv[1:]] or sorted(commands)
    unknown = [path for path in paths if path not in commands]
    if unknown:
        sys.exit(f"cannot look at {unknown[0]}: no build compiles it; give a source below src or apps")
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("AZOTH_JOBS", os.cpu_count()))) as pool:
        found = set().union(*pool.map(look, paths, map(commands.get, paths)))
    for file, line, text in sorted(found):
        name = pathlib.Path(file)
        name = name.relative_to(TOP) if name.is_relative_to(TOP) else name
        print(f"{name}:{line}: {text}; mend it, or say why not: // NOLINT(check): reason")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
