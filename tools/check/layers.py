#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A file includes only what docs/layers.txt allows its module."""
import re

import common

FAMILIES = ("drivers", "dialects")
# A header under its old name stands in no layer: it leads to the new one.
MOVED = "/// Moved: forwards"


def read_rules(top):
    rules = {}
    for line in (top / "docs/layers.txt").read_text().splitlines():
        line = line.split("#")[0].strip()
        if line:
            module, allowed = line.split(":")
            rules[module.strip()] = set(allowed.split())
    return rules


def module_of(parts, rules):
    """The module of a path below src/ or include/azoth/: `tree`, `drivers/sqlite3`, `orm/state`, or None (umbrella)."""
    if len(parts) < 2:
        return None
    if len(parts) > 2 and (parts[0] in FAMILIES or f"{parts[0]}/{parts[1]}" in rules):
        return f"{parts[0]}/{parts[1]}"
    return parts[0]


def allowed(module, target, rules):
    if module == target:
        return True
    family, _, part = target.partition("/")
    own, _, own_part = module.partition("/")
    if own in FAMILIES and own_part:
        return target in rules[f"{own}/*"]
    if f"{own}/*" not in rules and own == family and own_part and part:
        return target in rules.get(module, set())
    if own == family and own not in FAMILIES:
        return True
    return family in rules.get(own, set()) and (not part or family not in FAMILIES)


def included(path, name, angled, top):
    """The path of an include below src/ or include/azoth/, as parts; None for what is not ours."""
    if angled:
        return tuple(name.split("/")[1:]) if name.startswith("azoth/") else None
    beside = path.parent / name
    if beside.exists():
        for base in (top / "src", top / "include/azoth"):
            if beside.resolve().is_relative_to(base):
                return beside.resolve().relative_to(base).parts
    return tuple(name.split("/"))


def check(path, base, top, rules, findings):
    own_parts = path.relative_to(base).parts
    module = module_of(own_parts, rules)
    if module is None or module == "bundle":
        return
    text = path.read_text()
    if MOVED in text:
        return
    source = common.blank(text, keep_texts=True)
    if module.split("/")[0] not in rules:
        findings.add(path, 1, f"module `{module}` is not in docs/layers.txt; add it there")
        return
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', source, flags=re.M):
        angled, name = match.group(1) == "<", match.group(2)
        line = common.line_of(source, match.start())
        if not angled and base.name == "azoth":
            findings.add(path, line, f'a public header includes the private "{name}"; make it public or move the code')
            continue
        parts = included(path, name, angled, top)
        if parts is None:
            continue
        target = module_of(parts, rules)
        if target is None:
            findings.add(path, line, f"an umbrella header ({name}) in the library; include the headers that are used")
        elif not allowed(module, target, rules):
            findings.add(path, line, f"`{module}` may not include `{target}` ({name}); see docs/layers.txt")


def main():
    top = common.root()
    rules = read_rules(top)
    findings = common.Findings(top)
    for folder in ("include/azoth", "src"):
        for path in common.files(top, folder):
            check(path, top / folder, top, rules, findings)
    findings.exit()


if __name__ == "__main__":
    main()
