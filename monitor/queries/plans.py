"""The read side of standing plans: the list with its figures, what one plan's items are made of, its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import add
from typing import Any

from django.db.models import Count, Q, QuerySet

from monitor.models import OPEN_STATUSES, Alert, Item, Plan, PlanPhase, PlanState, PlanVersion, Source, Unit
from monitor.queries.counts import Tally
from monitor.queries.desk import Mark
from monitor.queries.plan_counts import PlanCounts, plan_counts
from monitor.queries.plan_topics import plans_of_reading
from monitor.queries.rules import query_broken
from monitor.queries.scope import Scope, held_condition, listed, shaped_scope
from monitor.queries.shapes import any_of, array_of, shaped
from monitor.queries.together import Reading, read_alone, read_together


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list. `now` and `before`: the last 24 hours to the second, and the 24 before.

    `tone_apart`: it is about a unit, and units are not set side by side by sentiment (SCOPE 4).
    """

    plan: Plan
    phase: PlanPhase
    now: Tally
    before: Tally
    spark: tuple[int, ...]  # items over 7 days, oldest first
    open_alerts: int
    tone_apart: bool
    broken: bool = False  # it goes on, but its query can no longer be read: nothing new joins it


@dataclass(frozen=True, slots=True)
class Share:
    """A source (`key` its id) or an area (its code) with its items in the plan, and its negative originals."""

    key: Any
    name: str
    n: int
    originals: int
    neg: int

    @property
    def negative_share(self) -> float | None:
        return self.neg / self.originals if self.originals else None


@dataclass(frozen=True, slots=True)
class PlanVersionLine:
    """A version and what it changed: (field, before, after)."""

    version: PlanVersion
    changes: tuple[tuple[str, Any, Any], ...]


def plan_lines(*, now: datetime, sight: tuple[int, ...] | None, ended: bool = False) -> list[PlanLine]:
    """Plans that go on, or those that are ended, in the order they were made. Four queries at most."""
    of_state = Q(state=PlanState.ENDED)
    plans = list(Plan.objects.filter(of_state if ended else ~of_state))
    if not plans:
        return []
    counts = plan_counts(now=now, sight=sight)
    read = read_together({"alerts": plan_alerts_reading(sight), "words": unit_words_reading()})
    return [_line(plan, counts.get(plan.pk, PlanCounts()), read["alerts"], read["words"], now) for plan in plans]


def _line(plan: Plan, counts: PlanCounts, alerts: dict[int, list[int]], words: set[str], now: datetime) -> PlanLine:
    return PlanLine(
        plan=plan,
        phase=plan.phase(now),
        now=counts.now,
        before=counts.before,
        spark=tuple(counts.spark),
        open_alerts=len(alerts.get(plan.pk, ())),
        tone_apart=about_units(plan, words),
        broken=plan_broken(plan),
    )


def plan_broken(plan: Plan) -> bool:
    """Whether an active plan's query can no longer be read (a synonym group that it names is gone)."""
    return plan.state == PlanState.ACTIVE and query_broken(plan.query)


def plan_alerts_reading(sight: tuple[int, ...] | None) -> Reading[dict[int, list[int]]]:
    """{plan: ids of open alerts on topics in it}, gravest first. Two rounds."""
    (alerts,) = yield [shaped(_open_alerts, sight=listed(sight))]
    plans = yield from plans_of_reading([topic for _, topic in alerts])
    found: dict[int, list[int]] = defaultdict(list)
    for pk, topic in alerts:
        for plan in plans.get(topic, ()):
            found[plan].append(pk)
    return found


def _topic_alerts(sight: list[int] | None) -> QuerySet[Alert]:
    rows = Alert.objects.filter(topic__isnull=False)
    return rows if sight is None else rows.filter(Q(topic__units__overlap=array_of(sight)) | Q(topic__units=[]))


def _open_alerts(*, sight: list[int] | None) -> QuerySet[Alert, Any]:
    return _topic_alerts(sight).filter(status__in=OPEN_STATUSES).values_list("pk", "topic_id")


def _raised_rows(*, start: datetime, end: datetime, sight: list[int] | None) -> QuerySet[Alert, Any]:
    raised = _topic_alerts(sight).filter(raised_at__gte=start, raised_at__lt=end).order_by("raised_at")
    return raised.values_list("pk", "raised_at", "level", "topic__title", "topic_id")


