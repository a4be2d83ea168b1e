"""An exercise once more through the real stages, in a database of its own, on the clock of the items.

    each item at its time ─▶ feeds: sort, analyse, store ─▶ each step: topics: assign ─▶ alerts: decide, calm ─▶ topics: split

Nobody answers, mutes or closes anything, no source fails, and no mail is sent: nobody is listed. The clock goes in steps
of ten minutes in which something was published, and in full hours; a running system decides within seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from monitor.alerts.areas import alert_decide_areas
from monitor.alerts.raise_ import alert_calm_quiet, alert_decide_changed
from monitor.alerts.read_again import Reader
from monitor.alerts.score import Spoken
from monitor.feeds.build import entry_of
from monitor.feeds.identity import lookups
from monitor.feeds.intents import entries_sort, entries_tag
from monitor.feeds.polls import entries_analyse, keys_known
from monitor.feeds.store import items_store
from monitor.lib.clock import HOUR, hour_of
from monitor.models import AlertEvent, Item, Source
from monitor.text import Config
from monitor.topics.assign import topic_assign_batch, topic_restore
from monitor.topics.cluster import Clusterer
from monitor.topics.split import topic_part, topic_parts, topics_split

from .folder import Exercise, Version
from .setting import sources_set_up, team_set_up

STEP = timedelta(minutes=10)
BATCH = 200
READER = Reader(topic_parts, topic_part)
HEARD = (AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Replay:
    """One run. `story_of`: story by id of the stored item; `spoken`: what the alerts on topics said, in time order; `areas`: how
    often those on areas did."""

    config: Config
    sources: dict[str, Source]
    clusterer: Clusterer
    story_of: dict[int, str] = field(default_factory=dict)
    spoken: list[Spoken] = field(default_factory=list)
    areas: int = 0
    stepped_at: datetime | None = None

    def step(self, versions: Sequence[Version], now: datetime) -> None:
        """What was published up to `now`, then topics and alerts at `now`."""
        with transaction.atomic():
            for version in versions:
                self._store(version)
        while versions and topic_assign_batch(self.clusterer, limit=BATCH, now=now).items:
            pass
        self._listen([*alert_decide_changed(now=now, reader=READER), *alert_calm_quiet(now=now)])
        topics_split(self.clusterer.params, since=self.stepped_at or now - STEP, now=now)
        self.stepped_at = now
        if now == hour_of(now):  # a running system looks at the areas every few minutes
            self.areas += AlertEvent.objects.filter(pk__in=alert_decide_areas(now=now), kind__in=HEARD).count()

    def _store(self, version: Version) -> None:
        """As a poll at that very moment would have found it."""
        source = self.sources[version.source]
        entry = entry_of(
            base=source.url,
            guid=version.id,
            link=version.url,
            title=version.title,
            summary=version.text,
            published=version.at.isoformat(),
        )
        known = keys_known(source_id=source.pk, digests=lookups([entry]))
        sorted_ = entries_sort([entry], known=known, trusted=True, now=version.at, keep_days=settings.RETENTION_DAYS)
        tagged = entries_tag(
            sorted_,
            trusted=True,
            now=version.at,
            analyse=lambda entries: entries_analyse(entries, source=source, config=self.config),
            on_poison=_raise,
        )
        for item in items_store(source=source, analysed=tagged.items, now=version.at).new:
            self.story_of[item] = version.story

    def _listen(self, events: Sequence[int]) -> None:
        """Keep what was raised or went up, and what its topic held then."""
        rows = AlertEvent.objects.filter(pk__in=events, kind__in=HEARD, alert__topic__isnull=False)
        for thread, topic, level, at in rows.order_by("pk").values_list("alert_id", "alert__topic", "level", "at"):
            items = Item.objects.filter(topic_id=topic, own=False).values_list("id", flat=True)
            self.spoken.append(Spoken(thread, at, level, Counter(self.story_of[item] for item in items)))


def replay_run(exercise: Exercise, *, progress: Progress = lambda done, of: None) -> Replay:
    """Replay all of it into the (empty, migrated) database. Minutes for a fortnight."""
    begin = exercise.versions[0].at
    replay = Replay(team_set_up(), sources_set_up(exercise.versions), topic_restore(now=begin))
    done = 0
    for now, versions in steps(exercise.versions):
        replay.step(versions, now)
        done += len(versions)
        progress(done, len(exercise.versions))
    return replay


def rule_hits(replay: Replay) -> list[tuple[datetime, str]]:
    """(time, story) of each item that hit a keyword rule of the team."""
    hits = Item.objects.filter(own=False).exclude(rules=[]).order_by("at", "id").values_list("at", "id")
    return [(at, replay.story_of[item]) for at, item in hits]


def steps(versions: Sequence[Version]) -> Iterator[tuple[datetime, list[Version]]]:
    """(end of the step, what came in it) for steps with something in them, and at least every full hour."""
    now, waiting = hour_of(versions[0].at), list(versions)
    at = 0
    while at < len(waiting):
        now += STEP
        here: list[Version] = []
        while at < len(waiting) and waiting[at].at <= now:
            here.append(waiting[at])
            at += 1
        if here or not (now - hour_of(now)) % HOUR:
            yield now, here


def _raise(error: Exception) -> None:
    raise error
