"""Many rows in one statement: they travel as one JSON parameter, which PostgreSQL turns into rows of the table's own types.

An ORM's statement with a parameter for each value costs ten times as much in Python as the database needs for the work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import connection, models


def rows_insert(instances: Sequence[models.Model]) -> None:
    """Insert unsaved instances of one model; their ids are given by the database and not read back."""
    if not instances:
        return
    model = type(instances[0])
    names = tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(model, names), [_json(instances, names)])


def rows_update(instances: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these columns of saved instances of one model; a row that is gone stays gone."""
    if not instances:
        return
    model = type(instances[0])
    with connection.cursor() as cursor:
        cursor.execute(_update_sql(model, tuple(names)), [_json(instances, (*names, "id"))])


@lru_cache(maxsize=64)
def _insert_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    table, columns = model._meta.db_table, ", ".join(names)
    rows = f"json_populate_recordset(NULL::{table}, %s)"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}"  # noqa: S608 - names of our own models


@lru_cache(maxsize=64)
def _update_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    table = model._meta.db_table
    columns = ", ".join(f"{name} = row.{name}" for name in names)
    rows = f"json_populate_recordset(NULL::{table}, %s) AS row"
    return f"UPDATE {table} AS t SET {columns} FROM {rows} WHERE t.id = row.id"  # noqa: S608 - names of our own models


def _json(instances: Iterable[models.Model], names: Sequence[str]) -> str:
    return json.dumps(
        [{name: getattr(instance, name) for name in names} for instance in instances],
        default=_plain,
        ensure_ascii=False,
        check_circular=False,
    )


def _plain(value: object) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    raise TypeError(f"{type(value).__name__} has no JSON form")
