#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No file over 700 lines, no function over 60. Labels of a switch are not counted: one over an enumeration has no
`default` and names every enumerator."""
import re

import common

FILE_LIMIT = 700
FUNCTION_LIMIT = 60
# What may stand between a function's parameters and its body, read backwards from the brace.
NOT_A_FUNCTION = re.compile(r"(^|[\s;{}])(namespace|class|struct|union|enum|extern)\b[^;{}()]*$")
LABEL = re.compile(r"^[ \t]*case [\w:]+:[ \t]*$", re.M)
LEADING = re.compile(r"\s*((public|private|protected)\s*:\s*)*")
CONTROL = re.compile(r"(^|[\s;{}])(if|else|for|while|switch|do|try|catch)\b[^;{}]*$")
FUNCTION = re.compile(
    r"\)\s*((const|noexcept(\([^{}]*\))?|override|final|mutable|&&?|->[^{}]*|requires[^{}]*|:[^;]*)\s*)*$")


def functions(source):
    """(first line, lines) of each outermost function body; source has no comments or texts."""
    depth_of_function = None
    depth = first = 0
    last = 0  # where the text before the next brace begins
    for match in re.finditer(r"[{};]", source):
        at = match.start()
        if match.group() == "{":
            head = source[last:at]
            if depth_of_function is None and is_function(head):
                depth_of_function = depth
                first = last + LEADING.match(head).end()
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == depth_of_function:
                body = source[first:at]
                yield common.line_of(source, first), body.count("\n") + 1 - len(LABEL.findall(body))
                depth_of_function = None
        if depth_of_function is None:
            last = at + 1


def is_function(head):
    if NOT_A_FUNCTION.search(head) or CONTROL.search(head):
        return False
    return bool(FUNCTION.search(head))


def without_directives(source):
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: re.sub(r"[^\n]", " ", m.group(0)), source, flags=re.M)


def main():
    top = common.root()
    findings = common.Findings(top)
    for path in common.files(top):
        text = path.read_text()
        lines = text.count("\n")
        if lines > FILE_LIMIT:
            findings.add(path, FILE_LIMIT, f"{lines} lines, over {FILE_LIMIT}; split it by concept")
        for line, count in functions(without_directives(common.blank(text))):
            if count > FUNCTION_LIMIT:
                findings.add(path, line, f"a function of {count} lines, over {FUNCTION_LIMIT}; give its steps names")
    findings.exit()


if __name__ == "__main__":
    main()
