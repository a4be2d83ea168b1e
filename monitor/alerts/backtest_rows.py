"""Stored history for the back-test, in pieces, so that the memory stays small and there is progress to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from monitor.alerts.areas import params_of
from monitor.alerts.backtest import AreaWatch, TopicHistory, Would, hours_between, topics_backtest
from monitor.alerts.decide import InForce, Rules
from monitor.alerts.gather import area_of, area_series, down_hours, own_series
from monitor.alerts.listening import area_counts, first_hour, listening_of
from monitor.alerts.params import KeywordParams, NegativeParams, PlanParams, RisingParams, SpreadParams, VolumeParams
from monitor.alerts.plans import plans_alerting
from monitor.alerts.read_items import back_entry, baseline_since, items_between, seen_rows
from monitor.alerts.series import Series
from monitor.lib.clock import DAY, hour_of
from monitor.models import OPEN_STATUSES, Alert, Topic
from monitor.text.areas import AREAS

CHUNK = 200
Progress = Callable[[int, int], None]


def backtest_run(
    rule: InForce,
    *,
    start: datetime,
    end: datetime,
    progress: Progress = lambda done, of: None,
    plan: int | None = None,
) -> list[Would]:
    """What `rule` alone would have raised in [start, end]; of plan_hit for `plan`, else for all whose own alert is on. Reads only."""
    if isinstance(rule.params, VolumeParams):
        return _areas(rule, start, end, progress)
    rules = {rule.params.kind: rule}
    plans = frozenset([plan]) if plan else plans_alerting(now=end)
    ids = list(_candidates(rules, start, end, plans))
    # a hit holds back hits of other topics: all in one
    chunk = len(ids) or 1 if isinstance(rule.params, KeywordParams) else CHUNK
    found: list[Would] = []
    shared = _Shared(rules, start, end, plans)
    for at in range(0, len(ids), chunk):
        found += topics_backtest(shared.histories(ids[at : at + chunk]), rules, start=start, end=end)
        progress(min(at + chunk, len(ids)), len(ids))
    progress(len(ids), len(ids))
    return sorted(found, key=lambda one: (one.at, one.topic))


def _candidates(rules: Rules, start: datetime, end: datetime, plans: frozenset[int]) -> Sequence[int]:
    """Topics that can reach the floor at all."""
    (rule,) = rules.values()
    rows = Topic.objects.filter(muted=False, merged_into=None, last_at__gte=start, first_at__lte=end)
    params = rule.params
    if isinstance(params, PlanParams):  # in focus or not
        held = items_between(start - params.reach, end, seen_by=None).filter(plans__overlap=sorted(plans))
        return list(rows.filter(pk__in=held.values("topic_id")).order_by("id").values_list("pk", flat=True))
    rows = rows.filter(in_focus=True)
    if isinstance(params, RisingParams):
        rows = rows.filter(n_originals__gte=min(window.originals for window in params.windows))
    elif isinstance(params, NegativeParams):
        rows = rows.filter(n_neg__gte=params.negative, n_originals__gte=params.negative + params.min_before)
    elif isinstance(params, SpreadParams):
        rows = rows.filter(sources__len__gte=params.sources)
    elif isinstance(params, KeywordParams):
        rows = rows.filter(grave=True)
    return list(rows.order_by("id").values_list("pk", flat=True))


class _Shared:
    """What all topics of a back-test have in common: areas and outages, read once."""

    def __init__(self, rules: Rules, start: datetime, end: datetime, plans: frozenset[int]) -> None:
        (rule,) = rules.values()
        params = rule.params
        self.plans = plans
        self.since = hour_of(baseline_since(start - params.reach, reach=params.reach, days=params.baseline_days))
        self.end, self.reach = end, params.reach
        self.outages = down_hours(self.since, share=params.outage_share, now=end)
        wide = isinstance(params, SpreadParams)
        self.listening = listening_of(since=self.since, now=end, past=True) if wide else {}
        self._areas: dict[str, tuple[Series, Series]] = {}

    def histories(self, ids: Sequence[int]) -> Iterator[TopicHistory]:
        """Topics with everything a decision may ask of them."""
        items = defaultdict(list)
        rows = items_between(self.since, self.end, seen_by=None, own=True).filter(topic_id__in=ids)
        for of_topic, _, seen in seen_rows(rows.exclude(back_entry(self.reach)), replies=True):
            items[of_topic].append(seen)
        own, negative = own_series(list(ids), self.since)
        for topic in Topic.objects.filter(pk__in=ids).defer("vector"):
            area = area_of(topic)
            if area not in self._areas:
                self._areas[area] = area_series(area, self.since)
            totals, bad = self._areas[area]
            yield TopicHistory(
                id=topic.pk,
                area=area,
                items=tuple(items[topic.pk]),
                own_series=own[topic.pk],
                own_negative=negative[topic.pk],
                area_series=totals,
                area_negative=bad,
                outages=self.outages,
                plans=self.plans,
                listening=self.listening,
            )


def _areas(rule: InForce, start: datetime, end: datetime, progress: Progress) -> list[Would]:
    params = params_of(rule)
    since = hour_of(baseline_since(start, reach=params.reach, days=params.baseline_days))
    watch = AreaWatch(
        rule,
        params,
        counts={area: area_counts(area, since) for area in AREAS},
        listening=listening_of(since=since, now=end, past=True),
        first=first_hour(since),
        outages=down_hours(since, share=params.outage_share, now=end),
    )
    spans = _thread_spans(start - params.reach, end)
    days = max(1, -(-(end - start) // DAY))
    for day in range(days):
        begin, until = start + day * DAY, min(start + (day + 1) * DAY, end)
        rows = items_between(begin - params.reach, until, seen_by=None).filter(in_focus=True)
        items = list(seen_rows(rows.exclude(back_entry(params.reach))))
        topics = {seen.id: topic for topic, _, seen in items}
        for now in hours_between(begin, until):
            open_then = {topic for topic, first, last in spans if first <= now and (last is None or last > now)}
            told = frozenset(seen.id for topic, _, seen in items if topic in open_then)
            for area in AREAS:
                watch.ask(area, [seen for _, areas, seen in items if area in areas], told, now, topics)
        progress(day + 1, days)
    return watch.all


def _thread_spans(start: datetime, end: datetime) -> list[tuple[int, datetime, datetime | None]]:
    """(topic, raised, closed or None) of the threads on topics that were open within the time."""
    rows = Alert.objects.filter(topic__isnull=False, raised_at__lte=end)
    rows = rows.filter(Q(status__in=OPEN_STATUSES) | Q(changed_at__gte=start))
    return [
        (int(topic or 0), raised, None if status in OPEN_STATUSES else changed)
        for topic, raised, changed, status in rows.values_list("topic_id", "raised_at", "changed_at", "status")
    ]
