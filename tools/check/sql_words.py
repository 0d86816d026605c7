#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Core code writes no SQL: the dialect and the compiler do. A text that begins as a statement does stands in their folders."""
import re

import common

WORDS = re.compile(r'"(?:SELECT |INSERT INTO |UPDATE |DELETE FROM |CREATE [A-Z]|DROP [A-Z]|ALTER [A-Z]|PRAGMA |SET [A-Z]'
                   r'|BEGIN\b|COMMIT\b|ROLLBACK\b|SAVEPOINT\b|RELEASE\b)')
OWN_FOLDERS = ("src/dialects/", "src/drivers/", "src/compiler/", "src/ddl/", "src/testing/")


def permitted(top):
    """{path: number of such texts} of tools/check/sql_words.allow: `path number  # why`. It may only become shorter."""
    return {words[0]: int(words[1]) for words in common.listed(top, "sql_words.allow")}


def main():
    top = common.root()
    findings = common.Findings(top)
    allow = permitted(top)
    for path in common.files(top, "src", "include"):
        name = str(path.relative_to(top))
        if name.startswith(OWN_FOLDERS):
            continue
        source = common.blank(path.read_text(), keep_texts=True)
        found = list(WORDS.finditer(source))
        most = allow.pop(name, 0)
        if len(found) < most:
            findings.add(path, 1, f"{len(found)} texts of SQL, and tools/check/sql_words.allow says {most}; lower it there")
        for match in found[most:]:
            findings.add(path, common.line_of(source, match.start()),
                         f"`{match.group(0)[1:].strip()}` in core code; build a statement, or add a step to the dialect")
    for name in allow:
        findings.add(top / name, 1, "stands in tools/check/sql_words.allow and is gone; take it out there")
    findings.exit()


if __name__ == "__main__":
    main()
