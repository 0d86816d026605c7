#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Code blocks marked `<!-- snippet: file#name -->` equal the region `// [name]` … `// [/name]` of that compiled file.

`tools/check/snippets.py --write` copies the regions into the pages.
"""
import re
import sys
import textwrap

import common

MARK = re.compile(r"^<!-- snippet: (\S+?)#(\S+) -->\n(?:\n*```\w*\n(.*?)^```$)?", re.S | re.M)


def region(source, name):
    """The lines between the marks, without their common indentation; None where there are no such marks."""
    quoted = re.escape(name)
    match = re.search(rf"^[ \t]*// \[{quoted}\]\n(.*?)^[ \t]*// \[/{quoted}\]", source, flags=re.S | re.M)
    return textwrap.dedent(match.group(1)).strip("\n") if match else None


def wanted(top, match):
    """(code, complaint): what belongs into a block, or why that cannot be said."""
    source = top / match.group(1)
    if not source.exists():
        return None, f"there is no {match.group(1)}; mend the mark"
    code = region(source.read_text(), match.group(2))
    if code is None:
        return None, f"{match.group(1)} has no region `// [{match.group(2)}]`; add it there"
    return code, None


def write(top, page, text):
    def block(match):
        code, _ = wanted(top, match)
        if code is None:
            return match.group(0)
        end = "" if match.group(3) is not None else "\n"
        return f"<!-- snippet: {match.group(1)}#{match.group(2)} -->\n```cpp\n{code}\n```{end}"

    changed = MARK.sub(block, text)
    if changed != text:
        page.write_text(changed)
    return changed


def main():
    writing = "--write" in sys.argv
    if writing:
        sys.argv.remove("--write")
    top = common.root()
    findings = common.Findings(top)
    for page in common.files(top, suffixes=(".md",)):
        text = write(top, page, page.read_text()) if writing else page.read_text()
        for match in MARK.finditer(text):
            line = common.line_of(text, match.start())
            code, complaint = wanted(top, match)
            if complaint:
                findings.add(page, line, complaint)
            elif code != (match.group(3) or "").strip("\n"):
                name = f"{match.group(1)}#{match.group(2)}"
                findings.add(page, line, f"the code below is not {name}; run tools/check/snippets.py --write")
    findings.exit()


if __name__ == "__main__":
    main()
