"""One batch of stored items by the rules, units, places and plans in force: rules, areas of rules, grave, focus, units, place,
plans, and whether it is the union's own; counts and topics with them.

Only what these gave is touched; a unit that a person gave, or that was retired, stays. An area that a rule no longer gives goes if the text alone does not have it. Locks are taken in
the order of the topics writer (items by time, topics, counts), so that the two cannot deadlock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection

from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import RuleVersion, Source, Topic, Unit
from monitor.models.correcting import Corrected, corrected_of, labels_correct, machine_labels_keep
from monitor.models.rollup import Counted, rollup_move
from monitor.rules.reading import Stored, plans_held, team_of
from monitor.text import Config, RawText, analyse, default_config
from monitor.text.plans import Tags as PlanTags
from monitor.text.team import TeamTags
from monitor.topics.retag import topics_recount
from monitor.topics.settle import topics_settle

BATCH = 2000
FIELDS = "id, month, at, source_id, title, text, areas, units, sentiment, place, rules, grave, in_focus, own, by_hand, topic_id, duplicate_of, plans"
READ = f"""
SELECT {FIELDS} FROM monitor_item
WHERE month = %s AND id < %s AND id > %s AND at >= %s ORDER BY id DESC LIMIT %s
"""  # noqa: S608 - a constant
LOCK = f"SELECT {FIELDS} FROM monitor_item WHERE month = ANY(%s) AND id = ANY(%s) ORDER BY at, id FOR UPDATE"  # noqa: S608 - a constant
WRITE = """
UPDATE monitor_item SET areas = %s, rules = %s, grave = %s, in_focus = %s, units = %s, place = %s, plans = %s, own = %s
WHERE month = %s AND id = %s
"""
NO_END = 2**62


@dataclass(frozen=True, slots=True)
class Batch:
    """Items of a month with `above < id < below` from `since` on, greatest id first."""

    month: date
    below: int | None
    above: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """What of an item decides its tags and counts."""

    id: int
    month: date
    at: datetime
    source_id: int
    title: str
    text: str
    areas: list[str]
    units: list[int]
    sentiment: str
    place: str | None
    rules: list[int]
    grave: bool
    in_focus: bool
    own: bool
    by_hand: bool
    topic_id: int | None
    duplicate_of: int | None
    plans: list[int]


@dataclass(frozen=True, slots=True)
class Tags:
    """What rules, units, places, plans and its source's being the union's own make of an item."""

    areas: tuple[str, ...]
    rules: tuple[int, ...]
    grave: bool
    in_focus: bool
    units: tuple[int, ...]
    place: str | None
    plans: tuple[int, ...]
    own: bool

    @classmethod
    def of(cls, row: Row) -> Tags:
        units, plans = tuple(row.units), tuple(row.plans)
        return cls(tuple(row.areas), tuple(row.rules), row.grave, row.in_focus, units, row.place, plans, row.own)

    def columns(self) -> tuple[Any, ...]:
        """As WRITE takes them."""
        areas, rules, units = list(self.areas), list(self.rules), list(self.units)
        return (areas, rules, self.grave, self.in_focus, units, self.place, list(self.plans), self.own)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Items that got a rule, and that lost one."""

    added: int = 0
    removed: int = 0


def batch_read(batch: Batch) -> list[Row]:
    """Not locked: most of them stay as they are."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [batch.month, batch.below or NO_END, batch.above, batch.since, BATCH])
        return [Row(*row) for row in cursor.fetchall()]


def batch_tag(rows: Sequence[Row], *, config: Config, sources: Mapping[int, tuple[str, str]]) -> Outcome:
    """Call inside a transaction. Items whose text is gone keep their tags."""
    judge = Judge(config, sources, corrected_of([row.id for row in rows]))
    changed = [row for row in rows if judge.differs(row)]
    if not changed:
        return Outcome()
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [list({row.month for row in changed}), [row.id for row in changed]])
        locked = [Row(*row) for row in cursor.fetchall()]
    judge.corrected = corrected_of([row.id for row in locked])
    judge.remember(locked)
    moved = [(row, tags) for row in locked if (tags := judge(row)) != Tags.of(row)]
    with connection.cursor() as cursor:
        cursor.executemany(
            WRITE,
            [(*tags.columns(), row.month, row.id) for row, tags in moved],
        )
    topics = _topics_count(moved)
    rollup_move(_counts(moved))
    if topics:
        notice_publish_on_commit({"topics": topics})
    return Outcome(
        added=sum(bool(_held(tags) - _held(row)) for row, tags in moved),
        removed=sum(bool(_held(row) - _held(tags)) for row, tags in moved),
    )


def _topics_count(moved: Sequence[tuple[Row, Tags]]) -> list[int]:
    """Topics counted anew; whole, hours and sources too, where an item became the union's own or no longer is."""
    flipped = {row.topic_id for row, tags in moved if row.topic_id and row.own != tags.own}
    tagged = {row.topic_id for row, tags in moved if row.topic_id and _counts_in_topic(row, tags)} - flipped
    if not flipped:
        return topics_recount(tagged)
    rows = Topic.objects.select_for_update().filter(pk__in=flipped | tagged)
    locked = set(rows.order_by("pk").values_list("pk", flat=True))
    topics_recount(tagged)
    topics_settle(flipped & locked, now=utc_now())
    return sorted(locked)


