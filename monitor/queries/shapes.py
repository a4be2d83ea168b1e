"""Querysets that are built and compiled once for each shape; after that only their values are bound.

What a builder is given has two kinds of value. By some it decides what it builds: which filters are set, how many rows. Those
are its shape, and stand first. The others only end up as parameters of the statement: times, ids, units, an area. Those are given by name:

    def _alerts(limit: int, *, since: datetime, kinds: list[str]) -> QuerySet[Alert]: ...

    (rows,) = yield [shaped(_alerts, 50, since=since, kinds=kinds)]

For each shape the builder is called with stand-ins of the same types, and where these stand in the parameters is where the values
go from then on: always as parameters, never as text. What is empty (None, "", 0, an empty list) belongs to the shape, since
builders ask for that. So does the length of a tuple; a list may have any length and must become one array (`any_of`).

A builder must hand its values on as they are. One that computes with them would have its result of the stand-ins kept: it is built
with a second set of stand-ins when `CHECKED` (in tests), and whatever cannot be kept is built anew each time and counted in `REFUSED`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, BooleanField, Field, Func, IntegerField, JSONField, Q, QuerySet, Value

CHECKED = False
KEPT = 600  # shapes: the least used one goes
REFUSED: list[str] = []
NUMBER, TIME = 1_700_000_000, datetime(1901, 2, 3, 4, 5, 6, 700_001, tzinfo=UTC)
STEP = timedelta(days=1, hours=1, minutes=1, seconds=1, microseconds=3)  # from one stand-in to the next
MARKS = re.compile("%([s%])")  # in the SQL that Django writes
SECOND = 523  # so many steps the second set of stand-ins is away
Kind = tuple[Any, ...]
Kinds = tuple[tuple[str, Kind], ...]
Give = Callable[[Mapping[str, Any]], Any]
Literal = Callable[[Any], str]
Makers = tuple[tuple[int, Callable[[Any], Any]], ...]
NOTHING: tuple[Any, ...] = (None, False, True, 0, "", (), [])
EMPTY = {(type(one), repr(one)): one for one in NOTHING}


class Shaped:
    """Rows of a builder, not read yet: what a reading may yield like a queryset."""

    __slots__ = ("_result_cache", "build", "shape", "slots")

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], shape: tuple[Any, ...], slots: dict[str, Any]) -> None:
        self.build, self.shape, self.slots = build, shape, slots
        self._result_cache: list[Any] | None = None

    def __iter__(self) -> Iterator[Any]:
        if self._result_cache is None:
            raise TypeError("no reading has read these rows")
        return iter(self._result_cache)

    def fresh(self) -> QuerySet[Any, Any]:
        """The queryset itself, built anew."""
        return self.build(*self.shape, **self.slots)

    def compiled(self) -> Compiled | None:
        """Its SQL, made once for each shape; None when it cannot be kept."""
        kinds = tuple([(name, _kind(self.slots[name])) for name in sorted(self.slots)])
        return _compiled(self.build, self.shape, kinds)


@dataclass(slots=True)
class Compiled:
    """Of a shape: the queryset of its stand-ins and its compiler, its SQL (empty: never any rows), and where values go. `makers`: what
    makes Python's values of its columns, once they have been read (queries.together)."""

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, Give], ...]
    makers: Makers | None = None
    _told: tuple[tuple[str, ...], tuple[Give, ...]] | None = None

    def written(self, slots: Mapping[str, Any], literal: Literal) -> Iterator[str]:
        """The statement with these values in it, in pieces. `literal` writes a value as SQL; what is the same for all values is written
        once."""
        if self._told is None:
            self._told = self._fixed(literal)
        (first, *texts), gives = self._told
        yield first
        for give, text in zip(gives, texts, strict=True):
            yield literal(give(slots))
            yield text

    def _fixed(self, literal: Literal) -> tuple[tuple[str, ...], tuple[Give, ...]]:
        """(the texts between the values that change, these values)."""
        gives = dict(self.places)
        first, *texts = texts_of(self.sql)
        found = [first]
        for place, (value, text) in enumerate(zip(self.params, texts, strict=True)):
            if place in gives:
                found.append(text)
            else:
                found[-1] += literal(value) + text
        return tuple(found), tuple(gives.values())

    def bound(self, slots: Mapping[str, Any]) -> list[Any]:
        """The parameters with these values."""
        found = list(self.params)
        for place, give in self.places:
            found[place] = give(slots)
        return found


def shaped(build: Callable[..., QuerySet[Any, Any]], /, *shape: Any, **slots: Any) -> Shaped:
    """`build(*shape, **slots)`, to be read in a reading. `shape` is hashable; `build` is a function of a module, part of the key."""
    return Shaped(build, shape, slots)


def any_of(name: str, values: Iterable[int | date], field: Field[Any, Any] | None = None) -> Q:
    """`name` is one of these: as `name__in`, but one parameter whatever their number."""
    found = list(values)
    if not found:
        return Q(pk__in=[])
    array = Value(found, output_field=ArrayField(field or BigIntegerField()))
    return Q(Func(name, array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()))


def array_of(values: Iterable[int]) -> Value:
    """Numbers as one parameter; Django makes an expression of each when given a list."""
    return Value(list(values), output_field=ArrayField(IntegerField()))


def as_json(compiler: Any, sql: str) -> str:
    """The rows of a query as one JSON array of objects c0, c1, ...; JSON columns stay texts, as Django expects them."""
    names = [f"c{n}" for n in range(len(compiler.select))]
    kept = (
        f"{name}::text" if isinstance(field_of(column), JSONField) else name
        for name, column in zip(names, compiler.select, strict=True)
    )
    columns = ", ".join(f"{one} AS {name}" for one, name in zip(kept, names, strict=True))
    inner = f"({sql}) AS t({', '.join(names)})"
    return f"SELECT json_agg(r)::text FROM (SELECT {columns} FROM {inner}) AS r"  # noqa: S608 - Django's SQL, our names


