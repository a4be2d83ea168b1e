"""Who is told about an event, and why: pure, so that it can be tried dry. Only whom an admin has listed (SCOPE 5).

rules     every one that holds names its people, groups, and who is on duty; together they say who is told
default   no rule holds, or those that hold reach nobody who is listed: everyone listed is told, so that nothing is lost
listed    active, of a role that answers alerts, switched on, and the level is not below the recipient's own
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

TOLD = frozenset({"monitor", "lead", "admin"})  # roles that answer alerts
LISTABLE = TOLD | {"reporter"}  # a reporter is told of what is handed to an own unit, of nothing else
DEFAULT, FALLBACK = "default", "fallback"


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed recipient. `active`: the member may sign in."""

    user: int
    channel: str
    address: str
    role: str
    min_level: int = 1
    enabled: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True)
class Matter:
    """What an event is about, as rules see it. `units`, `plans` and `source_kinds` are those of the topic, or of the one source."""

    level: int
    kind: str = ""
    areas: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    plans: frozenset[int] = frozenset()
    source_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moment:
    """When: `local` in Shanghai, whether people work that day (make-up days and holidays counted in), and whether the day before."""

    local: datetime
    working: bool
    worked_before: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """`kind`: people, group, duty or deputy; `name` of the group."""

    kind: str
    users: frozenset[int]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every condition that is not empty must hold. `start` to `end`, on the clock in Shanghai, may cross midnight: the kind of day and
    the weekday are then those on which it began, as of a night shift."""

    id: int
    name: str
    version: int = 1
    min_level: int = 1
    kinds: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    plans: frozenset[int] = frozenset()
    source_kinds: frozenset[str] = frozenset()
    days: str = "all"  # all, working, rest
    weekdays: frozenset[int] = frozenset()  # Monday 0
    start: time | None = None
    end: time | None = None
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """`rule` None: the default, `target` then says DEFAULT or FALLBACK."""

    rule: Rule | None
    target: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A recipient, and every reason."""

    listed: Listed
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Routed:
    """`left_out`: (recipient, role | inactive | off | level | address | repeated | not_named). `rules`: each with the first condition that failed, "" when it
    holds. `unlisted`: users whom a rule names and no admin has listed."""

    told: tuple[Told, ...] = ()
    left_out: tuple[tuple[Listed, str], ...] = ()
    rules: tuple[tuple[Rule, str], ...] = ()
    unlisted: frozenset[int] = field(default_factory=frozenset)


def route(
    listed: Iterable[Listed],
    *,
    level: int,
    matter: Matter | None = None,
    rules: Sequence[Rule] = (),
    moment: Moment | None = None,
) -> list[Listed]:
    """Who gets an event of this level (1 blue .. 4 red): at most one per member and channel, in the order given."""
    return [one.listed for one in routed(listed, matter or Matter(level), rules, moment).told]


def routed(
    listed: Iterable[Listed], matter: Matter, rules: Sequence[Rule] = (), moment: Moment | None = None
) -> Routed:
    """The same with every reason."""
    rows = list(listed)
    tried = tuple((rule, fails(rule, matter, moment)) for rule in rules)
    named: dict[int, list[Because]] = {}
    for rule, failed in tried:
        for target in rule.targets if not failed else ():
            for user in target.users:
                named.setdefault(user, []).append(Because(rule, target.kind, target.name))
    able, left_out = _able(rows, matter.level)
    told = [Told(one, tuple(named[one.user])) for one in able if one.user in named]
    if told:
        left_out += [(one, "not_named") for one in able if one.user not in named]
    else:
        why = FALLBACK if any(not failed for _, failed in tried) else DEFAULT
        told = [Told(one, (Because(None, why),)) for one in able]
    return Routed(tuple(told), tuple(left_out), tried, frozenset(named) - {one.user for one in rows})


def fails(rule: Rule, matter: Matter, moment: Moment | None) -> str:
    """The first condition that does not hold: level, kind, area, place, unit, plan, source_kind, days, weekday, time; "" when all do."""
    sets: tuple[tuple[str, Collection[object], Collection[object]], ...] = (
        ("kind", rule.kinds, {matter.kind}),
        ("area", rule.areas, matter.areas),
        ("place", rule.places, matter.places),
        ("unit", rule.units, matter.units),
        ("plan", rule.plans, matter.plans),
        ("source_kind", rule.source_kinds, matter.source_kinds),
    )
    if matter.level < rule.min_level:
        return "level"
    for name, wanted, had in sets:
        if wanted and not set(wanted) & set(had):
            return name
    return _fails_now(rule, moment) if moment else ""


def _fails_now(rule: Rule, moment: Moment) -> str:
    weekday, working = moment.local.weekday(), moment.working
    if _after_midnight(rule.start, rule.end, moment.local.time()):
        weekday, working = (weekday - 1) % 7, moment.worked_before
    if (rule.days == "working" and not working) or (rule.days == "rest" and working):
        return "days"
    if rule.weekdays and weekday not in rule.weekdays:
        return "weekday"
    return "" if _within(rule.start, rule.end, moment.local.time()) else "time"


def _after_midnight(start: time | None, end: time | None, now: time) -> bool:
    """In the part of a window that began the day before."""
    return start is not None and end is not None and now < end < start


def _within(start: time | None, end: time | None, now: time) -> bool:
    if start is None or end is None or start == end:
        return True
    return start <= now < end if start < end else now >= start or now < end


def _able(rows: Iterable[Listed], level: int) -> tuple[list[Listed], list[tuple[Listed, str]]]:
    chosen: dict[tuple[int, str], Listed] = {}
    left_out = []
    for one in rows:
        why = _unable(one, level)
        if not why and (one.user, one.channel) in chosen:
            why = "repeated"
        if why:
            left_out.append((one, why))
        else:
            chosen[one.user, one.channel] = one
    return list(chosen.values()), left_out


def _unable(one: Listed, level: int) -> str:
    if not one.active:
        return "inactive"
    if one.role not in TOLD:
        return "role"
    if not one.enabled:
        return "off"
    if not one.address.strip():
        return "address"
    return "level" if level < one.min_level else ""