def _counts_in_topic(row: Row, tags: Tags) -> bool:
    """An original of which more than its plans changed."""
    return not row.own and not row.duplicate_of and replace(tags, plans=tuple(row.plans)) != Tags.of(row)


def _held(tags: Row | Tags) -> set[int]:
    """Rules, and plans by minus their id."""
    return {*tags.rules, *(-plan for plan in tags.plans)}


def _counts(moved: Iterable[tuple[Row, Tags]]) -> Iterable[Counted]:
    for row, tags in moved:
        if not row.own:
            yield Counted.of(row, sign=-1)
        if not tags.own:
            after = replace(row, areas=list(tags.areas), units=list(tags.units), plans=list(tags.plans))
            yield Counted.of(replace(after, place=tags.place, in_focus=tags.in_focus))


class Judge:
    """Tags of a row by the rules in force, with what members corrected over them."""

    def __init__(
        self, config: Config, sources: Mapping[int, tuple[str, str]], corrected: Mapping[int, Corrected]
    ) -> None:
        self.config, self.sources, self.corrected = config, sources, corrected
        self.rules = {rule.id: rule for rule in config.rules}
        self.retired = frozenset(Unit.objects.exclude(retired_at=None).values_list("pk", flat=True))
        self.own = frozenset(Source.objects.filter(own=True).values_list("pk", flat=True))
        self.ever: defaultdict[int, set[str]] = defaultdict(set)  # areas that a rule gave in any version
        for rule_id, area in RuleVersion.objects.exclude(area="").values_list("rule_id", "area").distinct():
            self.ever[rule_id].add(area)

    def __call__(self, row: Row) -> Tags:
        return replace(self._tags(row), own=row.source_id in self.own)

    def _tags(self, row: Row) -> Tags:
        if not row.title and not row.text:
            return Tags.of(row)
        team = self._team(row)
        tags, known = self._machine(row, team), self.corrected.get(row.id)
        if known is not None:
            machine = replace(known.machine, areas=tags.areas, in_focus=tags.in_focus, by_rule=bool(tags.rules))
            labels = labels_correct(machine, known.changes)
            tags = replace(tags, areas=labels.areas, in_focus=labels.in_focus)
        return replace(tags, plans=self._plans(row, team, tags))

    def differs(self, row: Row) -> bool:
        """Whether the row, or what the machine says of a corrected one, is to be changed."""
        return self(row) != Tags.of(row) or self._machine_differs(row)

    def _machine_differs(self, row: Row) -> bool:
        known, tags = self.corrected.get(row.id), self.machine(row)
        return known is not None and (known.machine.areas, known.machine.in_focus) != (tags.areas, tags.in_focus)

    def remember(self, rows: Iterable[Row]) -> None:
        """Keep what the machine says now of the corrected ones."""
        for row in rows:
            if self._machine_differs(row):
                tags = self.machine(row)
                known = self.corrected[row.id].machine
                machine_labels_keep(row.id, replace(known, areas=tags.areas, in_focus=tags.in_focus))

    def machine(self, row: Row) -> Tags:
        """Without the corrections, and without the plans, which go by what is corrected."""
        return Tags.of(row) if not row.title and not row.text else self._machine(row, self._team(row))

    def _team(self, row: Row) -> TeamTags:
        name, region = self.sources.get(row.source_id, ("", ""))
        return team_of(self.config, Stored(row.title, row.text, name, region))

    def _plans(self, row: Row, team: TeamTags, tags: Tags) -> tuple[int, ...]:
        there = PlanTags(row.at, row.source_id, tags.areas, tags.units, tags.place)
        return plans_held(self.config, team, there, row.plans)

    def _machine(self, row: Row, team: TeamTags) -> Tags:
        if known := self.corrected.get(row.id):
            row = replace(row, areas=list(known.machine.areas), in_focus=known.machine.in_focus)
        units, place, found = self._units(row, team.units), team.place.label, tuple(team.rules)
        if not found and not row.rules:
            return replace(Tags.of(row), units=units, place=place)
        given = list(dict.fromkeys(area for rule in found if (area := self.rules[rule].area)))
        areas = self._areas(row, given)
        grave = any(self.rules[rule].grave for rule in found)
        same = set(found) == set(row.rules) and areas == tuple(row.areas)
        rules = tuple(row.rules) if set(found) == set(row.rules) else found
        in_focus = row.in_focus if same else bool(areas or rules)
        return Tags(areas, rules, grave, in_focus, units, place, tuple(row.plans), row.own)

    def _units(self, row: Row, found: Iterable[int]) -> tuple[int, ...]:
        """Those whose words occur; also retired ones that it had, and of what came by hand those that a person gave. In their
        order, if they are the same."""
        kept = [unit for unit in row.units if row.by_hand or unit in self.retired]
        units = tuple(dict.fromkeys([*kept, *found]))
        return tuple(row.units) if set(units) == set(row.units) else units

    @cached_property
    def _shipped(self) -> Config:
        """Without rules, units and places of the team; to compile it takes as long as to read thirty-five items."""
        return default_config()

    def _areas(self, row: Row, given: list[str]) -> tuple[str, ...]:
        once = {area for rule in row.rules for area in self.ever[rule]}
        doubtful = [area for area in row.areas if area in once and area not in given]
        kept = list(row.areas)
        if doubtful:
            own = analyse(RawText(row.title, row.text), self._shipped).areas
            kept = [area for area in kept if area not in doubtful or area in own]
        return (*kept, *(area for area in given if area not in kept))
