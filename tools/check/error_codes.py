#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every error code has a paragraph in docs/errors.md and a test; every paragraph has a code."""
import re

import common

ERRORS = r"\w*Error|ConnectionLost|QueryTimeout|NoResultFound|MultipleResultsFound"
CODE = r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"'
THROWN = re.compile(rf"\b(?:{ERRORS})(?:\s+\w+)?\s*[{{(]\s*{CODE}\s*,")
HEADING = re.compile(r"^### `?([a-z][a-z0-9-]*)`?\s*$", re.M)


def main():
    top = common.root()
    findings = common.Findings(top)
    page = top / "docs/errors.md"
    text = page.read_text()
    documented = {}
    for match in HEADING.finditer(text):
        code, line = match.group(1), common.line_of(text, match.start())
        if documented.setdefault(code, line) != line:
            findings.add(page, line, f"`{code}` is explained in line {documented[code]} already; join the two")
    tests = "\n".join(path.read_text() for path in common.files(top, "tests", suffixes=common.CPP + (".py", ".txt")))

    literals, thrown = set(), {}
    for path in common.files(top, "src", "include", "apps"):
        source = common.blank(path.read_text(), keep_texts=True)
        literals.update(re.findall(CODE, source))
        for match in THROWN.finditer(source):
            thrown.setdefault(match.group(1), (path, common.line_of(source, match.start())))

    for code, (path, line) in sorted(thrown.items()):
        if code not in documented:
            findings.add(path, line, f"error code `{code}` is not explained; add `### {code}` to docs/errors.md")
    for code, line in documented.items():
        if code not in literals:
            findings.add(page, line, f"no code throws `{code}`; take the paragraph out or mend its name")
        elif code not in tests:
            findings.add(page, line, f"no test mentions `{code}`; write one in which it happens")
    findings.exit()


if __name__ == "__main__":
    main()
