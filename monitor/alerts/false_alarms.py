"""What false alarms teach: precision by rule, and floors that would have avoided some, from stored evidence. Nothing changes by
itself: a suggestion is a sentence for the person who sets the rule.

An alert "reaches" a floor when a tested window that was met, in any evidence stored with it or its events, has that many.
The counts in between are not stored, so "missed" may be a little too high.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.lib.shares import Share, share
from monitor.models import Alert, AlertEvent, AlertStatus
from monitor.queries.weeks import Window

FEWEST = 3  # false alarms below which nothing is suggested
SHOWN = 6
MEASURES = ("originals", "sources")


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


def judged_of(window: Window) -> list[Judged]:
    """Alerts that were raised in the window and closed by a person; two queries."""
    closed = Alert.objects.filter(
        raised_at__gte=window.start,
        raised_at__lt=window.now,
        status__in=(AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM),
        source=None,
    )
    evidence: dict[int, list[dict[str, Any]]] = {}
    told = AlertEvent.objects.filter(alert__in=closed, kind__in=(AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED))
    for alert, found in told.order_by("at", "id").values_list("alert", "evidence"):
        evidence.setdefault(alert, []).append(found)
    return [
        Judged(
            kind,
            status == AlertStatus.FALSE_ALARM,
            _counts(evidence.get(pk, [last])[:1]),
            _counts([*evidence.get(pk, []), last]),
        )
        for pk, kind, status, last in closed.values_list("pk", "kind", "status", "evidence")
    ]


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


def _counts(evidence: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """The largest count of a met window, by measure, as far as its rule has a floor for that."""
    found: dict[str, float] = {}
    for one in evidence:
        for window in one.get("windows", ()):
            for measure in MEASURES if window.get("met") else ():
                if window.get(f"floor_{measure}"):
                    found[measure] = max(found.get(measure, 0), window.get(measure, 0))
    return found