def texts_of(sql: str) -> list[str]:
    """What stands between the places of its parameters: one text more than these. `%%` is a per cent sign."""
    first, *rest = MARKS.split(sql)
    found = [first]
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        if sign == "s":
            found.append(text)
        else:
            found[-1] += sign + text
    return found


def field_of(column: Any) -> Any:
    """What a selected column is a field of, or None."""
    return getattr(column[0], "output_field", None)


@lru_cache(maxsize=KEPT)
def _compiled(build: Callable[..., QuerySet[Any, Any]], shape: tuple[Any, ...], kinds: Kinds) -> Compiled | None:
    try:
        made = _made(build, shape, kinds, 0)
        same = not CHECKED or _plain(made) == _plain(_made(build, shape, kinds, SECOND))
        why = "" if same else "a value is computed with"
    except _RefusedError as refused:
        why = str(refused)
    if why:
        REFUSED.append(f"{build.__module__}.{build.__qualname__} {shape} {kinds}: {why}")
        del REFUSED[:-20]
        return None
    return made


class _RefusedError(Exception):
    """Why a queryset cannot be kept."""


def _made(build: Callable[..., QuerySet[Any, Any]], shape: tuple[Any, ...], kinds: Kinds, first: int) -> Compiled:
    slots, known = _stand_ins(kinds, first)
    rows = build(*shape, **slots)
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        if not any(kind == ("=", list, "[]") for _, kind in kinds):
            raise _RefusedError("empty for these stand-ins, which may not be so for others") from None
        sql, params = "", ()
    compiler.connection = None  # a thread's own
    if any(str(value) in sql for value in known if isinstance(value, int)):
        raise _RefusedError("a value stands in the statement")
    places = tuple([(place, give) for place, value in enumerate(params) if (give := _give(value, known))])
    return Compiled(rows, compiler, as_json(compiler, sql) if sql else "", tuple(params), places)


def _kind(value: Any) -> Kind:
    if isinstance(value, bool) or not value:
        return "=", type(value), repr(value)
    if isinstance(value, list):
        return list, _type(value[0])
    if isinstance(value, tuple):
        return tuple, *map(_type, value)
    return (_type(value),)


def _type(value: Any) -> type:
    for kind in (int, str, datetime, date):
        if isinstance(value, kind):
            return kind
    raise TypeError(f"{type(value)} cannot be bound")


def _stand_ins(kinds: Kinds, first: int) -> tuple[dict[str, Any], dict[Any, tuple[str, int | None]]]:
    """(values of these kinds that nothing else has, {each: its name, and its place in a tuple or list})."""
    known: dict[Any, tuple[str, int | None]] = {}

    def one(kind: type, name: str, place: int | None = None) -> Any:
        n = first + len(known)
        made: dict[type, Any] = {
            int: NUMBER + 1009 * n,
            str: f"{n}",
            datetime: TIME + n * STEP,
            date: (TIME + n * STEP).date(),
        }
        known[made[kind]] = (name, place)
        return made[kind]

    def some(kind: Kind, name: str) -> Any:
        if kind[0] == "=":
            return copy(EMPTY[kind[1:]])
        if kind[0] is list:
            return [one(kind[1], name, -1), one(kind[1], name, -2)]
        if kind[0] is tuple:
            return tuple([one(of, name, place) for place, of in enumerate(kind[1:])])
        return one(kind[0], name)

    return {name: some(kind, name) for name, kind in kinds}, known


def _give(value: Any, known: Mapping[Any, tuple[str, int | None]]) -> Give | None:
    """What makes the parameter of the values; None when it is always the same."""
    if not isinstance(value, list):
        name, place = known.get(value, ("", None)) if value.__hash__ else ("", None)
        if place is not None and place < 0:
            raise _RefusedError("a list does not stand in an array")
        return _single(name, place, value) if name else None
    if len(value) == 2 and [known.get(one, ("", None))[1] for one in value] == [-1, -2]:
        of = known[value[0]][0]
        return lambda slots: slots[of]  # psycopg finds the type that all its numbers fit into
    parts: list[Give] = []
    rest = list(value)
    while rest:
        name, place = known.get(rest[0], ("", None))
        if place == -1 and len(rest) > 1 and known.get(rest[1]) == (name, -2):
            parts.append(_whole(name, rest.pop(0)))
        elif place is not None and place < 0:
            raise _RefusedError("a list does not stand in an array as a whole")
        else:
            parts.append(_alone(_single(name, place, rest[0]) if name else _always(rest[0])))
        rest.pop(0)
    return lambda slots: [one for part in parts for one in part(slots)]


def _single(name: str, place: int | None, like: Any) -> Give:
    kind = type(like) if type(like) not in (int, str, datetime, date) else None  # psycopg has integers of its own
    if place is not None:
        return lambda slots: slots[name][place] if kind is None else kind(slots[name][place])
    return lambda slots: slots[name] if kind is None else kind(slots[name])


def _whole(name: str, like: Any) -> Give:
    kind = type(like)
    return lambda slots: [kind(one) for one in slots[name]] if kind is not str else slots[name]


def _alone(give: Give) -> Give:
    return lambda slots: [give(slots)]


def _always(value: Any) -> Give:
    return lambda slots: value


def _plain(made: Compiled) -> tuple[Any, ...]:
    """To be compared: everything but the values."""
    changing = {place for place, _ in made.places}
    kept = [repr(getattr(value, "obj", value)) for n, value in enumerate(made.params) if n not in changing]
    return made.sql, changing, kept
