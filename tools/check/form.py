#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SPDX line first, `#pragma once` in headers, no macro in public headers, no marks of unfinished work."""
import re

import common

SPDX = "SPDX-License-Identifier: MIT"
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def main():
    top = common.root()
    findings = common.Findings(top)
    for path in common.files(top, "src", "include", "apps", "tests", "examples", "bench", "tools", "cmake",
                             suffixes=common.CPP + (".py", ".cmake")):
        text = path.read_text()
        lines = text.splitlines()
        if path.name != "form.py" and not any(SPDX in line for line in lines[:2]):
            findings.add(path, 1, f"no licence line; begin with `// {SPDX}`")
        if path.suffix == ".hpp" and "#pragma once" not in lines[:6]:
            findings.add(path, 1, "no include guard; add `#pragma once` below the licence line")
        public = str(path.relative_to(top)).startswith("include/")
        for number, line in enumerate(lines, 1):
            if public and re.match(r"\s*#\s*define\b", line):
                findings.add(path, number, "a macro in a public header; use a constant, a template or a function")
            if path.suffix in common.CPP and UNFINISHED.search(line):
                findings.add(path, number, "a mark of unfinished work; finish it, or say what is not supported")
    findings.exit()


if __name__ == "__main__":
    main()
