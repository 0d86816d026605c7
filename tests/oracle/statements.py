#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same statements through azoth and through SQLAlchemy: the SQL has to be equal after normalisation.

Normalised away: line breaks, the case of function names, the style of parameters (`%(x)s`, `?`, `$1`), and the casts that
azoth writes behind parameters on PostgreSQL, where SQLAlchemy's driver sends literals. Everything else that differs is in
DIFFERENCES, with the reason; a difference that disappears has to leave the list.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

DIALECTS = {"sqlite": sqlite.dialect(paramstyle="qmark"), "postgresql": postgresql.dialect()}

metadata = sa.MetaData()
users = sa.Table(
    "user_account",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("fullname", sa.String),
    sa.Column("age", sa.Integer, nullable=False),
)
addresses = sa.Table(
    "address",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True),
    sa.Column("email", sa.String, nullable=False),
    sa.Column("user_id", sa.ForeignKey("user_account.id"), nullable=False),
)
id, name, fullname, age = users.c.id, users.c.name, users.c.fullname, users.c.age
email, user_id = addresses.c.email, addresses.c.user_id
select, func = sa.select, sa.func

# What differs on purpose: azoth's text, by dialect, and why.
DIFFERENCES = {
    ("limit", "sqlite"): "SQLAlchemy adds OFFSET 0; azoth leaves out what nobody asked for",
    ("case", "*"): "azoth puts no parentheses around a comparison behind WHEN",
    ("case_where", "*"): "azoth puts no parentheses around a comparison behind WHEN",
    ("not_exists", "*"): "azoth puts no parentheses around EXISTS behind NOT",
    ("subquery", "*"): "azoth renames a column in a subquery only where two have one name",
    ("cte", "*"): "azoth lists the columns behind the name of every CTE, recursive or not",
    ("insert_null", "*"): "azoth writes NULL out: its type is nobody's guess then",
    ("not_in", "*"): "azoth puts no parentheses around NOT IN",
    ("update_expression", "*"): "azoth puts no parentheses around what is assigned",
}


def statements():
    old = select(id, name).where(age > 60)
    boss = users.alias("boss")
    subquery, cte = old.subquery("senior"), old.cte("senior")
    next_age = (age + 1).label("next")
    return {
        "entity": select(users),
        "columns": select(id, name),
        "where": select(id).where(name == "ed"),
        "where_twice": select(id).where(name == "ed").where(id > 5),
        "or": select(id).where((name == "ed") | (id < 3)),
        "or_and": select(id).where(((name == "ed") | (id < 3)) & (age >= 7)),
        "and_or": select(id).where(((name == "ed") & (id < 3)) | (age <= 7)),
        "not_equal": select(id).where(name != "ed"),
        "null": select(id).where(fullname == None),  # noqa: E711
        "not_null": select(id).where(fullname.is_not(None)),
        "columns_compared": select(id).where(name == fullname),
        "between": select(id).where(age.between(1, 9)),
        "in": select(id).where(id.in_([1, 2, 3])),
        "not_in": select(id).where(id.not_in([1, 2])),
        "in_query": select(id).where(id.in_(select(user_id).where(email == "x"))),
        "like": select(id).where(name.like("e%")),
        "not_like": select(id).where(name.not_like("e%")),
        "order": select(id).order_by(name, id.desc()),
        "order_nulls": select(id).order_by(fullname.nulls_first(), name.desc().nulls_last()),
        "limit": select(id).limit(3),
        "limit_offset": select(id).limit(3).offset(4),
        "distinct": select(name).distinct(),
        "label": select(next_age),
        "order_label": select(next_age).order_by(next_age.desc()),
        "add": select(id).where(age + 1 > 5),
        "multiply": select(id).where((age + 1) * 2 > 5),
        "subtract_right": select(id).where(age - (id - 1) == 0),
        "concatenate": select(id).where(name + "x" == "edx"),
        "negate": select(id).where(-age < 3),
        "distinct_from": select(id).where(fullname.is_distinct_from("x")),
        "case": select(sa.case((age < 5, "a"), (age < 9, "b"), else_="c").label("kind")),
        "case_where": select(id).where(sa.case((age < 5, name)) == "x"),
        "cast": select(sa.cast(id, sa.String).label("text")),
        "coalesce": select(func.coalesce(fullname, name).label("shown")),
        "function": select(func.lower(name)),
        "two_functions": select(func.count(id), func.max(age), func.count(name)),
        "count_star": select(func.count()).select_from(users),
        "count_distinct": select(func.count(name.distinct()).label("names")),
        "group": select(age, func.count(id)).group_by(age),
        "having": select(age, func.count(id)).group_by(age).having(func.count(id) > 1),
        "filter": select(func.count(id).filter(age > 3).label("n")),
        "over": select(func.row_number().over(partition_by=age, order_by=id.desc()).label("n")),
        "join": select(name, email).join_from(users, addresses),
        "join_on": select(name, email).join_from(users, addresses, (user_id == id) & (email != "x")),
        "outer_join": select(name, email).join_from(users, addresses, isouter=True),
        "alias": select(name).join_from(users, boss, boss.c.id == age).where(boss.c.name == "x"),
        "exists": select(id).where(select(addresses.c.id).where(user_id == id).exists()),
        "not_exists": select(id).where(~select(addresses.c.id).where(user_id == id).exists()),
        "scalar": select(id).where(age > select(func.avg(age)).correlate(None).scalar_subquery()),
        "subquery": select(subquery.c.name).where(subquery.c.id < 9),
        "cte": select(cte.c.name).where(cte.c.id < 9),
        "union": sa.union(select(id).where(id == 1), select(id).where(id == 2)),
        "union_all": sa.union_all(select(id), select(user_id)),
        "intersect": sa.intersect(select(id), select(user_id)),
        "except": sa.except_(select(id), select(user_id)),
        "insert": sa.insert(users).values(name="x", age=5),
        "insert_null": sa.insert(users).values(name="x", fullname=None, age=5),
        "insert_rows": sa.insert(addresses).values([{"email": "a", "user_id": 1}, {"email": "b", "user_id": 2}]),
        "update": sa.update(users).values(name="x").where(id == 5),
        "update_expression": sa.update(users).values(age=age + 1).where(id == 5),
        "delete": sa.delete(users).where(id == 5),
        "delete_all": sa.delete(users),
    }


