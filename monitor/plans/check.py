"""Whether what a person wrote can be a plan, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.errors import TingchaoError
from monitor.lib.oneline import one_line
from monitor.models import AlertLevel, PlaceScope, Plan, Source, Unit, User
from monitor.models.plan import days_end, days_start
from monitor.rules.check import query_check
from monitor.rules.reading import groups_now
from monitor.text.areas import AREAS
from monitor.text.mask import mask
from monitor.text.query_words import persons_in

MAX_NAME = 80
MAX_PURPOSE = 300
LISTED = 500  # sources or units of one plan


class PlanError(TingchaoError):
    """A plan cannot be so; `label` says why: name_missing, name_known, name_person, days, choice, recipient, stale, same, state."""

    label = "plan"
    permanent = True


@dataclass(frozen=True, slots=True)
class PlanText:
    """What a person writes. `recipients`: ids of members; the lists narrow the plan, empty ones ask for nothing."""

    name: str
    query: str
    purpose: str = ""
    sources: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    recipients: tuple[int, ...] = ()
    tell: bool = True
    tell_level: int = AlertLevel.BLUE
    in_report: bool = True
    hit_alert: bool = False

    @property
    def start(self) -> datetime | None:
        """First moment of its days."""
        return days_start(self.starts_on)

    @property
    def end(self) -> datetime | None:
        """The moment after its last day."""
        return days_end(self.ends_on)


def plan_check(text: PlanText, plan: Plan | None) -> PlanText:
    """The text as it is stored. `plan`: the one that is changed. Raises QueryError, RuleError (a personal name) or PlanError."""
    text = replace(text, name=_name(text.name, plan), query=text.query.strip(), purpose=_purpose(text.purpose))
    query_check(text.query, groups_now())
    if text.starts_on and text.ends_on and text.ends_on < text.starts_on:
        raise PlanError(label="days")
    _known(text.areas, AREAS)
    _known(text.places, PlaceScope.values)
    _known(text.sources, Source.objects.filter(pk__in=text.sources[:LISTED]).values_list("pk", flat=True))
    _known(text.units, Unit.objects.filter(pk__in=text.units[:LISTED]).values_list("pk", flat=True))
    _known((text.tell_level,), AlertLevel.values)
    members = User.objects.filter(pk__in=text.recipients[:LISTED], is_active=True).values_list("pk", flat=True)
    _known(text.recipients, members, label="recipient")
    return replace(
        text,
        sources=tuple(sorted(set(text.sources))),
        areas=tuple(sorted(set(text.areas))),
        places=tuple(sorted(set(text.places))),
        units=tuple(sorted(set(text.units))),
        recipients=tuple(sorted(set(text.recipients))),
    )


LISTS = ("sources", "areas", "places", "units", "recipients")


def _name(raw: str, plan: Plan | None) -> str:
    name = one_line(raw)[:MAX_NAME]
    if not name:
        raise PlanError(label="name_missing")
    if named := persons_in(name):
        raise PlanError("、".join(named), label="name_person")
    known = Plan.objects.filter(name=name).first()
    if known is not None and known != plan:
        raise PlanError(name, label="name_known")
    return name


def _purpose(raw: str) -> str:
    return mask(one_line(raw))[0][:MAX_PURPOSE]


def _known(chosen: Iterable[object], there: Iterable[object], *, label: str = "choice") -> None:
    """Nothing that does not exist: no other person, source or unit can be named by a form that was made by hand."""
    if set(chosen) - set(there):
        raise PlanError(label=label)
