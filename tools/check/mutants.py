#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Defects put into the library one at a time, to see whether a test notices.

    mutants.py --list                    says whether every seeded defect still has its place in the code (fast)
    mutants.py [--only WORD] [--random N] [--seed S]

Seeded defects stand in tools/check/mutants/*.toml: what, file, old, new, and where to look first: program (unit, golden,
integration, conformance, threads) and tests (a filter of doctest). The whole suite follows only if nothing fails there. --random adds mechanical ones: a condition negated, a call dropped,
a constant changed, at lines that the printed seed chooses. A defect that no test notices survives, and the gate fails;
one that was judged harmless stands in tools/check/mutants/judged.toml with the reason.

The defects go into a copy of the tree below build/mutants, never into the tree itself. Run it with a server:
tools/with_postgres tools/check/mutants.py, as ./dev check mutants does."""
import argparse
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tomllib

import common

TOP = pathlib.Path(__file__).resolve().parents[2]
LISTS = TOP / "tools/check/mutants"
TREE = TOP / "build/mutants/tree"
BUILD = TREE / "build/dev"
TARGETS = {"unit": "azoth_unit_tests", "golden": "azoth_golden_tests", "integration": "azoth_integration_tests",
           "conformance": "azoth_conformance_tests", "threads": "azoth_thread_tests"}


def seeded():
    for path in sorted(LISTS.glob("*.toml")):
        if path.name != "judged.toml":
            yield from tomllib.loads(path.read_text()).get("mutant", [])


def judged():
    path = LISTS / "judged.toml"
    listed = tomllib.loads(path.read_text()).get("mutant", []) if path.exists() else []
    return {(item["file"], item["old"].strip(), item["new"].strip()) for item in listed}


def misplaced(top, mutants):
    """What is wrong with the list itself: a place that is gone, or that is not one place."""
    for mutant in mutants:
        path = top / mutant["file"]
        found = path.read_text().count(mutant["old"]) if path.is_file() else 0
        if found != 1:
            yield mutant, found


def list_findings():
    findings = common.Findings(TOP)
    for mutant, found in misplaced(TOP, seeded()):
        findings.add(pathlib.Path(mutant["file"]), 1,
                     f"the seeded defect \"{mutant['what']}\" has its place {found} times, not once; "
                     "write its `old` anew in tools/check/mutants, or take it out with its code")
    return findings


# Mechanical defects: a pattern within one line, and what it becomes.
CHANGES = [
    (re.compile(r"\bif \((?!constexpr)(?![^()]*;)(.+)\) \{$"), lambda m: f"if (!({m[1]})) {{"),
    (re.compile(r" == "), lambda m: " != "),
    (re.compile(r" != "), lambda m: " == "),
    (re.compile(r"(?<!<) < (?!<)"), lambda m: " <= "),
    (re.compile(r" >= "), lambda m: " > "),
    (re.compile(r" (?:and|&&) "), lambda m: " or "),
    (re.compile(r" (?:or|\|\|) "), lambda m: " and "),
    (re.compile(r"\breturn true;"), lambda m: "return false;"),
    (re.compile(r"\breturn false;"), lambda m: "return true;"),
    (re.compile(r"(?<![\w.\"'])(\d+)(?![\w.\"'])"), lambda m: str(int(m[1]) + 1)),
    (re.compile(r"^(\s+)[\w.>:\-\[\]*]+\([^{}]*\);$"), lambda m: f"{m[1]};"),
]


def mutations_of(line):
    for pattern, change in CHANGES:
        for match in pattern.finditer(line):
            mutated = line[:match.start()] + change(match) + line[match.end():]
            if mutated != line:
                yield mutated


def mechanical(count, seed):
    """`count` defects at lines chosen by the seed, spread over all sources: a file is as likely as its length."""
    choose = random.Random(seed)
    places = []
    for path in common.files(TOP, "src", suffixes=(".cpp",)):
        plain = common.blank(path.read_text(), keep_texts=True).split("\n")
        places += [(path, number) for number, line in enumerate(plain)
                   if line.strip() and not line.startswith("#") and any(mutations_of(line))]
    for path, number in choose.sample(places, min(count, len(places))):
        lines = path.read_text().split("\n")
        mutated = choose.choice(list(mutations_of(lines[number])) or [lines[number]])
        yield {"what": f"mechanical, line {number + 1}: {mutated.strip()}", "file": str(path.relative_to(TOP)),
               "line": number, "old": lines[number], "new": mutated}


def copy_tree():
    """The tree as git knows it; files that are as they were keep their times, so that nothing is built in vain."""
    wanted = set()
    for path in common.files(TOP, suffixes=("",)):
        name = path.relative_to(TOP)
        wanted.add(name)
        target = TREE / name
        if not target.is_file() or target.read_bytes() != path.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for path in list(TREE.rglob("*")):
        inside = path.relative_to(TREE)
        if path.is_file() and inside.parts[0] != "build" and inside not in wanted:
            path.unlink()


def build(*programs):
    """Builds test programs (those that there are), with the command that they start."""
    jobs = os.environ.get("AZOTH_JOBS", str(os.cpu_count()))
    targets = [TARGETS[name] for name in programs if TARGETS[name] in known_targets()]
    if set(programs) & {"golden", "integration"}:
        targets.append("azoth")
    done = subprocess.run(["cmake", "--build", BUILD, "--parallel", jobs, "--target", *targets],
                          capture_output=True, text=True)
    return done.returncode == 0, done.stdout[-3000:]


def known_targets():
    if not hasattr(known_targets, "names"):
        subprocess.run(["cmake", "--preset", "dev"], cwd=TREE, check=True, capture_output=True)
        listed = subprocess.run(["ninja", "-C", BUILD, "-t", "targets", "all"], capture_output=True, text=True, check=True)
        known_targets.names = {line.split(":")[0] for line in listed.stdout.splitlines()}
    return known_targets.names


def test_programs():
    """Each test program's command and environment, as ctest runs it."""
    shown = subprocess.run(["ctest", "--test-dir", BUILD, "--show-only=json-v1"], capture_output=True, text=True, check=True)
    programs = {}
    for test in json.loads(shown.stdout)["tests"]:
        if test["name"] in TARGETS:
            properties = {item["name"]: item["value"] for item in test.get("properties", [])}
            environment = dict(item.split("=", 1) for item in properties.get("ENVIRONMENT", []))
            programs[test["name"]] = (test["command"], environment, min(properties.get("TIMEOUT", 600), 1200))
    return programs


def failing_test(program, filters=()):
    """The first test that fails, or None. A program that ends by a signal or takes too long has noticed as well."""
    command, environment, timeout = program
    try:
        done = subprocess.run([*command, "--abort-after=1", "--no-colors", *filters], capture_output=True, text=True,
                              errors="replace", timeout=timeout, cwd=BUILD,
                              env={**os.environ, "AZOTH_TEST_SERVER_REQUIRED": "1", **environment})
    except subprocess.TimeoutExpired:
        return "(the tests did not end in time)"
    if done.returncode == 0:
        return None
    # A case that only prints its seed is shown as well.
    for shown in re.split(r"^={20,}$", done.stdout, flags=re.M):
        named = re.search(r"^TEST CASE:\s+(.*)$", shown, re.M)
        if named and " ERROR: " in shown:
            return named[1]
    return f"(the test program ended with {done.returncode})"


def looks(mutant, programs):
    """Which program to run with which filters: first where the defect is expected to be noticed."""
    first = mutant.get("program", "unit")
    if mutant.get("tests"):
        yield first, [f"--test-case={mutant['tests']}"]
    for name in sorted(programs, key=lambda program: (program != first, list(TARGETS).index(program))):
        yield name, []


def apply(mutant):
    path = TREE / mutant["file"]
    source = path.read_text()
    if "line" in mutant:
        lines = source.split("\n")
        lines[mutant["line"]] = mutant["new"]
        path.write_text("\n".join(lines))
    else:
        path.write_text(source.replace(mutant["old"], mutant["new"]))
    return path, source


def verdict(mutant, programs):
    path, source = apply(mutant)
    try:
        for name, filters in looks(mutant, programs):
            compiled, output = build(name)
            if not compiled and "line" in mutant:
                return "does not compile", True
            if not compiled:
                return f"DOES NOT COMPILE: write it anew\n{output}", False
            failed = failing_test(programs[name], filters)
            if failed:
                return f"noticed by \"{failed}\"", True
    finally:
        path.write_text(source)
    return "SURVIVES", False


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--only", default="", help="seeded defects whose text or file has this word")
    arguments.add_argument("--random", type=int, default=0, help="mechanical defects")
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    asked = arguments.parse_args()
    findings = list_findings()
    if asked.list or findings.count:
        findings.exit()

    mutants = [item for item in seeded() if asked.only in item["what"] + item["file"]]
    if asked.random:
        print(f"seed {asked.seed}")
        mutants += mechanical(asked.random, asked.seed)
    copy_tree()
    known_targets()
    compiled, output = build(*TARGETS)
    if not compiled:
        sys.exit(f"cannot look for survivors: the tree does not build\n{output}")
    programs = test_programs()
    harmless, survivors = judged(), 0
    for number, mutant in enumerate(mutants, 1):
        text, fine = verdict(mutant, programs)
        if not fine and (mutant["file"], mutant["old"].strip(), mutant["new"].strip()) in harmless:
            text, fine = "survives, judged harmless", True
        survivors += not fine
        print(f"{number}/{len(mutants)} {mutant['file']}: {mutant['what']}: {text}", flush=True)
    print(f"{len(mutants)} defects, {survivors} survivors")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
