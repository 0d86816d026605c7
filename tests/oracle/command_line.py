#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The same commands through azoth and through Debian's alembic, on the same history: the database is at the same revisions
afterwards, and listings name the same revisions in the same order. AZOTH_COMMAND names the azoth that is tried.
"""
import contextlib
import io
import os
import pathlib
import re
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import warnings

from alembic import config as alembic_config

warnings.simplefilter("ignore")

# id, down, labels, depends_on
HISTORY = [
    ("aaaa11111111", [], [], []),
    ("ab0022222222", ["aaaa11111111"], [], []),
    ("cccc33333333", ["ab0022222222"], ["left"], []),
    ("dddd44444444", ["ab0022222222"], ["right"], []),
    ("dd0055555555", ["dddd44444444"], [], []),
    ("eeee66666666", ["cccc33333333", "dd0055555555"], [], []),
    ("ffff77777777", ["eeee66666666"], [], []),
    ("9999aaaaaaaa", [], ["apart"], ["ab0022222222"]),
    ("9998bbbbbbbb", ["9999aaaaaaaa"], [], []),
]

ENV = """
from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

# Commands in the order in which they are run; the database stays as they leave it.
DIALOGUE = """
heads
branches
current
history
history -r aaaa:eeee
history -r :ab00
history -r eeee:
history -r cccc:ffff
history -r left@base:left@head
history -r ffff-2:ffff
show ffff
show aaaa
show left
show zzzz
upgrade +1
current
upgrade +1
upgrade aaaa+1
history -r current:+1
upgrade cccc
current
history -r base:current
upgrade +1
downgrade -1
upgrade right@+1
upgrade right@head
current
downgrade left@ab00
downgrade dddd-1
current
upgrade head
upgrade heads
current
upgrade ffff
downgrade ffff-1
downgrade apart@base
current
downgrade eeee
downgrade -1
current
downgrade base
current
upgrade 9999
current
upgrade apart@head
downgrade apart@-1
stamp base
stamp eeee
current
stamp apart@head
current
stamp base
stamp heads
current
stamp --purge cccc dd00
current
upgrade eeee
downgrade ab00
upgrade +7
downgrade -7
upgrade zzzz
downgrade ffff
stamp zzzz
upgrade a
upgrade aa
upgrade aaaa:cccc
downgrade aaaa+1
stamp --purge ffff
downgrade ab00-1
upgrade ffff-3
upgrade left@head
"""

# Not tried: `stamp heads` above the head of a branch that depends on another. Alembic 1.8 forgets that branch.


def write_alembic(folder):
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    for id_, down, labels, depends in HISTORY:
        lines = [f"{name} = {tuple(value) or None!r}" for name, value in
                 (("down_revision", down), ("branch_labels", labels), ("depends_on", depends))]
        body = "\n".join([f"revision = {id_!r}", *lines, "def upgrade(): pass", "def downgrade(): pass"])
        (versions / f"{id_}.py").write_text(f'"""step {id_}"""\n{body}\n')


def write_azoth(folder):
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    (folder / "azoth.toml").write_text('url = "sqlite:///azoth.db"\nscript_location = "migrations"\nformat = "sql"\n')
    for id_, down, labels, depends in HISTORY:
        lines = [f"-- azoth: revision {id_}", f"-- azoth: message step {id_}"]
        lines += [f"-- azoth: {name} {' '.join(value)}" for name, value in
                  (("down", down), ("labels", labels), ("depends_on", depends)) if value]
        (versions / f"{id_}.sql").write_text("\n".join([*lines, "", "-- azoth: upgrade", "-- azoth: downgrade", ""]))


def run_alembic(folder, line):
    """(worked, text)"""
    (folder / "alembic.ini").write_text(
        f"[alembic]\nscript_location = {folder}/alembic\nsqlalchemy.url = sqlite:///{folder}/alembic.db\n")
    out = io.StringIO()
    command = alembic_config.CommandLine(prog="alembic")
    try:
        words = ["--raiseerr", "-c", str(folder / "alembic.ini"), *shlex.split(line)]
        options = command.parser.parse_args(words)
        settings = alembic_config.Config(options.config, ini_section=options.name, cmd_opts=options, stdout=out)
        with contextlib.redirect_stderr(io.StringIO()):
            command.run_cmd(settings, options)
        return True, out.getvalue()
    except Exception as error:  # pylint: disable=broad-except
        return False, str(error)


def run_azoth(folder, line):
    done = subprocess.run([os.environ["AZOTH_COMMAND"], *shlex.split(line)], cwd=folder, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode == 0, done.stdout if done.returncode == 0 else done.stderr


def rows(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        try:
            return sorted(row[0] for row in database.execute("select version_num from alembic_version"))
        except sqlite3.OperationalError:
            return []


def listed(line, text):
    """The revisions that a listing is about, in its order."""
    if line.split()[0] == "show":
        return re.findall(r"^Rev: (\w+)", text, re.M)
    if line.split()[0] == "history":
        return re.findall(r"-> (\w{12})", text)
    if line.split()[0] in ("heads", "current"):
        return sorted(re.findall(r"^(\w{12})", text, re.M))
    if line.split()[0] == "branches":
        return sorted(re.findall(r"\w{12}", text))
    return []


def compare(folder, line):
    theirs, ours = run_alembic(folder, line), run_azoth(folder, line)
    states = rows(folder / "alembic.db"), rows(folder / "azoth.db")
    findings = []
    if theirs[0] != ours[0]:
        findings.append(f"worked: alembic {theirs}, azoth {ours}")
    if states[0] != states[1]:
        findings.append(f"at: alembic {states[0]}, azoth {states[1]}")
    if theirs[0] and ours[0] and listed(line, theirs[1]) != listed(line, ours[1]):
        findings.append(f"listed: alembic {listed(line, theirs[1])}, azoth {listed(line, ours[1])}")
    return findings


def main():
    lines = DIALOGUE.strip().split("\n")
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_alembic(folder / "alembic")
        write_azoth(folder)
        for line in lines:
            for finding in compare(folder, line):
                failures += 1
                print(f"{line}: {finding}")
    print(f"{len(lines)} commands, {failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
