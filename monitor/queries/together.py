"""Several reads in one SQL statement: a page asks the database in a few rounds instead of twenty times.

A *reading* is a generator: it yields the querysets that it needs next, is sent their rows, and returns its value. Readings that run
together go in step, and what all of them ask for in a round goes to the database as one statement, one JSON array for each
queryset:

    read_alone(shifts_reading(now))                          one reading, as ever
    read_together({"duty": shifts_reading(now), ...})        many; as many statements as the one with most rounds has

    def shifts_reading(now: datetime) -> Reading[list[Shift]]:
        (rows,) = yield [Shift.objects.filter(...)]
        return rows

The rows are what the querysets themselves give: instances, tuples or values. Times come back as aware datetimes in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, JSONField, QuerySet, Value

Found = TypeVar("Found")
Asked = Sequence[QuerySet[Any, Any]]
Reading = Generator[Asked, list[list[Any]], Found]

PYTHON: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "DecimalField": lambda found: Decimal(str(found)),
    "BinaryField": lambda found: bytes.fromhex(found.removeprefix("\\x")),
}
"""What JSON does not know, by the internal type of a field; anything else is the same in both."""
UNFIT = {"DurationField", "TimeField", "UUIDField"}


def read_alone(reading: Reading[Found]) -> Found:
    """The value of one reading; a round of several querysets is one statement too."""
    rows: Any = None
    while True:
        try:
            asked = reading.send(rows)
        except StopIteration as over:
            found: Found = over.value
            return found
        rows = fetch_together(asked)


def read_together(readings: Mapping[str, Reading[Any]]) -> dict[str, Any]:
    """The values by name. As many statements as the longest reading has rounds."""
    return read_alone(abreast(readings))


def abreast(readings: Mapping[str, Reading[Any]]) -> Reading[dict[str, Any]]:
    """Readings in step, as one: the values by name."""
    values: dict[str, Any] = {}
    asked: dict[str, Asked] = {}

    def step(name: str, rows: Any) -> None:
        try:
            asked[name] = readings[name].send(rows)
        except StopIteration as over:
            values[name] = over.value
            asked.pop(name, None)

    for name in readings:
        step(name, None)
    while asked:
        rows = iter((yield [rows for one in asked.values() for rows in one]))
        for name, one in list(asked.items()):
            step(name, [next(rows) for _ in one])
    return {name: values[name] for name in readings}


def rows_reading(*asked: QuerySet[Any, Any]) -> Reading[list[list[Any]]]:
    """The rows of these, as a reading."""
    return (yield list(asked))


class Part(Generic[Found]):
    """A property that is read once, when it is first asked for, by the reading that it decorates; `parts_reading` reads several
    at once, before they are."""

    def __init__(self, reading: Callable[[Any], Reading[Found]]) -> None:
        self.reading = reading
        self.__doc__ = reading.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, of: None, owner: type) -> Part[Found]: ...
    @overload
    def __get__(self, of: object, owner: type) -> Found: ...
    def __get__(self, of: object | None, owner: type) -> Part[Found] | Found:
        if of is None:
            return self
        found: Found = of.__dict__.setdefault(self.name, read_alone(self.reading(of)))
        return found  # from now on Python finds it in the object's own dictionary first


def parts_reading(of: object, *names: str) -> Reading[None]:
    """Read these parts of an object in step; those that it has already are left alone."""
    asked = {name: getattr(type(of), name).reading(of) for name in names if name not in of.__dict__}
    of.__dict__.update((yield from abreast(asked)))


def parts_read(of: object, *names: str) -> None:
    """The same, alone."""
    read_alone(parts_reading(of, *names))


def fetch_together(asked: Asked) -> list[list[Any]]:
    """The rows of each queryset, in order; one statement (for each database) for all that were not read before."""
    waiting = [rows for rows in dict.fromkeys(asked) if rows._result_cache is None]
    for where in {
        rows.db: None for rows in waiting
    }:  # who may do what is read from the primary, the rest may be elsewhere
        if len(together := [rows for rows in waiting if rows.db == where]) > 1:
            _fill(together, where)
    return [list(rows) for rows in asked]


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """How many rows a queryset has, as one that can be read together: a list of one number, or of none for zero."""
    found: QuerySet[Any, Any] = rows.order_by().values_list(Value(1)).annotate(n=Count("*")).values_list("n", flat=True)
    return found


def _fill(waiting: Asked, where: str) -> None:
    found = []
    for rows in waiting:
        compiler = rows.query.get_compiler(using=where)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            rows._result_cache = []
        else:
            found.append((rows, compiler, _as_json(compiler, sql), params))
    if not found:
        return
    with connections[where].cursor() as cursor:
        statement = "SELECT " + ", ".join(f"({sql})" for *_, sql, _params in found)
        cursor.execute(statement, [value for *_, params in found for value in params])
        answers = cursor.fetchone()
    for (rows, compiler, *_), answer in zip(found, answers, strict=True):
        _give(rows, compiler, json.loads(answer or "[]"))


def _as_json(compiler: Any, sql: str) -> str:
    """The rows of a query as one JSON array of objects c0, c1, ...; JSON columns stay texts, as Django expects them."""
    names = [f"c{n}" for n in range(len(compiler.select))]
    kept = (
        f"{name}::text" if isinstance(_field(column), JSONField) else name
        for name, column in zip(names, compiler.select, strict=True)
    )
    columns = ", ".join(f"{one} AS {name}" for one, name in zip(kept, names, strict=True))
    inner = f"({sql}) AS t({', '.join(names)})"
    return f"SELECT json_agg(r)::text FROM (SELECT {columns} FROM {inner}) AS r"  # noqa: S608 - Django's SQL, our names


def _give(rows: QuerySet[Any, Any], compiler: Any, answer: list[dict[str, Any]]) -> None:
    """Let the queryset make its rows of these, through the compiler that wrote its SQL."""
    as_python = [_as_python(column) for column in compiler.select]
    plain = [
        [
            found if found is None or make is None else make(found)
            for found, make in zip(row.values(), as_python, strict=True)
        ]
        for row in answer
    ]
    compiler.execute_sql = lambda *_args, **_named: iter([plain])
    query: Any = rows.query
    query.get_compiler = lambda *_args, **_named: compiler
    try:
        rows._fetch_all()
    finally:
        del query.get_compiler  # else copies of the query, filtered further, would be answered with these rows


def _as_python(column: Any) -> Callable[[Any], Any] | None:
    kind = _field(column).get_internal_type() if _field(column) else ""
    if kind in UNFIT:
        raise TypeError(f"{kind} cannot be read together: JSON does not know it")
    return PYTHON.get(kind)


def _field(column: Any) -> Any:
    return getattr(column[0], "output_field", None)
