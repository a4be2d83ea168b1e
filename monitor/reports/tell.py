"""Sentences made of frozen numbers. Pure.

A sentence is a template whose every figure is a path into the frozen numbers and the form it is shown in:

    tell.say(_("本期共监测到涉工信息 %(n)s 条。"), n=("volume.items", "count"))

so a figure that is not in the frozen numbers cannot be said, and a test can look every one of them up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.lib.clock import SHANGHAI
from monitor.lib.plurals import with_plurals

Translate = Callable[[str], str]
Names = Mapping[
    str, Mapping[str, str]
]  # {"area": {"wages": "工资报酬"}, "kind": ..., "level": ..., "status": ..., "life": ...}
Part = tuple[str, str]  # (path, form)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value in a sentence: where it stands in the frozen numbers, in which form, and as shown."""

    path: str
    form: str
    shown: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the figures it was made from. `key` names it for edits; `drafted`: the text before a person reworded it."""

    text: str
    figures: tuple[Figure, ...] = ()
    key: str = ""
    drafted: str = ""
    struck: bool = False


def lookup(frozen: Any, path: str) -> Any:
    """The value at a path such as `topics.top.0.title`. Raises KeyError or IndexError."""
    for step in path.split("."):
        frozen = frozen[int(step)] if isinstance(frozen, list) else frozen[step]
    return frozen


class Teller:
    """Says things about one frozen period in one language."""

    def __init__(self, frozen: dict[str, Any], translate: Translate, names: Names) -> None:
        self.frozen, self.translate, self.names = frozen, translate, names

    def get(self, path: str) -> Any:
        return lookup(self.frozen, path)

    def has(self, path: str) -> bool:
        """Whether there is such a number: reports that were frozen earlier hold fewer."""
        try:
            self.get(path)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def show(self, path: str, form: str) -> str:
        """The value in a form: one of FORMS, or a list of names (area, kind, level, status, life, answer, step ...)."""
        value = self.get(path)
        if form in self.names:
            return self.names[form].get(str(value), str(value))
        return FORMS[form](value, self.translate)

    def say(self, template: str, **parts: Part) -> Sentence:
        """Fill the template; each part is looked up and remembered."""
        figures = {name: Figure(path, form, self.show(path, form)) for name, (path, form) in parts.items()}
        text = template % with_plurals({name: figure.shown for name, figure in figures.items()})
        return Sentence(text, tuple(figures.values()))

    def join(self, sentences: Iterable[Sentence], between: str = "", end: str = "") -> Sentence:
        """Several as one."""
        parts = list(sentences)
        text = between.join(part.text for part in parts) + end
        return Sentence(text, tuple(figure for part in parts for figure in part.figures))


def _moment(value: str) -> str:
    return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%m-%d %H:%M}"


def _day(value: str, _: Translate) -> str:
    day = date.fromisoformat(value)
    weekday = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]
    return _("%(month)d 月 %(day)d 日（%(weekday)s）") % {"month": day.month, "day": day.day, "weekday": weekday}


def _duration(minutes: int | None, _: Translate) -> str:
    if minutes is None:
        return "—"
    if minutes < 1:
        return _("不到 1 分钟")
    if minutes < 60:
        return _("%(n)d 分钟") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(h)d 小时 %(m)d 分") % {"h": minutes // 60, "m": minutes % 60}
    return _("%(d)d 天 %(h)d 小时") % {"d": minutes // 1440, "h": minutes % 1440 // 60}


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


FORMS: dict[str, Callable[[Any, Translate], str]] = {
    "text": lambda value, _: str(value),
    "count": lambda value, _: "—" if value is None else f"{value:,}",
    "number": lambda value, _: "—" if value is None else _number(value),
    "percent": lambda value, _: "—" if value is None else f"{_number(value)} %",
    "change": lambda value, _: "—" if value is None else f"{value:+,.1f} %".replace("-", "−"),
    "change_size": lambda value, _: "—" if value is None else f"{_number(abs(value))} %",
    "size": lambda value, _: "—" if value is None else _number(abs(value)),
    "day": _day,
    "moment": lambda value, _: "—" if value is None else _moment(value),
    "duration": _duration,
    "gap": lambda value, _: _duration(value, _) if value else "",
    "signed": lambda value, _: f"{value:+.2f}".replace("-", "−"),
    "yes": lambda value, _: _("是") if value else _("否"),
    "step": lambda value, _: str(value),
    "method": lambda value, _: str(value),
    "measure": lambda value, _: str(value),
    "week_level": lambda value, _: str(value),
    "answer": lambda value, _: str(value),
    "rule": lambda value, _: str(value),
}
