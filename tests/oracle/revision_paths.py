#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Random histories through azoth and through Debian's alembic: the same paths, the same version rows.

usage: revision_paths.py [SEED [HISTORIES]]      AZOTH_BUILD_DIR names the build folder
"""
import json
import os
import random
import subprocess
import sys
import types
import warnings

from alembic.runtime import migration
from alembic.script import ScriptDirectory
from alembic.script import revision as alembic_revision
from alembic.util import CommandError

warnings.simplefilter("ignore")


class Script(alembic_revision.Revision):
    module = types.SimpleNamespace(upgrade=None, downgrade=None)


class Rows(migration.HeadMaintainer):
    """Alembic's bookkeeping without a database."""

    def __init__(self, heads):
        self.heads = set(heads)

    def _insert_version(self, version):
        assert version not in self.heads
        self.heads.add(version)

    def _delete_version(self, version):
        self.heads.remove(version)

    def _update_version(self, from_, to_):
        assert to_ not in self.heads
        self.heads.remove(from_)
        self.heads.add(to_)


class Directory(ScriptDirectory):
    """Only what stamping needs."""

    def __init__(self, map_):
        self.revision_map = map_


def alembic_map(revisions):
    return alembic_revision.RevisionMap(
        lambda: [
            Script(r["id"], tuple(r["down"]) or None, tuple(r["depends_on"]) or None, tuple(r["labels"]) or None)
            for r in revisions
        ]
    )


def alembic_steps(revisions, run):
    map_ = alembic_map(revisions)
    current = tuple(run["current"])
    up = run["command"] == "upgrade"
    if up:
        path = list(map_.iterate_revisions(run["target"], current, implicit_base=True))[::-1]
    else:
        path = list(map_.iterate_revisions(current, run["target"], select_for_downgrade=True))
    rows = Rows(current)
    steps = []
    for script in path:
        rows.update_to_step(migration.RevisionStep(map_, script, up))
        steps.append([script.revision, tips(map_, rows.heads)])
    return steps


def alembic_stamp(revisions, run):
    map_ = alembic_map(revisions)
    rows = Rows(run["current"])
    for step in Directory(map_)._stamp_revs((run["target"],), tuple(run["current"])):
        rows.update_to_step(step)
    return tips(map_, rows.heads)


def tips(map_, heads):
    """Rows that another row stands above are noise that alembic can leave behind; the next step takes them away."""
    result = set(heads)
    for head in heads:
        below = {r.revision for r in map_._get_ancestor_nodes([map_._revision_map[head]])}
        result -= below - {head}
    return sorted(result)


def random_history(dice):
    revisions = []
    for number in range(dice.randint(1, 16)):
        ids = [r["id"] for r in revisions]
        parents = dice.choice([0, 1, 1, 1, 1, 1, 2, 2]) if ids else 0
        down = dice.sample(ids, min(parents, len(ids)))
        others = [i for i in ids if i not in down]
        depends_on = [dice.choice(others)] if others and dice.random() < 0.2 else []
        labels = ["label%02d" % number] if dice.random() < 0.15 else []
        revisions.append({"id": "rev%04d" % (1000 + number), "down": down, "depends_on": depends_on, "labels": labels})
    dice.shuffle(revisions)
    return revisions


def random_runs(dice, revisions):
    ids = [r["id"] for r in revisions]
    labels = [label for r in revisions for label in r["labels"]]
    upward = ["head", "heads", "+1", "+2"] + ids + ["%s@head" % label for label in labels]
    upward += ["%s@+1" % label for label in labels] + ["%s+1" % i for i in ids] + ["%s-1" % i for i in ids]
    downward = ["base", "-1", "-2"] + ids + ["%s@base" % label for label in labels]
    downward += ["%s@-1" % label for label in labels] + ["%s+1" % i for i in ids]
    runs = []
    for _ in range(30):
        try:
            steps = alembic_steps(revisions, {"command": "upgrade", "current": [], "target": dice.choice(ids)})
        except Exception:
            continue
        current = steps[-1][1] if steps else []
        command = dice.choice(["upgrade", "upgrade", "downgrade", "downgrade", "stamp"])
        targets = {"upgrade": upward, "downgrade": downward, "stamp": ids + ["base", "head"]}
        target = dice.choice(targets[command])
        runs.append({"command": command, "current": current, "target": target})
    runs.append({"command": "upgrade", "current": [], "target": "heads"})
    return runs


def expected(revisions, run):
    try:
        if run["command"] == "stamp":
            return {"rows": alembic_stamp(revisions, run)}
        return {"steps": alembic_steps(revisions, run)}
    except (alembic_revision.RevisionError, CommandError, AssertionError, KeyError, TypeError, AttributeError) as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}


def same(ours, theirs):
    if "error" in theirs:
        # Where alembic stumbles over itself (a failed assertion) any answer of ours is as good.
        stumbled = theirs["error"].split(":")[0] in ("AssertionError", "KeyError", "TypeError", "AttributeError")
        return "error" in ours or stumbled
    return ours == theirs


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10**9)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    print("seed", seed)
    dice = random.Random(seed)
    questions = []
    for _ in range(count):
        revisions = random_history(dice)
        questions.append({"revisions": revisions, "runs": random_runs(dice, revisions)})
    helper = os.path.join(os.environ["AZOTH_BUILD_DIR"], "oracle", "revision_paths")
    text = "".join(json.dumps(question) + "\n" for question in questions)
    answers = subprocess.run([helper], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    compared = failed = errors = 0
    for question, line in zip(questions, answers, strict=True):
        for run, ours in zip(question["runs"], json.loads(line), strict=True):
            theirs = expected(question["revisions"], run)
            compared += 1
            errors += "error" in theirs
            if not same(ours, theirs):
                failed += 1
                if failed <= 5:
                    print(json.dumps(question["revisions"]), run, "azoth", ours, "alembic", theirs, sep="\n  ")
    print(compared, "paths compared,", errors, "of them refused by alembic,", failed, "differ")
    return 1 if failed or compared < count else 0


if __name__ == "__main__":
    sys.exit(main())
