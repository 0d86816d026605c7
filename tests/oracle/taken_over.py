#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A database that Debian's alembic has migrated is taken over by `azoth revision --adopt`: nothing runs on it, both tools
say the same head, azoth finds no difference to its models and alembic none to its own, and an empty database gets the
same tables. AZOTH_COMMAND names the azoth that is tried.
"""
import contextlib
import io
import os
import pathlib
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import warnings

import sqlalchemy as sa
from alembic import command, config as alembic_config
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

warnings.simplefilter("ignore")

HEAD = "1f0a5b2c9d3e"

ENV = """
from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

MODELS = """#pragma once
#include <azoth/orm.hpp>

inline azoth::DeclarativeBase Base{{.naming = azoth::NamingConvention{}}};

struct Writer {
    std::int32_t id = 0;
    std::string name{};
    std::optional<std::string> email{};
};

struct Book {
    std::int32_t id = 0;
    std::string title{};
    std::int32_t writer_id = 0;
};

inline const auto writers = Base.map<Writer>("writer", azoth::column(&Writer::name, azoth::String(40)),
    azoth::column(&Writer::email, azoth::String(80), azoth::unique));

inline const auto books = Base.map<Book>("book", azoth::column(&Book::title, azoth::String(80), azoth::indexed),
    azoth::column(&Book::writer_id, azoth::foreign_key(&Writer::id)));
"""


def metadata():
    data = sa.MetaData()
    sa.Table("writer", data, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40), nullable=False),
             sa.Column("email", sa.String(80), unique=True))
    sa.Table("book", data, sa.Column("id", sa.Integer, primary_key=True),
             sa.Column("title", sa.String(80), nullable=False, index=True),
             sa.Column("writer_id", sa.Integer, sa.ForeignKey("writer.id"), nullable=False))
    return data


def migrate_by_alembic(folder, url):
    versions = folder / "alembic" / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic" / "env.py").write_text(ENV)
    (versions / f"{HEAD}.py").write_text(
        f"revision = {HEAD!r}\ndown_revision = None\ndef upgrade(): pass\ndef downgrade(): pass\n")
    settings = alembic_config.Config(stdout=io.StringIO())
    settings.set_main_option("script_location", str(folder / "alembic"))
    settings.set_main_option("sqlalchemy.url", url)
    metadata().create_all(sa.create_engine(url))
    command.upgrade(settings, "head")
    return settings


def azoth(folder, line):
    done = subprocess.run([os.environ["AZOTH_COMMAND"], *shlex.split(line)], cwd=folder, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout + done.stderr


def differences_to_alembic(url):
    with sa.create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "include_name": lambda name, type_, parents: not (type_ == "table" and name.startswith("azoth_"))})
        return compare_metadata(context, metadata())


def definitions(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by 1")
                 if row[0] not in ("alembic_version", "azoth_history", "azoth_lock")]
        return {name: (database.execute(f"select name, type, \"notnull\", pk from pragma_table_info('{name}')").fetchall(),
                       database.execute(f"select \"table\", \"from\", \"to\" from pragma_foreign_key_list('{name}')").fetchall(),
                       database.execute(f"select \"unique\", origin from pragma_index_list('{name}') order by 1, 2").fetchall())
                for name in names}


def expect(what, found, wanted):
    if found != wanted:
        print(f"{what}: {found!r}, not {wanted!r}")
        return 1
    return 0


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        url = f"sqlite:///{folder}/app.db"
        settings = migrate_by_alembic(folder, url)
        azoth(folder, "init migrations")
        configuration = folder / "azoth.toml"
        configuration.write_text(configuration.read_text().replace(
            next(line for line in configuration.read_text().splitlines() if line.startswith("url")),
            'url = "sqlite:///app.db"'))
        (folder / "models.hpp").write_text(MODELS)
        wrong = expect("revision --adopt", azoth(folder, "revision --adopt -m 'as alembic left it'")[0], 0)
        wrong += expect("current", azoth(folder, "current"), (0, f"{HEAD} (head)\n"))
        wrong += expect("check", azoth(folder, "check"), (0, "No changes: the database is what the models say\n"))
        wrong += expect("upgrade", azoth(folder, "upgrade head")[0], 0)
        command.current(settings)
        wrong += expect("alembic's current", settings.stdout.getvalue().split(), [HEAD, "(head)"])
        wrong += expect("alembic's differences", differences_to_alembic(url), [])
        made = definitions(folder / "app.db")
        (folder / "app.db").rename(folder / "old.db")
        wrong += expect("upgrade of an empty database", azoth(folder, "upgrade head")[0], 0)
        wrong += expect("its tables", definitions(folder / "app.db"), made)
        print("taken over" if wrong == 0 else f"{wrong} findings")
        return 1 if wrong else 0


sys.exit(main())
