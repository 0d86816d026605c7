#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every C++ file is as clang-format writes it."""
import concurrent.futures
import os
import re
import subprocess

import common


def unformatted(paths):
    """(path, line) of the first place in each file that clang-format would change."""
    command = ["clang-format-19", "--dry-run", *map(str, paths)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    first = {}
    for path, line in re.findall(r"^(.+?):(\d+):\d+: warning: code should be clang-formatted", output, flags=re.M):
        first.setdefault(path, int(line))
    return first.items()


def main():
    top = common.root()
    findings = common.Findings(top)
    paths = common.files(top)
    batches = [paths[i:i + 8] for i in range(0, len(paths), 8)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for batch in pool.map(unformatted, batches):
            for path, line in batch:
                findings.add(common.pathlib.Path(path), line, "not in the house format; run ./dev format")
    findings.exit()


if __name__ == "__main__":
    main()
