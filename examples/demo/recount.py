#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""recount STATUS_FILE: counts what the database has to hold, from the input alone.

Prints one `name value` a line. Shares nothing with the C++ programs but the input.
"""
import re
import sys


def paragraphs(path):
    fields = {}
    for line in open(path, encoding="utf-8", errors="surrogateescape"):
        line = line.rstrip("\n")
        if not line:
            if fields:
                yield fields
            fields = {}
        elif line[0] not in " \t" and ":" in line:
            key, value = line.split(":", 1)
            fields[key] = value.strip()
    if fields:
        yield fields


def names(text, separator):
    found = []
    for part in text.split(separator):
        part = part.strip()
        if part:
            name = re.split(r"[ (:\[]", part, maxsplit=1)[0]
            if name not in found:
                found.append(name)
    return found


def reach(start, dependents):
    seen, waiting = {start}, [start]
    while waiting:
        for dependent in dependents.get(waiting.pop(), ()):
            if dependent not in seen:
                seen.add(dependent)
                waiting.append(dependent)
    return len(seen) - 1


def main():
    installed = [p for p in paragraphs(sys.argv[1]) if p.get("Status") == "install ok installed"]
    # A name that several architectures have stands for the first of them.
    first_with = {}
    for number, package in enumerate(installed):
        first_with.setdefault(package["Package"], number)
    others, dependents = set(), {}
    clauses = alternatives = provides = 0

    def number_of(name):
        if name not in first_with:
            others.add(name)
        return first_with.get(name, name)

    for number, package in enumerate(installed):
        for kind in ("Pre-Depends", "Depends"):
            for clause in package.get(kind, "").split(","):
                if clause.strip():
                    clauses += 1
                    for name in names(clause, "|"):
                        alternatives += 1
                        dependents.setdefault(number_of(name), set()).add(number)
        for name in names(package.get("Provides", ""), ","):
            provides += 1
            number_of(name)

    maintainers = {}
    for package in installed:
        # `Name <address>`; some packages have a comma behind it.
        match = re.fullmatch(r"([^<]*?)\s*<([^>]*)>.*", package.get("Maintainer", ""))
        who = match.groups() if match else (package.get("Maintainer", ""), "")
        maintainers[who] = maintainers.get(who, 0) + 1
    libc = first_with.get("libc6", "libc6")
    counts = {
        "installed": len(installed),
        "names": len(installed) + len(others),
        "sections": len({p.get("Section", "") for p in installed}),
        "maintainers": len(maintainers),
        "clauses": clauses,
        "alternatives": alternatives,
        "provides": provides,
        "size": sum(int(p.get("Installed-Size") or 0) for p in installed),
        "libc6_direct": len(dependents.get(libc, ())),
        "libc6_all": reach(libc, dependents),
        "lonely": sum(1 for number in maintainers.values() if number == 1),
    }
    for name, value in counts.items():
        print(name, value)


main()
