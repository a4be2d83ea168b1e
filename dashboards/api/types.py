"""Kinds of values in parameters and bodies: what is let in is just what the schema says, so that no client is surprised later."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MOST = 200
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_CONTROL = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f"
TEXT = f"^[^{_CONTROL}]*$"
WORDS = f"^[^{_CONTROL}]*[^\\s{_CONTROL}][^{_CONTROL}]*$"

Area = Literal["wages", "safety", "insurance", "hours", "employment", "platform", "skills", "union", "other_labour"]
Tone = Literal["neg", "neu", "pos"]
Kind = Literal["news", "forum", "trade", "broadcast", "hotlist", "official", "union", "grassroots"]


def _moment(value: Any) -> Any:
    if isinstance(value, str) and RFC3339.fullmatch(asked := value.replace(" ", "+")):  # a + that was not escaped
        return asked
    raise ValueError("a date-time of RFC 3339 with its offset")


def _whole(value: Any) -> Any:
    """In an address: digits, and not what else Python reads as a number (1_0, +10)."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,19}", value)):
        raise ValueError("a whole number")
    return value


def _number(value: Any) -> Any:
    """In a body: a number of JSON."""
    if isinstance(value, bool | str):
        raise ValueError("a whole number")  # noqa: TRY004 - pydantic wants ValueError
    return value


def _flag(value: Any) -> Any:
    """`true` or `false`, in an address as in a body."""
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value)
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]
WHOLE = BeforeValidator(_whole)  # behind the bounds: pydantic else forgets them in the schema
Flag = Annotated[bool, BeforeValidator(_flag)]
Yes = Annotated[Literal[True], BeforeValidator(_flag)]
Id = Annotated[int, Field(ge=1, le=2**53 - 1), WHOLE]
UnitId = Annotated[int, Field(ge=1, le=2**31 - 1, description=gettext_noop("单位的编号")), WHOLE]
BodyUnitId = Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(_number)]
Limit = Annotated[int, Field(ge=1, le=MOST, description=gettext_noop("一页最多多少条")), WHOLE]
Hours = Annotated[
    int, Field(ge=1, le=744, description=gettext_noop("时段长度，小时；到 until 为止，最多 31 天")), WHOLE
]
Cursor = Annotated[
    str, Field(pattern=r"^[0-9]{1,16}\.[0-9]{1,18}$", description=gettext_noop("上一页的 next；不填为第一页"))
]


class Out(BaseModel):
    """Part of an answer. Members are only ever added."""

    model_config = ConfigDict(extra="forbid")


class Asked(BaseModel):
    """Parameters or a body: unknown members are refused rather than silently left out."""

    model_config = ConfigDict(extra="forbid")


class Coded(Out):
    """A code, which is stable, and its name in the reader's language."""

    code: str
    name: str


class Named(Out):
    """Something with a number and a name."""

    id: int
    name: str


class Span(Out):
    """The window that was really looked at: `start <= at < end`."""

    start: datetime = Field(description=gettext_noop("含"))
    end: datetime = Field(description=gettext_noop("不含"))


def settled(until: datetime | None, now: datetime) -> datetime:
    """The end of a window in UTC. What lies outside 1971 to 9000 is its edge: there is nothing, and a window can be taken from it."""
    if until is None:
        return now
    if until.year < 1971:
        return datetime(1971, 1, 1, tzinfo=UTC)
    return until.astimezone(UTC) if until.year < 9000 else datetime(9000, 1, 1, tzinfo=UTC)
