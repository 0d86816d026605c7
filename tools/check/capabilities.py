#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every capability of a dialect is read by something: what nobody asks about is assumed somewhere instead."""
import re

import common

HEADER = "include/azoth/compiler/capabilities.hpp"
FIELD = re.compile(r"^    [\w:]+ (\w+) =[^;]*;", re.M)


def main():
    top = common.root()
    findings = common.Findings(top)
    header = top / HEADER
    source = common.blank(header.read_text()).partition("struct Capabilities {")[2]
    first = common.line_of(header.read_text(), header.read_text().find("struct Capabilities {"))
    readers = "\n".join(common.blank(path.read_text()) for path in common.files(top, "src", "include")
                        if path != header)
    for match in FIELD.finditer(source):
        name = match.group(1)
        # `.name = …,` is a dialect that fills it in.
        if not re.search(rf"(?:\w|\))(?:\.|->){name}\b(?! =[^=])", readers):
            findings.add(header, first + common.line_of(source, match.start()) - 1,
                         f"nobody reads `{name}`; take it out, or ask it where it is assumed")
    findings.exit()


if __name__ == "__main__":
    main()
