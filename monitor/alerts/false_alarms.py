"""What false alarms teach: precision by rule, and floors that would have avoided some, from stored evidence. Nothing changes by
itself: a suggestion is a sentence for the person who sets the rule.

An alert "reaches" a floor when a tested window that was met, in any evidence stored with it or its events, has that many.
The counts in between are not stored, so "missed" may be a little too high.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from monitor.lib.shares import Share, share
from monitor.models import Alert, AlertEvent, AlertStatus
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading
from monitor.queries.weeks import Window

FEWEST = 3  # false alarms below which nothing is suggested
SHOWN = 6
MEASURES = ("originals", "sources")
Windows = Sequence[Mapping[str, Any]] | None
"""Those that an evidence says were tested; None where it says nothing of any."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A closed alert: `peaks` and `first` are the largest counts by measure, over all evidence and when it was raised."""

    kind: str
    false_alarm: bool
    first: Mapping[str, float]
    peaks: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """With this floor: false alarms avoided, true ones missed, true ones that would have come later."""

    measure: str
    floor: int
    avoided: int
    false_alarms: int
    missed: int
    later: int
    true: int


@dataclass(frozen=True, slots=True)
class KindPrecision:
    """`suggestions`: floors worth a thought, the best first; empty when there are too few false alarms, or none helps."""

    kind: str
    precision: Share
    suggestions: tuple[Suggestion, ...]


def judged_reading(window: Window) -> Reading[list[Judged]]:
    """Alerts that were raised in the window and closed by a person; one round."""
    span = {"start": window.start, "end": window.now}
    told, closed = yield [shaped(_told_rows, **span), shaped(_closed_rows, **span)]
    windows: dict[int, list[Windows]] = {}
    for alert, found in told:
        windows.setdefault(alert, []).append(found)
    return [
        Judged(
            kind,
            status == AlertStatus.FALSE_ALARM,
            _counts(windows.get(pk, [last])[:1]),
            _counts([*windows.get(pk, []), last]),
        )
        for pk, kind, status, last in closed
    ]


def _closed(start: datetime, end: datetime) -> QuerySet[Alert]:
    closed = (AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)
    return Alert.objects.filter(raised_at__gte=start, raised_at__lt=end, status__in=closed, source=None)


def _closed_rows(*, start: datetime, end: datetime) -> QuerySet[Alert, Any]:
    return _closed(start, end).values_list("pk", "kind", "status", "evidence__windows")


def _told_rows(*, start: datetime, end: datetime) -> QuerySet[AlertEvent, Any]:
    """(alert, the windows that were tested) of what raised it, the first one first."""
    told = AlertEvent.objects.filter(
        alert__in=_closed(start, end), kind__in=(AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED)
    )
    return told.order_by("at", "id").values_list("alert", "evidence__windows")


def precision_by_kind(judged: Iterable[Judged]) -> list[KindPrecision]:
    """Each kind of alert that was closed at all, by name."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.kind, []).append(one)
    return [
        KindPrecision(kind, share(sum(not one.false_alarm for one in group), len(group)), suggestions_of(group))
        for kind, group in sorted(groups.items())
    ]


def suggestions_of(judged: Sequence[Judged]) -> tuple[Suggestion, ...]:
    """Floors that avoid at least one false alarm; those that miss nothing first, then by what they avoid for what they miss."""
    false, true = ([one for one in judged if one.false_alarm is kind] for kind in (True, False))
    if len(false) < FEWEST:
        return ()
    found = []
    for measure in MEASURES:
        counted = [one.peaks[measure] for one in judged if measure in one.peaks]
        found += [_with_floor(measure, floor, false, true) for floor in sorted({int(count) + 1 for count in counted})]
    worth = [one for one in found if one.avoided and one.avoided > one.missed]
    best: dict[tuple[str, int], Suggestion] = {}
    for one in sorted(worth, key=lambda one: (one.missed, -one.avoided, one.later, one.floor)):
        best.setdefault((one.measure, one.missed), one)
    return tuple(sorted(best.values(), key=lambda one: (one.missed, -one.avoided, one.later))[:SHOWN])


def _with_floor(measure: str, floor: int, false: Sequence[Judged], true: Sequence[Judged]) -> Suggestion:
    def reaches(counts: Mapping[str, float]) -> bool:
        return counts.get(measure, float("inf")) >= floor

    return Suggestion(
        measure=measure,
        floor=floor,
        avoided=sum(not reaches(one.peaks) for one in false),
        false_alarms=len(false),
        missed=sum(not reaches(one.peaks) for one in true),
        later=sum(reaches(one.peaks) and not reaches(one.first) for one in true),
        true=len(true),
    )


def _counts(tested: Iterable[Windows]) -> dict[str, float]:
    """The largest count of a met window, by measure, as far as its rule has a floor for that."""
    found: dict[str, float] = {}
    for windows in tested:
        for window in windows or ():
            for measure in MEASURES if window.get("met") else ():
                if window.get(f"floor_{measure}"):
                    found[measure] = max(found.get(measure, 0), window.get(measure, 0))
    return found
