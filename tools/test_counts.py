#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sums up a ctest log: the test cases inside each program, then the entries of ctest as a whole."""
import re
import sys

log = open(sys.argv[1], encoding="utf-8", errors="replace").read()
cases_total = assertions_total = 0
print("\n   test cases  assertions  program")
names = dict(re.findall(r"^(\d+)/\d+ Testing: (\S+)", log, flags=re.M))
for number, text in re.findall(r"^(\d+)/\d+ Testing: \S+\n(.*?)(?=^\d+/\d+ Testing: |\Z)", log, flags=re.M | re.S):
    cases = re.search(r"test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped", text)
    assertions = re.search(r"assertions:\s*(\d+)", text)
    if cases:
        count = int(cases.group(2)) + int(cases.group(3))
        failed = f"   {cases.group(3)} FAILED" if cases.group(3) != "0" else ""
        cases_total += count
        assertions_total += int(assertions.group(1))
        print(f"   {count:10}  {assertions.group(1):>10}  {names[number]}{failed}")
print(f"   {cases_total:10}  {assertions_total:10}  all programs")

for line in re.findall(r"^NOT RUN on .*", log, flags=re.M):
    print(f"\n{line}")
passed = len(re.findall(r"^Test Passed\.", log, flags=re.M))
print(f"\n{passed} of {len(names)} ctest entries passed")
sys.exit(0 if passed == len(names) else 1)
