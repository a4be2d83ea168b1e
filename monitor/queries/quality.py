"""How right the machine was, measured here by blind checks.

Of an item that two members checked the first answer counts; skipped ones count nowhere. A window is a span of whole weeks
of the items (not of the checking).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from monitor.lib.resample import Figure, interval
from monitor.lib.shares import Share, kappa, macro_f1, share
from monitor.models import CheckAnswer, CheckItem
from monitor.queries.together import Reading, read_alone
from monitor.queries.weeks import Window
from monitor.text.types import SENTIMENTS

ENOUGH = 100  # checks from which on a figure is shown as one
BINS = ((0.0, 0.55), (0.55, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))


@dataclass(frozen=True, slots=True)
class Checked:
    """One drawn item with what the machine had said and what a member said of it; `second` is another member's."""

    week: date
    in_focus: bool
    kind: str
    model: str
    said: str
    confidence: float
    said_areas: frozenset[str]
    truth: str
    areas: frozenset[str]
    second: str = ""

    @property
    def right(self) -> bool:
        return self.said == self.truth


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `code` is a week, area, kind of source, model or part of the draw."""

    code: str
    share: Share


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts whose likeliest class had a probability in [low, high): how sure the machine was, how often it was right."""

    low: float
    high: float
    sure: float | None
    share: Share


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Figures of the blind checks of a window."""

    sentiment: Share
    areas: Share  # the very set of areas, none included
    ours: Share  # about working life or not
    macro_f1: Figure
    both: int  # items that two members checked
    agreed: Share
    kappa: float | None
    weeks: list[Row]
    parts: list[Row]
    by_area: list[Row]
    area_tags: list[Row]  # of the items the machine gave an area, how many a member did too
    by_kind: list[Row]
    by_model: list[Row]
    bins: list[Bin]

    @property
    def n(self) -> int:
        return self.sentiment.n

    @property
    def enough(self) -> bool:
        """Whether there are enough checks for a figure to be shown as one."""
        return self.n >= ENOUGH


def checks_of(window: Window) -> list[Checked]:
    """Items of the window's weeks that were checked. One query."""
    return read_alone(checks_reading(window))


def checks_reading(window: Window) -> Reading[list[Checked]]:
    """The same; one round."""
    drawn = CheckItem.objects.filter(week__gte=window.first, week__lte=window.last)
    items, given = yield [drawn, CheckAnswer.objects.filter(item__in=drawn, skipped="").order_by("id")]
    answers: dict[int, list[CheckAnswer]] = defaultdict(list)
    for answer in given:
        answers[answer.item_id].append(answer)
    return [_checked(item, answers[item.pk]) for item in items if item.pk in answers]


def _checked(item: CheckItem, answers: Sequence[CheckAnswer]) -> Checked:
    return Checked(
        week=item.week,
        in_focus=item.in_focus,
        kind=item.kind,
        model=item.model,
        said=item.sentiment,
        confidence=item.confidence,
        said_areas=frozenset(item.areas),
        truth=answers[0].sentiment,
        areas=frozenset(answers[0].areas),
        second=answers[1].sentiment if len(answers) > 1 else "",
    )


def accuracy(found: Sequence[Checked], window: Window) -> Accuracy:
    """All figures of these checks. Pure."""
    codes = np.array([[SENTIMENTS.index(c.truth), SENTIMENTS.index(c.said)] for c in found], int).reshape(-1, 2)
    pairs = [(c.truth, c.second) for c in found if c.second]
    areas = sorted({area for c in found for area in c.said_areas})
    weeks = _grouped(found, lambda c: [c.week.isoformat()])
    empty = share(0, 0)
    return Accuracy(
        sentiment=_right(found),
        areas=_share(c.said_areas == c.areas for c in found),
        ours=_share(bool(c.said_areas) == bool(c.areas) for c in found),
        macro_f1=interval(len(found), lambda at: macro_f1(codes[at, 0], codes[at, 1], 3)),
        both=len(pairs),
        agreed=_share(a == b for a, b in pairs),
        kappa=kappa(pairs),
        weeks=[Row(week.isoformat(), weeks.get(week.isoformat(), empty)) for week in window.weeks],
        parts=_rows(_grouped(found, lambda c: ["focus" if c.in_focus else "rest"])),
        by_area=_rows(_grouped(found, lambda c: sorted(c.said_areas))),
        area_tags=[Row(area, _share(area in c.areas for c in found if area in c.said_areas)) for area in areas],
        by_kind=_rows(_grouped(found, lambda c: [c.kind])),
        by_model=_rows(_grouped(found, lambda c: [c.model])),
        bins=[_bin(found, low, high) for low, high in BINS],
    )


def _right(found: Iterable[Checked]) -> Share:
    return _share(c.right for c in found)


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return share(sum(counted), len(counted))


def _grouped(found: Iterable[Checked], keys: Callable[[Checked], list[str]]) -> dict[str, Share]:
    groups: dict[str, list[Checked]] = defaultdict(list)
    for checked in found:
        for key in keys(checked):
            groups[key].append(checked)
    return {key: _right(members) for key, members in groups.items()}


def _rows(groups: dict[str, Share]) -> list[Row]:
    """Most checks first."""
    return [Row(code, groups[code]) for code in sorted(groups, key=lambda code: (-groups[code].n, code))]


def _bin(found: Sequence[Checked], low: float, high: float) -> Bin:
    inside = [c for c in found if low <= c.confidence < high or c.confidence == high == 1.0]
    sure = sum(c.confidence for c in inside) / len(inside) if inside else None
    return Bin(low, high, sure, _right(inside))
