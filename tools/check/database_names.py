#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Core code names no database: it asks the dialect. Comments may; the folders of a database, of course, do."""
import re

import common

NAMES = re.compile(r"sqlite|postgres|mysql|mariadb|mssql|sqlserver|oracle|libpq|odbc", re.I)
OWN_FOLDERS = re.compile(r"(src|include/azoth)/((drivers|dialects)/[^/]+/|bundle/)")


def permitted(top):
    """{path: words} of tools/check/database_names.allow: `path word…  # why`."""
    return {words[0]: set(words[1:]) for words in common.listed(top, "database_names.allow")}


def main():
    top = common.root()
    findings = common.Findings(top)
    allow = permitted(top)
    for path in common.files(top, "src", "include"):
        name = str(path.relative_to(top))
        if OWN_FOLDERS.match(name):
            continue
        text = path.read_text()
        source = common.blank(text, keep_texts=True)
        for match in NAMES.finditer(source):
            word = match.group(0).lower()
            if word not in allow.get(name, set()):
                way_out = "ask a capability or add a step to the dialect"
                findings.add(path, common.line_of(source, match.start()), f"`{match.group(0)}` in core code; {way_out}")
    findings.exit()


if __name__ == "__main__":
    main()
