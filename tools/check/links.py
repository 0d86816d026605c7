#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every relative link in a Markdown page leads to a file, and to a heading where it names one."""
import re

import common


def anchors(page):
    """The names GitHub gives to a page's headings."""
    for heading in re.findall(r"^#+ +(.+?)\s*$", page.read_text(), flags=re.M):
        text = re.sub(r"[^\w\- ]", "", heading.lower())
        yield text.replace(" ", "-")


def main():
    top = common.root()
    findings = common.Findings(top)
    for page in common.files(top, suffixes=(".md",)):
        text = re.sub(r"^```.*?^```", lambda m: "\n" * m.group(0).count("\n"), page.read_text(), flags=re.S | re.M)
        for match in re.finditer(r"\]\(([^)\s]+)\)", text):
            link = match.group(1)
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (page.parent / name) if name else page
            line = common.line_of(text, match.start())
            if not target.exists():
                findings.add(page, line, f"there is no {name}; mend the link")
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                findings.add(page, line, f"{target.name} has no heading #{anchor}; mend the link")
    findings.exit()


if __name__ == "__main__":
    main()
