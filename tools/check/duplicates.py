#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No run of 20 lines of code stands in two places."""
import re

import common

WINDOW = 20


def code_lines(path):
    """(line number, text) of each line that holds more than a brace; includes and labels of a switch do not count."""
    source = common.blank(path.read_text(), keep_texts=True)
    for number, line in enumerate(source.splitlines(), 1):
        text = re.sub(r"\s+", " ", line).strip()
        if len(text) > 3 and not text.startswith(("#", "using ", "namespace ", "case ")):
            yield number, text


def main():
    top = common.root()
    findings = common.Findings(top)
    seen, reported = {}, set()
    for path in common.files(top, "src", "include", "apps"):
        lines = [] if common.generator(path) else list(code_lines(path))
        skip_until = 0
        for i in range(len(lines) - WINDOW + 1):
            window = "\n".join(text for _, text in lines[i:i + WINDOW])
            other = seen.setdefault(window, (path, lines[i][0]))
            if other == (path, lines[i][0]) or lines[i][0] < skip_until or (other[0], path) in reported:
                continue
            skip_until = lines[i + WINDOW - 1][0]
            reported.add((other[0], path))
            place = f"{other[0].relative_to(top)}:{other[1]}"
            findings.add(path, lines[i][0], f"{WINDOW} lines or more stand at {place} too; share them")
    findings.exit()


if __name__ == "__main__":
    main()
