"""What is forecast, with its hourly counts so far: all, each area, active topics in focus; and the lives of topics to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.lib.clock import DAY, HOUR, hour_of
from monitor.models import Topic, TopicState
from monitor.queries.forecast import area_counts, areas_counted, counted_since, topic_counts, unknown_hours
from monitor.topics.forecast_alike import COMPARED_LEAST, Life, Moments, moments_of
from monitor.topics.forecast_series import Counts, hourly

REACH = 182 * DAY
ACTIVE = 3 * DAY  # a topic without anything new for longer has nothing to foretell
MOST_TOPICS = 200
COMPARED = 60 * DAY  # topics that began earlier are not compared with
MOST_COMPARED = 1_000
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a forecast is about, with its hourly counts so far."""

    topic_id: int | None
    area: str
    hours: Counts

    @property
    def life(self) -> Life:
        """As a topic to be compared with others."""
        return Life(self.topic_id or 0, (self.hours.start - EPOCH) // HOUR, self.hours.values)


@dataclass(frozen=True, slots=True)
class Past:
    """The span that is known: whole hours from `first` to `end`, and those of outage."""

    first: datetime
    end: datetime
    unknown: frozenset[datetime]


def past_known(*, now: datetime) -> Past | None:
    """None: nothing was counted yet."""
    first = counted_since(since=hour_of(now - REACH))
    return None if first is None else Past(first, hour_of(now), unknown_hours(since=first, now=now))


def subjects(past: Past, *, now: datetime) -> Iterator[Subject]:
    """All, areas, then active topics in focus, hottest first."""
    for area in ["", *areas_counted(since=past.first)]:
        counts = area_counts(area, since=past.first)
        yield Subject(None, area, hourly(counts, start=past.first, end=past.end, unknown=past.unknown))
    topics = Topic.objects.filter(in_focus=True, muted=False, merged_into=None, last_at__gte=now - ACTIVE)
    active = topics.exclude(state=TopicState.ENDED).order_by("-pinned", "-heat", "-id")
    yield from _topics(dict(active.values_list("pk", "first_at")[:MOST_TOPICS]), past)


def moments_read(past: Past, *, now: datetime) -> Moments:
    """Moments of the topics in focus of the last 60 days, the latest MOST_COMPARED of them. Two queries."""
    topics = Topic.objects.filter(
        in_focus=True, merged_into=None, first_at__gte=now - COMPARED, n_originals__gte=COMPARED_LEAST
    )
    begun = dict(topics.order_by("-last_at", "-id").values_list("pk", "first_at")[:MOST_COMPARED])
    return moments_of(subject.life for subject in _topics(begun, past))


def _topics(begun: Mapping[int, datetime], past: Past) -> Iterator[Subject]:
    counts = topic_counts(begun, since=past.first)
    for pk, first_at in begun.items():
        start = min(max(hour_of(first_at), past.first), past.end)
        yield Subject(pk, "", hourly(counts[pk], start=start, end=past.end, unknown=past.unknown))