def upserts(dialect):
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    first = insert(users).values(id=1, name="x", age=5)
    return {
        "upsert": first.on_conflict_do_update(index_elements=["id"], set_={"name": first.excluded.name}),
        "upsert_nothing": first.on_conflict_do_nothing(),
    }


def normalised(sql):
    sql = re.sub(r"%\([a-z0-9_]+\)s|\$\d+", "?", sql)
    sql = re.sub(r"\?::(BIGINT|VARCHAR|DOUBLE PRECISION)", "?", sql)
    sql = re.sub(r"\s+", " ", sql).strip()
    return sql.replace("( ", "(").replace(" )", ")")


def expected(statement, dialect):
    compiled = statement.compile(dialect=DIALECTS[dialect], compile_kwargs={"render_postcompile": True})
    sql = normalised(str(compiled))
    if statement.is_insert:
        sql = re.sub(r" RETURNING user_account\.id$| RETURNING address\.id$", "", sql)
    return sql


def main():
    helper = pathlib.Path(os.environ["AZOTH_BUILD_DIR"]) / "oracle" / "statements"
    lines = subprocess.run([helper], check=True, capture_output=True, text=True).stdout.splitlines()
    ours = {record["key"]: record for record in map(json.loads, lines)}
    failures, compared = [], 0
    for dialect in DIALECTS:
        for key, statement in {**statements(), **upserts(dialect)}.items():
            compared += 1
            theirs = expected(statement, dialect)
            mine = normalised(ours[key]["sql"][dialect])
            reason = DIFFERENCES.get((key, dialect)) or DIFFERENCES.get((key, "*"))
            if (mine == theirs) == bool(reason):
                state = "no longer differs" if reason else "differs"
                failures.append(f"{key} ({dialect}) {state}\n  azoth:      {mine}\n  SQLAlchemy: {theirs}")
    missing = ours.keys() ^ (statements().keys() | upserts("sqlite").keys())
    if missing:
        failures.append(f"only on one side: {sorted(missing)}")
    print("\n".join(failures) or f"{compared} statements, {len(DIFFERENCES)} differences on purpose")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
