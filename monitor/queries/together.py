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
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, QuerySet, Value
from psycopg.adapt import Transformer

from monitor.queries.shapes import Compiled, Literal, Makers, Shaped, as_json, field_of, texts_of

Found = TypeVar("Found")
Asked = Sequence[QuerySet[Any, Any] | Shaped]
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


def rows_reading(*asked: QuerySet[Any, Any] | Shaped) -> Reading[list[list[Any]]]:
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
    found: dict[str, list[_Ready]] = {}
    for rows in waiting:  # who may do what is read from the primary, the rest may be elsewhere
        where, ready = _ready(rows)
        found.setdefault(where, []).append(ready)
    for where, together in found.items():
        if len(together) > 1 or isinstance(together[0].asked, Shaped):
            _fill(together, where)
    return [list(rows) for rows in asked]


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """How many rows a queryset has, as one that can be read together: a list of one number, or of none for zero."""
    found: QuerySet[Any, Any] = rows.order_by().values_list(Value(1)).annotate(n=Count("*")).values_list("n", flat=True)
    return found


@dataclass(slots=True)
class _Ready:
    """What is asked, the queryset that makes its rows, and the compiler that wrote its SQL (as JSON; empty: no rows). `kept`: of a shape."""

    asked: QuerySet[Any, Any] | Shaped
    rows: QuerySet[Any, Any]
    compiler: Any = None
    sql: str = ""
    params: Sequence[Any] = ()
    kept: Compiled | None = None

    @property
    def makers(self) -> Makers:
        """What makes Python's values of its columns."""
        return _makers(self.compiler) if self.kept is None or self.kept.makers is None else self.kept.makers

    def written(self, literal: Literal) -> Iterator[str]:
        """The statement with its values in it, in pieces."""
        if self.kept is not None and isinstance(self.asked, Shaped):
            yield from self.kept.written(self.asked.slots, literal)
            return
        first, *texts = texts_of(self.sql)
        yield first
        for value, text in zip(self.params, texts, strict=True):
            yield literal(value)
            yield text


def _ready(asked: QuerySet[Any, Any] | Shaped) -> tuple[str, _Ready]:
    """(the database that it is read from, it)."""
    if isinstance(asked, Shaped):
        kept = asked.compiled()
        if kept is not None:
            rows: QuerySet[Any, Any] = kept.rows._chain()  # type: ignore[attr-defined]
            if kept.makers is None and kept.sql:
                kept.makers = _settled(kept.compiler, rows.db)
            return rows.db, _Ready(asked, rows, copy(kept.compiler), kept.sql, kept=kept)
    rows = asked.fresh() if isinstance(asked, Shaped) else asked
    return rows.db, _Ready(asked, rows)


def _settled(compiler: Any, where: str) -> Makers:
    """Let a shape's compiler know of its columns what Django asks anew of each of them at every reading; their makers."""
    fields, reader = [column[0] for column in compiler.select[: compiler.col_count]], copy(compiler)
    reader.connection = connections[where]
    converters, composite = reader.get_converters(fields), reader.has_composite_fields(fields)
    compiler.get_converters = lambda _fields: converters
    compiler.has_composite_fields = lambda _fields: composite
    return _makers(compiler)


def _fill(waiting: Sequence[_Ready], where: str) -> None:
    for one in waiting:
        if one.compiler is None:
            one.compiler = one.rows.query.get_compiler(using=where)
            try:
                sql, one.params = one.compiler.as_sql()
                one.sql = as_json(one.compiler, sql)
            except EmptyResultSet:
                one.sql = ""
    found = [one for one in waiting if one.sql]
    if found:
        with connections[where].cursor() as cursor:
            cursor.execute(_statement(found, _literals(cursor)))
            answers = iter(cursor.fetchone())
    for one in waiting:
        if one.sql:
            one.compiler.connection = connections[where]
            _give(one.rows, one.compiler, one.makers, json.loads(next(answers) or "[]"))
        else:
            one.rows._result_cache = []
        one.asked._result_cache = one.rows._result_cache


def _statement(found: Sequence[_Ready], literal: Literal) -> str:
    """One statement for all of them."""
    return f"SELECT ({'), ('.join(''.join(one.written(literal)) for one in found)})"


def _literals(cursor: Any) -> Literal:
    """Writes values as the driver does when it puts them into a statement. It would look for the places of several hundred of them in
    some ten thousand characters first, anew each time."""
    quoted = Transformer(cursor.connection).as_literal
    return lambda value: "NULL" if value is None else quoted(value).decode()


def _give(rows: QuerySet[Any, Any], compiler: Any, makers: Makers, answer: list[dict[str, Any]]) -> None:
    """Let the queryset make its rows of these, through the compiler that wrote its SQL."""
    plain = [list(row.values()) for row in answer]
    for place, make in makers:
        for values in plain:
            if (found := values[place]) is not None:
                values[place] = make(found)
    compiler.execute_sql = lambda *_args, **_named: iter([plain])
    query: Any = rows.query
    query.get_compiler = lambda *_args, **_named: compiler
    try:
        rows._fetch_all()
    finally:
        del query.get_compiler  # else copies of the query, filtered further, would be answered with these rows


def _makers(compiler: Any) -> Makers:
    """What makes Python's values of JSON's, by the column's place; columns that are the same in both are left out."""
    found = ((place, _of_field(field_of(column))) for place, column in enumerate(compiler.select))
    return tuple([(place, make) for place, make in found if make is not None])


def _of_field(field: Any) -> Callable[[Any], Any] | None:
    kind = field.get_internal_type() if field else ""
    if kind in UNFIT:
        raise TypeError(f"{kind} cannot be read together: JSON does not know it")
    if kind == "ArrayField" and (make := _of_field(field.base_field)) is not None:
        return lambda found: [None if one is None else make(one) for one in found]
    return PYTHON.get(kind)
