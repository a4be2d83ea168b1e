"""What a rule would have raised on history: the same decisions as live, asked again at past moments. Pure.

Time goes in steps of ten minutes in which a topic got something (a running system decides within seconds); an area is asked every full
hour. Nobody closes anything. Topics are as they stand today: what was merged, moved or corrected since is seen with hindsight.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts.cohorts import Counts, Listening, cohorts_of
from monitor.alerts.decide import Action, InForce, Intent, Rules, decide_area, decide_topic
from monitor.alerts.facts import UNKNOWN, AreaFacts, Fired, Seen, Thread, TopicFacts
from monitor.alerts.floors import may_alert
from monitor.alerts.params import KeywordParams, VolumeParams
from monitor.alerts.series import Series
from monitor.alerts.weigh_area import reaches_floor
from monitor.alerts.weigh_keyword import fired_of
from monitor.lib.clock import DAY, HOUR, hour_of

STEP = timedelta(minutes=10)
TOLD = {Action.RAISE, Action.ESCALATE}


@dataclass(frozen=True, slots=True)
class TopicHistory:
    """A topic with its items (oldest first) and what is usual for it and its area."""

    id: int
    area: str
    items: tuple[Seen, ...]
    own_series: Series = UNKNOWN
    own_negative: Series = UNKNOWN
    area_series: Series = UNKNOWN
    area_negative: Series = UNKNOWN
    outages: frozenset[datetime] = frozenset()
    plans: frozenset[int] = frozenset()
    listening: Mapping[int, Listening] = field(default_factory=dict)

    def facts(self, now: datetime, *, reach: timedelta, thread: Thread | None, fired: Sequence[Fired]) -> TopicFacts:
        """What was known at `now`."""
        times = [item.at for item in self.items]
        end, begin = bisect_right(times, now), bisect_right(times, now - reach)
        return TopicFacts(
            id=self.id,
            items=self.items[begin:end],
            grave=any(item.hits and not item.own for item in self.items[:end]),
            area=self.area,
            thread=thread,
            own_series=self.own_series,
            own_negative=self.own_negative,
            area_series=self.area_series,
            area_negative=self.area_negative,
            earlier=self.items[:begin],
            outages=self.outages,
            fired=tuple(fired),
            plans=self.plans,
            listening=self.listening,
        )


@dataclass(slots=True)
class Would:
    """A thread that would have been raised: who it is about, and every message of it."""

    topic: int
    area: str
    first: Intent
    at: datetime
    messages: list[tuple[datetime, str, int]] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "kind": self.first.evidence.kind if self.first.evidence else "",
            "topic": self.topic or None,
            "area": self.area,
            "raised_at": self.at.isoformat(),
            "level": max(level for _, _, level in self.messages),
            "messages": [[at.isoformat(), action, level] for at, action, level in self.messages],
            "evidence": self.first.evidence.stored() if self.first.evidence else {},
        }


def topics_backtest(histories: Iterable[TopicHistory], rules: Rules, *, start: datetime, end: datetime) -> list[Would]:
    """Threads on topics that these rules would have raised in [start, end], in time order."""
    by_id = {history.id: history for history in histories}
    reach = max(rule.params.reach for rule in rules.values())
    quiet = max(timedelta(hours=rule.params.calm_hours) for rule in rules.values())
    held = _hold(rules)
    threads: dict[int, Thread] = {}
    found: dict[int, Would] = {}
    fired: list[Fired] = []
    for now, topic in sorted(_moments(by_id.values(), start - reach, end, quiet)):
        history = by_id[topic]
        fired = [one for one in fired if now - one.at < held]
        facts = history.facts(now, reach=reach, thread=threads.get(topic), fired=fired)
        if topic not in threads and not may_alert(facts, rules, now=now):
            continue
        intent = decide_topic(facts, rules, now=now)
        if intent.action == Action.NONE or now < start:
            continue
        threads[topic] = Thread(intent.level, now, calm=intent.action == Action.CALM)
        would = found.setdefault(topic, Would(topic, history.area, intent, now))
        would.messages.append((now, str(intent.action), intent.level))
        if intent.action in TOLD:
            fired += fired_of(intent.evidence, topic=topic, at=now)
    return sorted(found.values(), key=lambda one: (one.at, one.topic))


@dataclass(slots=True)
class AreaWatch:
    """The areas on their way through history: open threads, and what would have been raised so far."""

    rule: InForce
    params: VolumeParams
    counts: Mapping[str, Counts]
    listening: Mapping[int, Listening]
    first: datetime | None  # hour of the first count of any source
    outages: frozenset[datetime]
    threads: dict[str, Thread] = field(default_factory=dict)
    found: dict[str, Would] = field(default_factory=dict)
    over: list[Would] = field(default_factory=list)

    def ask(
        self, area: str, items: Sequence[Seen], told: frozenset[int], now: datetime, topics: Mapping[int, int]
    ) -> None:
        """One area at one moment. A thread that calmed is over: somebody would have closed it by the next time."""
        facts = AreaFacts(
            area=area,
            items=tuple(item for item in items if now - self.params.reach < item.at <= now),
            told=told,
            topics=topics,
            thread=self.threads.get(area),
            outages=self.outages,
        )
        if area not in self.threads and not reaches_floor(facts, self.params, now=now):
            return
        reach = hour_of(now - self.params.reach - self.params.baseline_days * DAY)
        cohorts = cohorts_of(self.counts[area], self.listening, first=self.first, reach=reach, now=now)
        facts = replace(facts, cohorts=cohorts)
        intent = decide_area(facts, self.params, now=now, rule_version=self.rule.version)
        if intent.action == Action.NONE:
            return
        self.threads[area] = Thread(intent.level, now)
        would = self.found.setdefault(area, Would(0, area, intent, now))
        would.messages.append((now, str(intent.action), intent.level))
        if intent.action == Action.CALM:
            del self.threads[area]
            self.over.append(self.found.pop(area))

    @property
    def all(self) -> list[Would]:
        """In time order."""
        return sorted([*self.over, *self.found.values()], key=lambda one: (one.at, one.area))


def hours_between(start: datetime, end: datetime) -> Iterator[datetime]:
    """Full hours in (start, end]."""
    now = start.replace(minute=0, second=0, microsecond=0) + HOUR
    while now <= end:
        yield now
        now += HOUR


def _hold(rules: Rules) -> timedelta:
    minutes = [rule.params.cooldown_minutes for rule in rules.values() if isinstance(rule.params, KeywordParams)]
    return timedelta(minutes=max(minutes, default=0))


def _moments(
    histories: Iterable[TopicHistory], start: datetime, end: datetime, quiet: timedelta
) -> set[tuple[datetime, int]]:
    """(when to ask, topic): after each item, and once it may have gone quiet."""
    found = set()
    for history in histories:
        for item in history.items:
            for at in (item.at, item.at + quiet):
                now = _step(at)
                if start <= item.at and now <= end:
                    found.add((now, history.id))
    return found


def _step(at: datetime) -> datetime:
    seconds = STEP.total_seconds()
    return datetime.fromtimestamp(math.ceil(at.timestamp() / seconds) * seconds, UTC)
