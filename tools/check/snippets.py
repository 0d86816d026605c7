#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Code blocks marked `<!-- snippet: file#name -->` equal the region `// [name]` … `// [/name]` of that compiled file."""
import re
import textwrap

import common

MARK = re.compile(r"<!-- snippet: (\S+?)#(\S+) -->\s*\n+```\w*\n(.*?)^```", re.S | re.M)


def region(source, name):
    """The lines between the marks, without their common indentation; None where there are no such marks."""
    quoted = re.escape(name)
    match = re.search(rf"^[ \t]*// \[{quoted}\]\n(.*?)^[ \t]*// \[/{quoted}\]", source, flags=re.S | re.M)
    return textwrap.dedent(match.group(1)).strip("\n") if match else None


def main():
    top = common.root()
    findings = common.Findings(top)
    for page in common.files(top, suffixes=(".md",)):
        text = page.read_text()
        marks = list(MARK.finditer(text))
        for at in re.finditer(r"<!-- snippet:", text):
            if at.start() not in [match.start() for match in marks]:
                findings.add(page, common.line_of(text, at.start()), "a snippet mark without a code block right below")
        for match in marks:
            line = common.line_of(text, match.start())
            source = top / match.group(1)
            if not source.exists():
                findings.add(page, line, f"there is no {match.group(1)}; mend the mark")
                continue
            wanted = region(source.read_text(), match.group(2))
            if wanted is None:
                findings.add(page, line, f"{match.group(1)} has no region `// [{match.group(2)}]`; add it there")
            elif wanted != match.group(3).strip("\n"):
                findings.add(page, line, f"differs from {match.group(1)}#{match.group(2)}; copy the compiled code here")
    findings.exit()


if __name__ == "__main__":
    main()