def plan_alerting_reading(scope: Scope) -> Reading[tuple[list[int], list[Mark]]]:
    """(ids of open alerts, gravest first; alerts raised in the span, oldest first) on topics that are in the plan (`scope.plan`).
    Two rounds; which plans the topics are in is asked once for both."""
    sight = listed(scope.sight)
    still, marked = yield [
        shaped(_open_alerts, sight=sight),
        shaped(_raised_rows, start=scope.start, end=scope.end, sight=sight),
    ]
    plans = yield from plans_of_reading({row[-1] for row in (*still, *marked) if row[-1]})
    marks = [
        Mark(pk, at, level, title or "")
        for pk, at, level, title, topic in marked
        if scope.plan in plans.get(topic or 0, ())
    ]
    return [pk for pk, topic in still if scope.plan in plans.get(topic, ())], marks


def unit_words() -> set[str]:
    """Names and words of all units."""
    return read_alone(unit_words_reading())


def unit_words_reading() -> Reading[set[str]]:
    """The same; one round."""
    (rows,) = yield [shaped(_unit_words)]
    return {word for name, words in rows for word in (name, *words) if len(word) > 1}


def _unit_words() -> QuerySet[Unit, Any]:
    return Unit.objects.values_list("name", "words")


def about_units(plan: Plan, words: Iterable[str]) -> bool:
    """Whether a plan narrows to units or asks for one by a word: its tone then is that of a unit."""
    return bool(plan.units) or any(word in plan.query for word in words)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a plan's items are made of, most items first. An item in two areas counts in both; the name of an area is its code."""

    sources: list[Share]
    areas: list[Share]


def plan_parts_reading(scope: Scope, *, limit: int = 12) -> Reading[Parts]:
    """Sources and areas of what the plan (`scope.plan`) holds. Two rounds, one of them over the items."""
    (counted,) = yield [shaped_scope(_part_rows, scope)]
    sources: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    areas: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for source, of, *counts in counted:
        for sums in (sources[source], *(areas[area] for area in of)):
            sums[:] = map(add, sums, counts)
    most = sorted(sources, key=lambda key: (-sources[key][0], key))[:limit]
    (named,) = yield [shaped(_source_names, ids=most)]
    names = dict(named)
    by_area = sorted(areas, key=lambda key: (-areas[key][0], key))
    return Parts(
        [Share(key, names.get(key, ""), *sources[key]) for key in most],
        [Share(key, key, *areas[key]) for key in by_area],
    )


def _part_rows(scope: Scope) -> QuerySet[Item, Any]:
    original = Q(duplicate_of=None)
    rows = Item.objects.filter(held_condition(scope), own=False).order_by().values_list("source_id", "areas")
    tones = {"originals": original, "neg": original & Q(sentiment="neg")}
    kept = {name: Count("source_id", filter=condition) for name, condition in tones.items()}
    return rows.annotate(n=Count("*"), **kept)


def _source_names(*, ids: list[int]) -> QuerySet[Source, Any]:
    return Source.objects.filter(any_of("pk", ids)).order_by().values_list("pk", "name")


def plan_items(
    scope: Scope, originals: bool = False, *, area: str = "", source: int = 0, sentiment: str = ""
) -> QuerySet[Item]:
    """What the plan holds, the union's own publications included, narrowed further."""
    found = Item.objects.filter(held_condition(scope))
    if area:
        found = found.filter(areas__contains=[area])
    if source:
        found = found.filter(source_id=source)
    if sentiment:
        found = found.filter(sentiment=sentiment)
    return found.filter(duplicate_of=None) if originals else found


LATER = {"hit_alert": False}  # what versions from before it existed do not hold


def plan_history_reading(plan: Plan) -> Reading[list[PlanVersionLine]]:
    """Newest first, each beside the one before it. One round."""
    (versions,) = yield [shaped(_version_rows, plan=plan.pk)]
    lines = []
    for place, version in enumerate(versions):
        before = LATER | versions[place + 1].content if place + 1 < len(versions) else {}
        changed = tuple(
            (name, before[name], value)
            for name, value in version.content.items()
            if name in before and before[name] != value
        )
        lines.append(PlanVersionLine(version, changed))
    return lines


def _version_rows(*, plan: int) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(plan=plan).select_related("by")
